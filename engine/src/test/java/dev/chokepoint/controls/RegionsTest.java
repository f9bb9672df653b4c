package dev.chokepoint.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.TestKnowledge;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.hipparchus.fraction.BigFraction;
import org.junit.jupiter.api.Test;

/** The chart of a law: its corners stand in the texts, and every point of it answers as a chip. */
class RegionsTest {
  private static final Rulebook RULEBOOK = TestKnowledge.KNOWLEDGE.rulebook();
  private static final long SEED = 20260929L;
  private static final int POINTS = Integer.getInteger("regions.points", 400);

  private static TradeRequest request(String to, String day) {
    return new TradeRequest(
        LocalDate.parse(day), to, null, null, null, "none", null, null, null, null);
  }

  private static Regions chart(String day, Metric x, Metric y, int mostX, int mostY) {
    return Controls.regions(
        RULEBOOK,
        null,
        request("CN", day),
        Clock.ENFORCED,
        x,
        y,
        new BigFraction(mostX),
        new BigFraction(mostY));
  }

  /** Corners as printed in 3A090.a and .b: 1600, 2400 and 4800; 1.6, 3.2 and 5.92. */
  @Test
  void cornersOfTheChartOf2023StandInTheText() {
    Regions chart = chart("2023-12-01", Metric.TPP, Metric.PERFORMANCE_DENSITY, 8000, 10);
    TreeSet<String> corners = new TreeSet<>();
    for (Regions.Trapezoid region : chart.trapezoids()) {
      if ("3A090.b".equals(region.says().eccn())) {
        region
            .vertices()
            .forEach(v -> corners.add(v.x().doubleValue() + " " + v.y().doubleValue()));
      }
    }
    assertThat(corners)
        .contains("1600.0 3.2", "1600.0 5.92", "2400.0 1.6", "4800.0 1.6", "4800.0 5.92");
    for (Regions.Trapezoid region : chart.trapezoids()) {
      if ("3A090.b".equals(region.says().eccn())) {
        assertThat(region.lowerIncluded()).isTrue();
        assertThat(region.upperIncluded()).isFalse();
      }
    }
  }

  @Test
  void everyPointOfAChartAnswersAsTheItemThere() {
    check("2023-12-01", Metric.TPP, Metric.PERFORMANCE_DENSITY, 8000, 10);
    check("2024-06-01", Metric.DIE_AREA, Metric.TPP, 3000, 8000);
    check("2022-12-01", Metric.IO, Metric.TPP, 1200, 8000);
    check("2026-03-01", Metric.MEMORY_BANDWIDTH, Metric.TPP, 9000, 30000);
  }

  private static void check(String day, Metric x, Metric y, int mostX, int mostY) {
    Regions chart = chart(day, x, y, mostX, mostY);
    Random random = new Random(SEED);
    Item blank = Item.blank(Item.Kind.ACCELERATOR);
    Trade trade = request("CN", day).resolve(RULEBOOK, blank);
    Law law = new Law(RULEBOOK, trade.asOf(), Clock.ENFORCED);
    for (int i = 0; i < POINTS; i++) {
      BigFraction atX = new BigFraction(1 + random.nextInt(mostX * 100 - 1), 100);
      BigFraction atY = new BigFraction(1 + random.nextInt(mostY * 100 - 1), 100);
      if (random.nextInt(3) == 0) {
        Regions.Trapezoid some = chart.trapezoids().get(random.nextInt(chart.trapezoids().size()));
        atY = edge(some, 3, 2, atX);
        atX =
            atX.compareTo(some.vertices().get(0).x()) > 0
                    && atX.compareTo(some.vertices().get(1).x()) < 0
                ? atX
                : middle(some);
        atY = edge(some, 3, 2, atX);
      }
      Ruling ruling = Regions.ruling(law, Regions.plain(blank), trade, x, atX, y, atY);
      Regions.Says says = new Regions.Says(ruling.verdict(), ruling.eccn(), ruling.reviewPolicy());
      List<Regions.Says> found = saysAt(chart, atX, atY);
      assertThat(found).as("seed %d %s %s %s %s", SEED, day, x, atX, atY).containsOnly(says);
    }
  }

  private static BigFraction middle(Regions.Trapezoid region) {
    return region.vertices().get(0).x().add(region.vertices().get(1).x()).divide(2);
  }

  private static BigFraction edge(Regions.Trapezoid region, int from, int to, BigFraction x) {
    Regions.Vertex a = region.vertices().get(from);
    Regions.Vertex b = region.vertices().get(to);
    return a.y()
        .add(b.y().subtract(a.y()).multiply(x.subtract(a.x())).divide(b.x().subtract(a.x())));
  }

  private static List<Regions.Says> saysAt(Regions chart, BigFraction x, BigFraction y) {
    return chart.trapezoids().stream()
        .filter(region -> {
          int left = x.compareTo(region.vertices().get(0).x());
          int right = x.compareTo(region.vertices().get(1).x());
          if (left < 0 || right > 0) {
            return false;
          }
          int lower = y.compareTo(edge(region, 0, 1, x));
          int upper = y.compareTo(edge(region, 3, 2, x));
          return (left > 0 || region.leftIncluded())
              && (right < 0 || region.rightIncluded())
              && (lower > 0 || (lower == 0 && region.lowerIncluded()))
              && (upper < 0 || (upper == 0 && region.upperIncluded()));
        })
        .map(Regions.Trapezoid::says)
        .distinct()
        .toList();
  }
}
