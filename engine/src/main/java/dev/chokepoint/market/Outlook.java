package dev.chokepoint.market;

import dev.chokepoint.units.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.jspecify.annotations.Nullable;

/**
 * What comes out of a market: shares of domestic makers by quarter and year, with bands, held
 * against published ones.
 *
 * @param price coefficient used, fitted or given
 * @param porting coefficient used, fitted or given
 * @param misfit root of the mean squared difference to the fitted shares, as a share; 0 when none
 * @param drivers inputs that move the last year's share in units most
 * @param warnings what a reader must know of the fit and of demand
 */
public record Outlook(
    Market market,
    double price,
    double porting,
    double misfit,
    List<Row> quarters,
    List<Row> years,
    List<Hindcast> hindcast,
    List<Driver> drivers,
    List<String> warnings) {
  /** Coefficients are looked for from zero to this. */
  private static final double MOST = 10;

  private static final double[] BAND = {0.05, 0.5, 0.95};
  private static final int MOST_DRIVERS = 8;
  private static final int DRAWS_AT_ONCE = 2_000;

  /** The 5th, 50th and 95th percentile over all draws. */
  public record Band(double low, double mid, double high) {}

  /**
   * A quarter or a year.
   *
   * @param units share of domestic makers in cards, 0 to 1
   * @param revenue the same in money at the prices of the scenario
   * @param compute the same in peak 16-bit operations
   * @param unmet share of demand that nobody could supply
   */
  public record Row(String when, Band units, Band revenue, Band compute, Band unmet) {}

  /** A published share beside the computed one. */
  public record Hindcast(Scenario.Target target, Band units) {}

  /**
   * The share in units of the last year with one input at its ends and all others in the middle.
   */
  public record Driver(String input, double low, double high) {}

  /** Numbers of one draw that are kept until all are made: of each quarter and year. */
  public static long numbersOfDraw(Scenario scenario) {
    return (scenario.quarters() + Math.ceilDiv(scenario.quarters(), 4)) * (Market.WAYS + 1L);
  }

  /** Runs a market. */
  public static Outlook of(Market market, Market fitted, Progress progress) {
    double[] coefficients = fit(fitted);
    int quarters = market.scenario().quarters();
    int years = Math.ceilDiv(quarters, 4);
    int draws = market.scenario().draws();
    double[][] all = new double[(quarters + years) * (Market.WAYS + 1)][draws];
    for (int from = 0; from < draws; from += DRAWS_AT_ONCE) {
      progress.at("draws", from, draws);
      IntStream.range(from, Math.min(draws, from + DRAWS_AT_ONCE))
          .parallel()
          .forEach(draw -> {
            double[] row = shares(market, at(market, draw), coefficients);
            for (int i = 0; i < row.length; i++) {
              all[i][draw] = row[i];
            }
          });
    }
    progress.at("draws", draws, draws);
    IntStream.range(0, all.length).parallel().forEach(i -> Arrays.sort(all[i]));
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < quarters + years; r++) {
      int first = market.scenario().first();
      String when =
          r < quarters
              ? Scenario.quarter(first + r)
              : String.valueOf((first + 4 * (r - quarters)) / 4);
      int base = r * (Market.WAYS + 1);
      rows.add(
          new Row(
              when,
              band(all[base]),
              band(all[base + 1]),
              band(all[base + 2]),
              band(all[base + 3])));
    }
    List<Row> yearly = rows.subList(quarters, rows.size());
    List<Hindcast> hindcast = new ArrayList<>();
    for (Scenario.Target target : market.scenario().targets()) {
      yearly.stream()
          .filter(row -> row.when().equals(String.valueOf(target.year())))
          .forEach(row -> hindcast.add(new Hindcast(target, row.units())));
    }
    return new Outlook(
        market,
        coefficients[0],
        coefficients[1],
        misfit(fitted, coefficients),
        List.copyOf(rows.subList(0, quarters)),
        List.copyOf(yearly),
        List.copyOf(hindcast),
        drivers(market, coefficients),
        warnings(market, coefficients, yearly));
  }

  private static List<String> warnings(Market market, double[] coefficients, List<Row> years) {
    List<String> warnings = new ArrayList<>();
    Scenario.Coefficients given = market.scenario().coefficients();
    List<String> names = List.of("price", "porting");
    List<Boolean> fitted = List.of(given.price() == null, given.porting() == null);
    for (int i = 0; i < names.size(); i++) {
      boolean limit = coefficients[i] <= 0.001 || coefficients[i] >= MOST - 0.001;
      if (fitted.get(i) && limit) {
        warnings.add(
            "the published shares do not tell the coefficient of %s: it was fitted to the end of its range, %.0f"
                .formatted(names.get(i), coefficients[i]));
      }
    }
    years.stream()
        .filter(row -> row.unmet().mid() > 0.05)
        .forEach(row ->
            warnings.add(
                "in %s supply and not choice decides: the middle of unmet demand is %.0f%%"
                    .formatted(row.when(), 100 * row.unmet().mid())));
    return List.copyOf(warnings);
  }

  private static Band band(double[] sorted) {
    double[] ends = new double[BAND.length];
    for (int i = 0; i < ends.length; i++) {
      ends[i] = sorted[(int) Math.round(BAND[i] * (sorted.length - 1))];
    }
    return new Band(ends[0], ends[1], ends[2]);
  }

  /** Where in its range each number of a draw lies; a draw is the same whatever core makes it. */
  private static double[] at(Market market, int draw) {
    SplittableRandom random =
        new SplittableRandom(market.scenario().seed() + 0x9E3779B97F4A7C15L * (draw + 1L));
    double[] at = new double[market.doubts()];
    for (int i = 0; i < at.length; i++) {
      at[i] = random.nextDouble();
    }
    return at;
  }

  private static double[] middle(Market market) {
    double[] at = new double[market.doubts()];
    Arrays.fill(at, 0.5);
    return at;
  }

  /** Units, revenue, compute and unmet demand of each quarter, then of each year. */
  private static double[] shares(Market market, double[] at, double[] coefficients) {
    double[][] cards = market.cards(at, coefficients[0], coefficients[1]);
    int quarters = cards.length;
    int years = Math.ceilDiv(quarters, 4);
    double[] usd = new double[market.scenario().chips().size()];
    for (int i = 0; i < usd.length; i++) {
      usd[i] = market.usd(i, at);
    }
    double[][] sums = new double[quarters + years][2 * Market.WAYS + 2];
    for (int q = 0; q < quarters; q++) {
      add(market, usd, cards[q], sums[q]);
      for (int i = 0; i < sums[q].length; i++) {
        sums[quarters + q / 4][i] += sums[q][i];
      }
    }
    double[] out = new double[(quarters + years) * (Market.WAYS + 1)];
    for (int r = 0; r < sums.length; r++) {
      for (int way = 0; way <= Market.WAYS; way++) {
        double whole = sums[r][2 * way + 1];
        out[r * (Market.WAYS + 1) + way] = whole > 0 ? sums[r][2 * way] / whole : 0;
      }
    }
    return out;
  }

  /** Domestic and all cards, money and operations of a quarter, then unmet and all demand. */
  private static void add(Market market, double[] usd, double[] cards, double[] sums) {
    int chips = cards.length - 1;
    double sold = 0;
    for (int i = 0; i < chips; i++) {
      double units = cards[i];
      double revenue = units * usd[i];
      double compute = units * market.teraflops(i);
      if (market.isDomestic(i)) {
        sums[0] += units;
        sums[2] += revenue;
        sums[4] += compute;
      }
      sums[1] += units;
      sums[3] += revenue;
      sums[5] += compute;
      sold += units;
    }
    sums[2 * Market.WAYS] += cards[chips];
    sums[2 * Market.WAYS + 1] += sold + cards[chips];
  }

  /**
   * The two coefficients that come nearest to the shares marked for it, with all else in the
   * middle.
   */
  private static double[] fit(Market market) {
    Scenario.Coefficients given = market.scenario().coefficients();
    Double price = given.price();
    Double porting = given.porting();
    double[] start = {price == null ? 1 : price, porting == null ? 1 : porting};
    boolean none = market.scenario().targets().stream().noneMatch(Scenario.Target::fitted);
    if ((price != null && porting != null) || none) {
      return start;
    }
    double[] found =
        new SimplexOptimizer(1e-9, 1e-9)
            .optimize(
                new MaxEval(4000),
                new ObjectiveFunction(c -> {
                  double[] own = within(c, price, porting);
                  // A small pull keeps a coefficient that the shares do not tell near one.
                  double pull = 1e-6 * (sq(own[0] - 1) + sq(own[1] - 1));
                  return sq(misfit(market, own)) + pull;
                }),
                GoalType.MINIMIZE,
                new InitialGuess(start),
                new NelderMeadSimplex(2, 0.5))
            .getPoint();
    return within(found, price, porting);
  }

  private static double[] within(double[] c, @Nullable Double price, @Nullable Double porting) {
    return new double[] {
      price == null ? Math.clamp(c[0], 0, MOST) : price,
      porting == null ? Math.clamp(c[1], 0, MOST) : porting
    };
  }

  private static double sq(double value) {
    return value * value;
  }

  private static double misfit(Market market, double[] coefficients) {
    double[] shares = shares(market, middle(market), coefficients);
    int quarters = market.scenario().quarters();
    double sum = 0;
    int count = 0;
    for (Scenario.Target target : market.scenario().targets()) {
      int year = target.year() - market.scenario().first() / 4;
      if (target.fitted() && year >= 0 && year < Math.ceilDiv(quarters, 4)) {
        sum += sq(shares[(quarters + year) * (Market.WAYS + 1)] - target.share());
        count++;
      }
    }
    return count == 0 ? 0 : Math.sqrt(sum / count);
  }

  private static List<Driver> drivers(Market market, double[] coefficients) {
    int quarters = market.scenario().quarters();
    int last = (quarters + Math.ceilDiv(quarters, 4) - 1) * (Market.WAYS + 1);
    List<Driver> drivers = new ArrayList<>();
    for (int i = 0; i < market.doubts(); i++) {
      double[] ends = new double[2];
      for (int end = 0; end < 2; end++) {
        double[] at = middle(market);
        at[i] = end;
        ends[end] = shares(market, at, coefficients)[last];
      }
      drivers.add(new Driver(market.doubt(i), ends[0], ends[1]));
    }
    drivers.sort(Comparator.comparingDouble((Driver d) -> -Math.abs(d.high() - d.low())));
    return List.copyOf(drivers.subList(0, Math.min(MOST_DRIVERS, drivers.size())));
  }
}
