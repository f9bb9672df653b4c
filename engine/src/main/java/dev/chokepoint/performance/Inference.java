package dev.chokepoint.performance;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * How a figure that a specification lacks is inferred from those it has. The rules are data, in
 * {@code knowledge/performance/inference.yaml}; the first that applies is taken.
 */
public record Inference(List<Rule> rules) {
  private static final double RATE_CLOCK_TOLERANCE = 0.15;

  /** A figure without an upper end may be twice as large: a convention, not a measurement. */
  private static final double UNBOUNDED = 1;

  /**
   * A product of powers of known figures.
   *
   * @param name how the rule is called in notes
   * @param target figure that it gives
   * @param when texts of the item that must begin so, by key
   * @param factor value of the target when every power is one
   * @param powers exponents by figure; a rule applies when all of them are known
   * @param nearestPowerOfTwo whether the target is the clock, near {@code factor}, at which a core
   *     does a power of two of operations
   * @param error typical relative error, measured by hiding known values
   */
  public record Rule(
      String name,
      Field target,
      Map<String, List<String>> when,
      double factor,
      Map<Field, Double> powers,
      boolean nearestPowerOfTwo,
      double error) {
    public Rule {
      when = Map.copyOf(when);
      Map<Field, Double> copy = new EnumMap<>(Field.class);
      copy.putAll(powers);
      powers = java.util.Collections.unmodifiableMap(copy);
    }

    /** The value, or null when a figure is unknown or the texts differ. */
    public @Nullable Double apply(Item item, Map<Field, Double> known) {
      if (!when.entrySet().stream().allMatch(e -> begins(item, e.getKey(), e.getValue()))) {
        return null;
      }
      if (nearestPowerOfTwo) {
        return clock(known, factor);
      }
      double value = factor;
      for (Map.Entry<Field, Double> power : powers.entrySet()) {
        Double base = known.get(power.getKey());
        if (base == null || base <= 0) {
          return null;
        }
        value *= Math.pow(base, power.getValue());
      }
      return value;
    }
  }

  /** The clock in MHz near a reference at which a core does a power of two of operations. */
  static @Nullable Double clock(Map<Field, Double> known, double reference) {
    Double peak = known.get(Field.BF16);
    Double cores = known.get(Field.CORES);
    if (peak == null || cores == null || peak <= 0 || cores <= 0) {
      return null;
    }
    double megahertzOps = peak * 1e6 / cores;
    double power = Math.rint(Math.log(megahertzOps / reference) / Math.log(2));
    return megahertzOps / Math.pow(2, power);
  }

  public Inference {
    rules = List.copyOf(rules);
  }

  /** Whether a text of an item begins with one of some words; the vendor is such a text too. */
  static boolean begins(Item item, String key, List<String> words) {
    String text = key.equals("vendor") ? item.vendor() : item.text(key);
    String value = text.toLowerCase(Locale.ROOT);
    return words.stream().anyMatch(value::startsWith);
  }

  /** The figures of an item as numbers: the middle of what is known, in the unit of the field. */
  public static Map<Field, Double> known(Item item) {
    Map<Field, Double> known = new EnumMap<>(Field.class);
    for (Figure figure : item.figures().values()) {
      Double value = middle(figure.value());
      if (value != null) {
        known.put(figure.field(), value);
      }
    }
    return known;
  }

  /** A value in four digits. */
  static String text(double value) {
    return new java.math.BigDecimal(value)
        .round(new java.math.MathContext(4))
        .stripTrailingZeros()
        .toPlainString();
  }

  private static @Nullable Double middle(Range range) {
    BigFraction high = range.high();
    if (high == null) {
      return range.isUnknown() ? null : range.low().doubleValue();
    }
    return (range.low().doubleValue() + high.doubleValue()) / 2;
  }

  /**
   * The machine of an item.
   *
   * @throws Refused when the item is no single chip, or when a figure is missing that no rule gives
   */
  public Machine machine(Item item) {
    return machine(item, known(item), ranges(item));
  }

  /**
   * The same with figures given apart, each in the unit of its field.
   *
   * @param item what it is besides its figures
   */
  public Machine machine(Item item, Map<Field, Double> figures) {
    return machine(item, figures, List.of());
  }

  private static final List<Field> READ =
      List.of(
          Field.FP32,
          Field.BF16,
          Field.FP16,
          Field.FP8,
          Field.INT8,
          Field.FP4,
          Field.LINK,
          Field.HOST,
          Field.CORES,
          Field.BOOST,
          Field.ON_CHIP,
          Field.MEMORY,
          Field.MEMORY_BANDWIDTH,
          Field.POWER);

  /** Figures of which only a range is stated: the middle is taken, and the ends are not lost. */
  private static List<Machine.Inferred> ranges(Item item) {
    List<Machine.Inferred> out = new ArrayList<>();
    for (Field field : READ) {
      Figure figure = item.figures().get(field);
      Double middle = figure == null ? null : middle(figure.value());
      if (field == Field.FP16 && item.figures().containsKey(Field.BF16)) {
        continue;
      }
      if (figure == null || middle == null || middle <= 0 || figure.value().isExact()) {
        continue;
      }
      BigFraction low = figure.value().low();
      BigFraction high = figure.value().high();
      String words =
          high == null
              ? "stated as %s or more".formatted(text(low.doubleValue()))
              : "the middle of %s to %s"
                  .formatted(text(low.doubleValue()), text(high.doubleValue()));
      double error = high == null ? UNBOUNDED : high.doubleValue() / middle - 1;
      out.add(new Machine.Inferred(field.key(), middle, words, error, true));
    }
    return out;
  }

