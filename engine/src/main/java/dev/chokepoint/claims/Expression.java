package dev.chokepoint.claims;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.market.Throughput;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/** A quantity to work out: a closed tree, written as data in a claim. */
public sealed interface Expression {

  /**
   * A quantity as somebody states it.
   *
   * @param half half of a unit in its last printed digit, within which an equal value is the same
   */
  record Stated(Amount amount, BigFraction half) implements Expression {}

  /** A figure of the catalogue; of several items the smallest range that holds all. */
  record OfFigure(List<Item> items, Field field) implements Expression {}

  /** A metric that the law reads, such as TPP. */
  record OfMetric(List<Item> items, Metric metric) implements Expression {}

  /**
   * What a chip costs, from the same prices as every cost.
   *
   * @param currency in which it is wanted; others are converted at the rate of the price's day
   * @param on the day whose price is meant, or null for all that are known
   * @param site country of the buyer, or null for anywhere; only with a day
   */
  record OfPrice(Item item, Currency currency, @Nullable LocalDate on, @Nullable String site)
      implements Expression {}

  /**
   * A dated tariff, from the same prices as every cost.
   *
   * @param item the chip that is rented, or null
   * @param site country, or null for anywhere
   */
  record OfTariff(
      Tariff tariff, @Nullable Item item, @Nullable String site, Currency currency, LocalDate on)
      implements Expression {}

  /** What is paid for by the hour or by the kWh. */
  enum Tariff {
    RENTAL("rental", "GPU-hour"),
    ELECTRICITY("electricity", "kWh");

    private final String key;
    private final String per;

    Tariff(String key, String per) {
      this.key = key;
      this.per = per;
    }

    /** Key in claim files, and what it is a price of. */
    public String key() {
      return key;
    }

    Unit unit(Currency currency) {
      return Unit.of(currency.getCurrencyCode() + "/" + per);
    }
  }

  /**
   * A dated value of a series; where several sources give one, the range that holds all.
   *
   * @param by the source, or null for all
   */
  record OfSeries(Series series, String period, @Nullable String by) implements Expression {}

  /** A figure of a prediction. */
  record OfPrediction(Item item, Throughput.Work work, Result result) implements Expression {}

  /** What a prediction is asked for, each with its unit. */
  enum Result {
    TOKENS_PER_SECOND("tokensPerSecondPerChip", "token/s"),
    JOULES_PER_TOKEN("joulesPerToken", "J/token");

    private final String key;
    private final String unit;

    Result(String key, String unit) {
      this.key = key;
      this.unit = unit;
    }

    /** Key in claim files. */
    public String key() {
      return key;
    }

    Unit unit() {
      return Unit.of(unit);
    }
  }

  /** Days from one dated event to another. */
  record Days(Word from, Word to) implements Expression {}

  /** Two or more quantities of one unit, added. */
  record Sum(List<Expression> parts) implements Expression {}

  /** The first less the second, of one unit. */
  record Difference(Expression from, Expression less) implements Expression {}

  /** Factors of any unit. */
  record Product(List<Expression> parts) implements Expression {}

  /** The first over the second. */
  record Quotient(Expression top, Expression bottom) implements Expression {}

  /** How far the second is from the first, as a share of the first: -0.069 for a fall by 6.9%. */
  record Change(Expression from, Expression to) implements Expression {}

  /** The largest or the smallest of several of one unit. */
  record Extreme(List<Expression> parts, boolean largest) implements Expression {}

  /** A word to compare: what the law answers, or what is known of an event. */
  sealed interface Word {}

  /** A word or a date as somebody states it. */
  record Said(String text) implements Word {}

  /**
   * A descriptive text of the catalogue, such as the launch date; of several items that differ
   * nothing is known.
   */
  record OfText(List<Item> items, String key) implements Word {}

  /** What the rulebook answers. */
  record OfLaw(List<Item> items, TradeRequest trade, Answered answered) implements Word {}

  /** Which word of a legal answer is meant. */
  enum Answered {
    VERDICT,
    POLICY,
    ENTRY;

    /** Key in claim files. */
    public String key() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * What is known of an event.
   *
   * @param date whether the date is meant, else the place
   */
  record OfEvent(Event event, boolean date) implements Word {}
}
