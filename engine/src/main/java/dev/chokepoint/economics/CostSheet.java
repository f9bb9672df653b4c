package dev.chokepoint.economics;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What some chips cost, with the range of each figure and what moves it most.
 *
 * <p>A range: every input goes to its ends while the others stay in their middle; the moves of the
 * answer up are joined as the root of the sum of squares of their logarithms, and so are those
 * down. Inputs are taken as independent. The middle is the cost with every input in its middle.
 *
 * @param quotes the inputs
 * @param lines with every input in its middle
 * @param once bought at the beginning; null for rent
 * @param perYear every year
 * @param perChipHour for each chip and hour of the calendar, idle or not
 * @param tokens cost for each million of tokens, or null when no model was asked about
 * @param drivers inputs by how far they move the cost of tokens, or else of an hour; the most first
 */
public record CostSheet(
    int count,
    boolean rented,
    List<Quote> quotes,
    List<Costs.Line> lines,
    @Nullable Band once,
    Band perYear,
    Band perChipHour,
    @Nullable Tokens tokens,
    List<Driver> drivers) {

  /** What chips do: tokens of answers with their prompts, or trained tokens. */
  public sealed interface Work {
    /**
     * Answers to prompts.
     *
     * @param inputPerOutput tokens of prompts for each token of an answer
     * @param promptShare share of the chips' time that prompts take, 0 to 1
     */
    record Serve(BigDecimal inputPerOutput, BigDecimal promptShare) implements Work {}

    /** Training. */
    record Train() implements Work {}
  }

  /**
   * Cost of a million tokens.
   *
   * @param input of prompts: their share of the time; null for training
   * @param output of answers: the rest of the time; null for training
   * @param total of both together, or of trained tokens
   * @param outputBearingAll of answers if they bear all of the cost; null for training
   * @param perYear tokens a year, of both together, with every input in its middle
   */
  public record Tokens(
      @Nullable Band input,
      @Nullable Band output,
      Band total,
      @Nullable Band outputBearingAll,
      BigDecimal perYear) {}

  /**
   * How far one input moves the answer.
   *
   * @param low the answer with the input at the end that makes it least
   * @param high the answer with the input at the other end
   */
  public record Driver(Quote quote, BigDecimal low, BigDecimal high) {
    double width() {
      return low.signum() == 0 ? 0 : Math.log(high.doubleValue() / low.doubleValue());
    }
  }

  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal SECONDS = Costs.HOURS.multiply(BigDecimal.valueOf(3600));

  public CostSheet {
    quotes = List.copyOf(quotes);
    lines = List.copyOf(lines);
    drivers = List.copyOf(drivers);
  }

  /** Reckons it all. */
  public static CostSheet of(int count, boolean rented, List<Quote> quotes, @Nullable Work work) {
    Map<Input, Quote> inputs = new EnumMap<>(Input.class);
    quotes.forEach(each -> inputs.put(each.input(), each));
    Map<Input, BigDecimal> mid = new EnumMap<>(Input.class);
    inputs.forEach((input, quote) -> mid.put(input, quote.value().mid()));
    Function<Map<Input, BigDecimal>, List<Costs.Line>> lines =
        values -> rented ? Costs.rented(count, values) : Costs.owned(count, values);
    Function<Map<Input, BigDecimal>, BigDecimal> once =
        values -> Costs.sum(lines.apply(values), Costs.Kind.ONCE);
    Function<Map<Input, BigDecimal>, BigDecimal> year =
        values -> Costs.sum(lines.apply(values), Costs.Kind.YEAR);
    Band perYear = band(inputs, mid, year);
    BigDecimal hours = Costs.HOURS.multiply(BigDecimal.valueOf(count));
    Function<Map<Input, BigDecimal>, BigDecimal> token =
        work == null ? null : values -> perMillion(year.apply(values), values, work);
    List<Driver> drivers = new ArrayList<>();
    inputs
        .values()
        .forEach(quote -> {
          if (quote.value().isOpen()) {
            Function<Map<Input, BigDecimal>, BigDecimal> answer =
                token == null ? values -> year.apply(values).divide(hours, Money.DIGITS) : token;
            BigDecimal a = answer.apply(with(mid, quote, quote.value().low()));
            BigDecimal b = answer.apply(with(mid, quote, quote.value().high()));
            drivers.add(new Driver(quote, a.min(b), a.max(b)));
          }
        });
    drivers.sort(Comparator.comparingDouble(Driver::width).reversed());
    return new CostSheet(
        count,
        rented,
        quotes,
        lines.apply(mid),
        rented ? null : band(inputs, mid, once),
        perYear,
        perYear.over(hours),
        token == null || work == null ? null : tokens(inputs, mid, token, work),
        drivers);
  }

  private static Tokens tokens(
      Map<Input, Quote> inputs,
      Map<Input, BigDecimal> mid,
      Function<Map<Input, BigDecimal>, BigDecimal> token,
      Work work) {
    Band total = band(inputs, mid, token);
    BigDecimal rated =
        Costs.of(mid, Input.RATE).multiply(Costs.of(mid, Input.UTILISATION)).multiply(SECONDS);
    return switch (work) {
      case Work.Train t -> new Tokens(null, null, total, null, rated);
      case Work.Serve s -> {
        BigDecimal all = BigDecimal.ONE.add(s.inputPerOutput());
        Band whole = total.times(all);
        yield new Tokens(
            s.inputPerOutput().signum() == 0
                ? null
                : whole.times(s.promptShare()).over(s.inputPerOutput()),
            whole.times(BigDecimal.ONE.subtract(s.promptShare())),
            total,
            whole,
            rated.multiply(all));
      }
    };
  }

  private static BigDecimal perMillion(BigDecimal year, Map<Input, BigDecimal> values, Work work) {
    BigDecimal each =
        switch (work) {
          case Work.Train t -> BigDecimal.ONE;
          case Work.Serve s -> BigDecimal.ONE.add(s.inputPerOutput());
        };
    BigDecimal tokens =
        Costs.of(values, Input.RATE)
            .multiply(Costs.of(values, Input.UTILISATION))
            .multiply(SECONDS)
            .multiply(each);
    return year.multiply(MILLION).divide(tokens, Money.DIGITS);
  }

  private static Band band(
      Map<Input, Quote> inputs,
      Map<Input, BigDecimal> mid,
      Function<Map<Input, BigDecimal>, BigDecimal> answer) {
    BigDecimal middle = answer.apply(mid);
    double down = 0;
    double up = 0;
    if (middle.signum() > 0) {
      for (Quote quote : inputs.values()) {
        BigDecimal a = answer.apply(with(mid, quote, quote.value().low()));
        BigDecimal b = answer.apply(with(mid, quote, quote.value().high()));
        down += square(a.min(b).min(middle), middle);
        up += square(a.max(b).max(middle), middle);
      }
    }
    return new Band(
        middle.multiply(factor(-Math.sqrt(down)), Money.DIGITS),
        middle,
        middle.multiply(factor(Math.sqrt(up)), Money.DIGITS));
  }

  private static BigDecimal factor(double logarithm) {
    return logarithm == 0 ? BigDecimal.ONE : BigDecimal.valueOf(Math.exp(logarithm));
  }

  private static double square(BigDecimal moved, BigDecimal middle) {
    double log = Math.log(moved.doubleValue() / middle.doubleValue());
    return log * log;
  }

  private static Map<Input, BigDecimal> with(
      Map<Input, BigDecimal> mid, Quote quote, BigDecimal value) {
    Map<Input, BigDecimal> changed = new EnumMap<>(mid);
    changed.put(quote.input(), value);
    return changed;
  }
}
