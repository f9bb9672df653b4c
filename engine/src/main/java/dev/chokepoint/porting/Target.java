package dev.chokepoint.porting;

import java.util.List;
import java.util.Locale;

/** A platform that CUDA code may move to. */
public enum Target {
  ROCM(
      "AMD ROCm (HIP)",
      "HIP HIPCC HIPRTC HIPBLAS HIPBLASLT HIPDNN HIPFFT HIPRAND HIPSPARSE HIPSOLVER HIPCUB ROCM",
      1),
  CANN("Huawei CANN (Ascend)", "ASCEND ASCENDC CANN CCE NPU", 2),
  MUSA("Moore Threads MUSA", "MUSA MUSACC", 4),
  SYCL("SYCL (oneAPI)", "SYCL HIPSYCL DPCPP XPU", 8);

  private final String title;
  private final String marks;
  private final int bit;

  Target(String title, String marks, int bit) {
    this.title = title;
    this.marks = marks;
    this.bit = bit;
  }

  /** The word of the command line, in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The name for people. */
  public String title() {
    return title;
  }

  /** Words of macro names, in upper case, that say that a branch is for this platform. */
  public List<String> marks() {
    return List.of(marks.split(" "));
  }

  /** The bit of this target in a set of targets. */
  public int bit() {
    return bit;
  }
}
