package dev.chokepoint.performance;

import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How weights and activations are stored and multiplied, as the names of kernels say it.
 *
 * <p>Bytes an element include the scales that travel with it.
 */
public enum Precision {
  FP32(Arithmetic.FP32, 4, 4, "fp32", "float32", "float"),
  BF16(Arithmetic.BITS16, 2, 2, "bf16", "bfloat16", "fp16", "float16", "half"),
  /** One scale a tensor; activations are quantised as they come. */
  FP8(Arithmetic.FP8, 1, 1, "fp8", "fp8-tensor"),
  /** One scale a tensor, known beforehand. */
  FP8_STATIC(Arithmetic.FP8, 1, 1, "fp8-static"),
  /** Scales of 128 x 128 blocks of weights and of 128 activations. */
  FP8_BLOCK(Arithmetic.FP8, 1, 1, "fp8-block"),
  /** Scales of 32 elements. */
  MXFP8(Arithmetic.FP8, 1 + 1.0 / 32, 1 + 1.0 / 32, "mxfp8"),
  /** SmoothQuant: INT8 weights and activations. */
  INT8(Arithmetic.INT8, 1, 1, "int8", "sq", "w8a8"),
  /** INT8 with scales of each token. */
  INT8_DYNAMIC(Arithmetic.INT8, 1, 1, "int8-dynamic", "w8a8-dynamic"),
  /** Four bits with an 8-bit scale for 16 elements. */
  NVFP4(Arithmetic.FP4, 0.5 + 1.0 / 16, 0.5 + 1.0 / 16, "nvfp4", "fp4"),
  /** Four bits with an 8-bit scale for 32 elements. */
  MXFP4(Arithmetic.FP4, 0.5 + 1.0 / 32, 0.5 + 1.0 / 32, "mxfp4", "w4a4-mxfp4"),
  /** Weights in MXFP4, activations in MXFP8. */
  MXFP4_A8(Arithmetic.FP8, 0.5 + 1.0 / 32, 1 + 1.0 / 32, "mxfp4-a8", "w4a8-mxfp4-mxfp8"),
  /** Weights in MXFP4, multiplied in 16 bits. */
  MXFP4_A16(Arithmetic.BITS16, 0.5 + 1.0 / 32, 2, "mxfp4-a16", "w4a16-mxfp4"),
  /** Weights in INT4 in groups of 128, multiplied in 16 bits. */
  INT4_WEIGHT(Arithmetic.BITS16, 0.5 + 1.0 / 64, 2, "int4-weight", "int4", "int4-wo", "w4a16"),
  /** Weights in INT8, multiplied in 16 bits. */
  INT8_WEIGHT(Arithmetic.BITS16, 1, 2, "int8-weight", "int8-wo", "w8a16"),
  /** Weights in INT4, activations in FP8. */
  INT4_A8(Arithmetic.FP8, 0.5 + 1.0 / 64, 1, "int4-a8", "w4afp8");

  private final Arithmetic arithmetic;
  private final double weightBytes;
  private final double activationBytes;
  private final String words;

  Precision(Arithmetic arithmetic, double weightBytes, double activationBytes, String... words) {
    this.arithmetic = arithmetic;
    this.weightBytes = weightBytes;
    this.activationBytes = activationBytes;
    this.words = String.join(" ", words);
  }

  /** The multiplier asked for; a chip without it uses the next wider one that it has. */
  public Arithmetic arithmetic() {
    return arithmetic;
  }

  /** Bytes of memory a weight takes. */
  public double weightBytes() {
    return weightBytes;
  }

  /** Bytes of memory an activation takes when an operator reads it. */
  public double activationBytes() {
    return activationBytes;
  }

  /** The word used in files, text and JSON. */
  public String word() {
    return words().getFirst();
  }

  private List<String> words() {
    return List.of(words.split(" ", -1));
  }

  /** The precision that is called so; case, hyphens and underscores do not matter. */
  public static Optional<Precision> find(String name) {
    String key = Nearest.key(name);
    return Arrays.stream(values())
        .filter(p -> p.words().stream().anyMatch(word -> Nearest.key(word).equals(key)))
        .findFirst();
  }

  /** The precision that is called so, or a problem with the nearest names. */
  public static Precision get(String name, String place) {
    return find(name)
        .orElseThrow(() -> {
          List<String> known = Arrays.stream(values()).map(Precision::word).toList();
          return new Refused(
              new Problem(
                  "unknown-precision",
                  place,
                  name,
                  "one of " + String.join(", ", known),
                  Nearest.hint(name, known)));
        });
  }
}
