package dev.chokepoint.performance;

import dev.chokepoint.catalog.Field;
import java.util.List;

/** The multiplier an operator uses; a chip has a peak rate for each that it offers. */
public enum Arithmetic {
  /** 32-bit multiplies on the vector path. */
  FP32,
  /** 16-bit inputs, FP16 or BF16, sums in 32 bits. */
  BITS16,
  FP8,
  INT8,
  FP4;

  /** The figures of a datasheet that state its rate. */
  List<Field> figures() {
    return switch (this) {
      case FP32 -> List.of(Field.FP32);
      case BITS16 -> List.of(Field.BF16, Field.FP16);
      case FP8 -> List.of(Field.FP8);
      case INT8 -> List.of(Field.INT8);
      case FP4 -> List.of(Field.FP4);
    };
  }

  /** The word used in files, text and JSON. */
  public String word() {
    return this == BITS16 ? "16-bit" : name().toLowerCase(java.util.Locale.ROOT);
  }
}
