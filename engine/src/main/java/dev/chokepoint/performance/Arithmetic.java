package dev.chokepoint.performance;

/** The multiplier an operator uses; a chip has a peak rate for each that it offers. */
public enum Arithmetic {
  /** 32-bit multiplies on the vector path. */
  FP32,
  /** 16-bit inputs, FP16 or BF16, sums in 32 bits. */
  BITS16,
  FP8,
  INT8,
  FP4;

  /** The word used in files, text and JSON. */
  public String word() {
    return this == BITS16 ? "16-bit" : name().toLowerCase(java.util.Locale.ROOT);
  }
}
