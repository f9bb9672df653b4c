package dev.chokepoint.workbench;

import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.economics.Input;
import dev.chokepoint.economics.Money;
import dev.chokepoint.economics.Prices;
import dev.chokepoint.economics.Quote;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where and when something costs, and prices that whoever asks states himself. */
final class CostOptions {
  @Option(
      names = "--site",
      paramLabel = "CC",
      description = "Country where the chips stand: AE, CN, MY or US; default US.")
  String site = "US";

  @Option(
      names = "--party-hq",
      paramLabel = "CC",
      description = "Country of the owner's headquarters, for the law.")
  @Nullable String partyHq;

  @Option(names = "--as-of", paramLabel = "DATE", description = "Day of prices and law.")
  @Nullable String asOf;

  @Option(names = "--currency", paramLabel = "CODE", description = "USD (default) or CNY.")
  String currency = "USD";

  @Option(names = "--price", paramLabel = "\"N USD\"", description = "Price of a chip.")
  @Nullable String price;

  @Option(
      names = "--hourly",
      paramLabel = "\"N USD\"",
      description = "Rent of an hour and chip; the chips are then rented.")
  @Nullable String hourly;

  @Option(names = "--rent", description = "The chips are rented, at a dated rental.")
  boolean rent;

  @Option(names = "--utilisation", description = "Share of the time that work is there, 0 to 1.")
  @Nullable String utilisation;

  @Option(names = "--power-price", paramLabel = "\"N USD\"", description = "A kWh.")
  @Nullable String powerPrice;

  @Option(names = "--kilowatt", description = "Of a chip with its server, cooling left out.")
  @Nullable String kilowatt;

  @Option(names = "--pue", description = "Power usage effectiveness, 1 to 3.")
  @Nullable String pue;

  @Option(names = "--years", description = "Years of use, 1 to 20.")
  @Nullable String years;

  @Option(names = "--capital-cost", description = "Share a year, 0 to 1.")
  @Nullable String capital;

  @Option(names = "--residual", description = "Share of the purchase left at the end, 0 to 1.")
  @Nullable String residual;

  boolean rented() {
    return rent || hourly != null;
  }

  LocalDate day(LocalDate today, Rulebook rulebook) {
    return ClassifyCommand.lawDay("--as-of", asOf, today, rulebook);
  }

  Currency currency() {
    try {
      return Currency.getInstance(currency);
    } catch (IllegalArgumentException e) { // The JDK's answer to a word that is no currency.
      throw new Refused(
          new Problem("unknown-currency", "--currency", currency, "USD or CNY", "Maybe USD?"));
    }
  }

  /** What was stated, in dollars at the rate of the day. */
  Map<Input, Quote> stated(Prices prices, LocalDate day) {
    Map<Input, Quote> out = new EnumMap<>(Input.class);
    money(out, Input.CHIP, "--price", price, prices, day);
    money(out, Input.HOURLY, "--hourly", hourly, prices, day);
    money(out, Input.ENERGY, "--power-price", powerPrice, prices, day);
    number(out, Input.UTILISATION, "--utilisation", utilisation, "0.0001", "1");
    number(out, Input.POWER, "--kilowatt", kilowatt, "0.001", "1000");
    number(out, Input.PUE, "--pue", pue, "1", "3");
    number(out, Input.CAPITAL, "--capital-cost", capital, "0", "1");
    number(out, Input.RESIDUAL, "--residual", residual, "0", "1");
    if (years != null) {
      BigDecimal whole = BigDecimal.valueOf(PredictOptions.whole(years, "--years", 1, 20, 5));
      out.put(Input.YEARS, Quote.stated(Input.YEARS, whole, "--years"));
    }
    return out;
  }

  private static void money(
      Map<Input, Quote> out,
      Input input,
      String option,
      @Nullable String text,
      Prices prices,
      LocalDate day) {
    if (text != null) {
      Money given = Money.parse(text, option);
      out.put(input, Quote.stated(input, prices.in(Money.USD, given, day).amount(), option));
    }
  }

  private static void number(
      Map<Input, Quote> out,
      Input input,
      String option,
      @Nullable String text,
      String least,
      String most) {
    if (text != null) {
      out.put(input, Quote.stated(input, decimal(text, option, least, most), option));
    }
  }

  /** A decimal within bounds. */
  static BigDecimal decimal(String text, String place, String least, String most) {
    if (!text.matches("[0-9]{1,18}(\\.[0-9]{1,9})?(e[0-9]{1,2})?")
        || new BigDecimal(text).compareTo(new BigDecimal(least)) < 0
        || new BigDecimal(text).compareTo(new BigDecimal(most)) > 0) {
      throw new Refused(
          new Problem("bad-number", place, text, "a number from " + least + " to " + most, ""));
    }
    return new BigDecimal(text);
  }
}