  private Machine machine(Item item, Map<Field, Double> figures, List<Machine.Inferred> stated) {
    if (item.kind() != Item.Kind.ACCELERATOR) {
      throw new Refused(
          new Problem(
              "not-a-chip",
              "chip",
              item.id(),
              "an accelerator",
              item.circuits().isEmpty()
                  ? ""
                  : "Maybe " + item.circuits().getFirst().id() + " with --count?"));
    }
    Map<Field, Double> known = new EnumMap<>(Field.class);
    known.putAll(figures);
    List<Machine.Inferred> inferred = new ArrayList<>(stated);
    for (Rule rule : rules) {
      if (!known.containsKey(rule.target())) {
        Double value = rule.apply(item, known);
        if (value != null) {
          known.put(rule.target(), value);
          inferred.add(new Machine.Inferred(rule.target().key(), value, rule.name(), rule.error()));
        }
      }
    }
    return built(item, known, inferred);
  }

  /**
   * What the rules give for figures that an item has, each hidden in turn: how well they infer.
   *
   * @return the known value by what was inferred for it
   */
  public Map<Machine.Inferred, Double> hidden(Item item) {
    Map<Machine.Inferred, Double> out = new LinkedHashMap<>();
    Map<Field, Double> known = known(item);
    for (Field target : known.keySet()) {
      Map<Field, Double> rest = new EnumMap<>(known);
      Double hidden = rest.remove(target);
      for (Rule rule : rules) {
        Double value = rule.target() == target ? rule.apply(item, rest) : null;
        if (value != null && value > 0 && hidden != null && hidden > 0) {
          out.put(new Machine.Inferred(target.key(), value, rule.name(), rule.error()), hidden);
          break;
        }
      }
    }
    return out;
  }

  private static Machine built(
      Item item, Map<Field, Double> known, List<Machine.Inferred> inferred) {
    sumInFullWidth(known);
    rateClock(known);
    Map<Arithmetic, Double> peaks = new EnumMap<>(Arithmetic.class);
    put(peaks, Arithmetic.FP32, known.get(Field.FP32));
    put(peaks, Arithmetic.BITS16, known.get(Field.BF16));
    put(peaks, Arithmetic.FP8, known.get(Field.FP8));
    put(peaks, Arithmetic.INT8, known.get(Field.INT8));
    put(peaks, Arithmetic.FP4, known.get(Field.FP4));
    List<Problem> problems = new ArrayList<>();
    if (!peaks.containsKey(Arithmetic.BITS16)) {
      problems.add(missing(item, "bf16-tflops"));
    }
    double link = known.getOrDefault(Field.LINK, 0.0) * 1e9 / 2;
    double host = known.getOrDefault(Field.HOST, 0.0) * 1e9 / 2;
    Machine machine =
        new Machine(
            item.name(),
            peaks,
            need(item, known, Field.CORES, problems),
            need(item, known, Field.BOOST, problems) * 1e6,
            need(item, known, Field.ON_CHIP, problems) * 1e6,
            known.getOrDefault(Field.MEMORY, 0.0) * 1e9,
            need(item, known, Field.MEMORY_BANDWIDTH, problems) * 1e9,
            memory(item),
            need(item, known, Field.POWER, problems),
            link,
            host,
            inferred);
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return machine;
  }

  /**
   * Where FP16 is stated at twice the rate of BF16, FP16 and FP8 are stated for sums in 16 bits;
   * the kernels of language models sum in 32.
   */
  private static void sumInFullWidth(Map<Field, Double> known) {
    Double half = known.get(Field.FP16);
    Double brain = known.get(Field.BF16);
    Double narrow = known.get(Field.FP8);
    if (half != null
        && brain != null
        && narrow != null
        && half > 1.5 * brain
        && narrow > 3 * brain) {
      known.put(Field.FP8, 2 * brain);
    }
  }

  /** Peak rates are often stated for a clock below the boost clock; that one counts. */
  private static void rateClock(Map<Field, Double> known) {
    Double boost = known.get(Field.BOOST);
    if (boost == null) {
      return;
    }
    Double clock = clock(known, boost);
    if (clock != null && Math.abs(clock / boost - 1) < RATE_CLOCK_TOLERANCE) {
      known.put(Field.BOOST, clock);
    }
  }

  private static void put(
      Map<Arithmetic, Double> peaks, Arithmetic arithmetic, @Nullable Double teras) {
    if (teras != null && teras > 0) {
      peaks.put(arithmetic, teras * 1e12);
    }
  }

  private static double need(
      Item item, Map<Field, Double> known, Field field, List<Problem> problems) {
    Double value = known.get(field);
    if (value == null || value <= 0) {
      problems.add(missing(item, field.key()));
      return Double.NaN;
    }
    return value;
  }

  private static Problem missing(Item item, String key) {
    return new Problem(
        "missing-figure",
        item.id(),
        "",
        key + " is needed for a prediction and no rule infers it from what is known",
        "Maybe describe the chip with --spec and give " + key + ".");
  }

  private static Machine.Memory memory(Item item) {
    String kind = item.text("memory-type").toUpperCase(Locale.ROOT);
    if (kind.contains("SRAM")) {
      return Machine.Memory.SRAM;
    }
    if (kind.startsWith("GDDR")) {
      return Machine.Memory.GDDR;
    }
    return kind.startsWith("LPDDR") || kind.startsWith("DDR")
        ? Machine.Memory.LPDDR
        : Machine.Memory.HBM;
  }
}
