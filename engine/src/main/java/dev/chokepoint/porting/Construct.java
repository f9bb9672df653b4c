package dev.chokepoint.porting;

/** Something a scanner recognises besides names: a feature of the language, a build flag. */
public record Construct(String id, Area area, String title) {
  /** Which score a construct belongs to. */
  public enum Area {
    NAMES,
    LIBRARIES,
    KERNELS,
    NUMERICS,
    TUNING,
    BUILD
  }
}
