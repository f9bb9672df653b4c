package dev.chokepoint.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.TestKnowledge;
import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.knowledge.Spec;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.hipparchus.fraction.BigFraction;
import org.junit.jupiter.api.Test;

/** The columnar reading, the exact reading and the margins say the same of random circuits. */
class ReadingsAgreeTest {
  private static final Rulebook RULEBOOK = TestKnowledge.KNOWLEDGE.rulebook();
  private static final long SEED = 20260929L;
  private static final int ITEMS = Integer.getInteger("agree.items", 3000);
  private static final int POINTS = Integer.getInteger("margins.points", 60);
  private static final List<String> DESTINATIONS =
      List.of("CN", "MO", "SG", "VN", "SA", "AE", "US");

  /**
   * Figures near limits: a limit of a text, one unit in the last place either side, or anything.
   */
  private static BigDecimal figure(Random random, int most, String... limits) {
    if (limits.length > 0 && random.nextInt(3) > 0) {
      BigDecimal limit = new BigDecimal(limits[random.nextInt(limits.length)]);
      return limit.add(new BigDecimal("0.001").multiply(BigDecimal.valueOf(random.nextInt(3) - 1)));
    }
    return BigDecimal.valueOf(1 + random.nextInt(most * 1000), 3);
  }

  private record Row(Item item, String destination, LocalDate day) {}

  private static Row row(Random random, List<LocalDate> days) {
    BigDecimal fp8 = figure(random, 4000, "600", "300", "200", "624", "2625");
    BigDecimal die = figure(random, 1700, "0.001", "814", "740");
    if (random.nextInt(3) == 0) {
      String density = List.of("5.92", "3.2", "1.6").get(random.nextInt(3));
      die =
          fp8.multiply(BigDecimal.valueOf(8))
              .divide(new BigDecimal(density), 3, java.math.RoundingMode.HALF_UP)
              .max(new BigDecimal("0.001"));
    }
    die = die.max(BigDecimal.ONE);
    String spec =
        "vendor=%s,hq=%s,fp8=%s,die=%s,memory-bandwidth=%s,io=%s,datacenter=%s"
            .formatted(
                List.of("NVIDIA", "Acme", "Intel").get(random.nextInt(3)),
                List.of("US", "CN").get(random.nextInt(2)),
                fp8,
                die,
                figure(random, 9000, "1400", "6500", "1000").max(BigDecimal.TEN),
                figure(random, 2000, "600", "1100", "700"),
                List.of("yes", "no").get(random.nextInt(2)));
    return new Row(
        Spec.parse(spec, TestKnowledge.KNOWLEDGE.catalog()).item(),
        DESTINATIONS.get(random.nextInt(DESTINATIONS.size())),
        days.get(random.nextInt(days.size())));
  }

  @Test
  void columnsAndExactReadingAgreeAtRandomAndOnTheLimits() {
    Random random = new Random(SEED);
    for (Clock clock : Clock.values()) {
      Batch batch = new Batch(RULEBOOK, clock);
      for (int i = 0; i < ITEMS; i++) {
        Row row = row(random, batch.periods());
        Columns columns = new Columns(Item.Kind.ACCELERATOR);
        assertThat(columns.add(row.item())).isTrue();
        int[] grouped = new int[1];
        batch.decide(columns, row.destination(), row.day(), grouped);
        int[] mixed = new int[1];
        batch.decide(
            columns,
            List.of(row.destination()),
            new int[] {0},
            new int[] {batch.periods().indexOf(row.day())},
            mixed);
        assertThat(mixed).isEqualTo(grouped);
        Batch.Decided decided = batch.decided(grouped[0]);
        TradeRequest request = TradeRequest.to(row.destination(), row.day());
        Trade trade = request.resolve(RULEBOOK, row.item());
        Law law = RULEBOOK.law(row.day(), clock);
        Decision exact = new Decision(RULEBOOK, law, Subject.of(row.item(), trade), trade, clock);
        Decision.Summary summary = exact.summary();
        int number = i;
        Supplier<String> what = () -> "seed " + SEED + " row " + number + " " + row;
        Determination explained = Controls.classify(RULEBOOK, row.item(), request, clock);
        assertThat(explained.verdict()).as(what).isEqualTo(summary.verdict());
        assertThat(explained.eccnCandidates()).as(what).isEqualTo(summary.eccnCandidates());
        assertThat(explained.reviewPolicy()).as(what).isEqualTo(summary.reviewPolicy());
        assertThat(decided.verdict()).as(what).isEqualTo(summary.verdict());
        assertThat(List.of(String.valueOf(decided.eccn()).replace("null", "none")))
            .as(what)
            .isEqualTo(summary.eccnCandidates());
        assertThat(decided.reviewPolicy()).as(what).isEqualTo(summary.reviewPolicy());
        assertThat(List.copyOf(decided.requirements())).as(what).isEqualTo(summary.requirements());
      }
    }
  }

  /** A range answers with exactly the answers of its corners and of the limits inside it. */
  @Test
  void partialItemsAnswerWithTheSetOfTheirPoints() {
    Random random = new Random(SEED);
    for (int i = 0; i < 40; i++) {
      LocalDate day = LocalDate.parse("2024-06-01").plusDays(random.nextInt(700));
      int fp8 = 150 + random.nextInt(600);
      int wide = 1 + random.nextInt(60);
      String rest =
          "die=%d,memory-bandwidth=900,io=100,vendor=Acme,hq=US"
              .formatted(100 + random.nextInt(1500));
      Determination range =
          TestKnowledge.spec(
              "fp8=%d..%d,%s".formatted(fp8, fp8 + wide, rest), "CN", day.toString());
      Set<String> points = new LinkedHashSet<>();
      for (int step = 0; step <= wide * 4; step++) {
        Determination point =
            TestKnowledge.spec("fp8=%s,%s".formatted(fp8 + step / 4.0, rest), "CN", day.toString());
        points.addAll(point.eccnCandidates());
      }
      assertThat(range.eccnCandidates())
          .as("seed " + SEED + " round " + i)
          .containsExactlyInAnyOrderElementsOf(points);
    }
  }

  /**
   * Two ranges answer with exactly the answers of their points: the corners, and every place where
   * a limit of the text enters the rectangle, on it and one unit in the last place beside it.
   */
  @Test
  void rangesOfTwoFiguresAnswerWithTheSetOfTheirPoints() {
    Random random = new Random(SEED);
    double[] limits = {1600, 2400, 4800};
    double[] densities = {1.6, 3.2, 5.92};
    double least = 0.001;
    int undetermined = 0;
    for (int i = 0; i < 40; i++) {
      LocalDate day = LocalDate.parse("2023-12-01").plusDays(random.nextInt(400));
      int low = 1200 + random.nextInt(3600);
      int high = low + 1 + random.nextInt(900);
      int dieLow = 300 + random.nextInt(1200);
      int dieHigh = dieLow + 1 + random.nextInt(400);
      TreeSet<Double> totals = new TreeSet<>(Set.of((double) low, (double) high));
      for (double limit : limits) {
        addNear(totals, limit, least, low, high);
      }
      for (double density : densities) {
        addNear(totals, density * dieLow, least, low, high);
        addNear(totals, density * dieHigh, least, low, high);
      }
      Set<String> points = new TreeSet<>();
      for (double tpp : totals) {
        TreeSet<Double> dies = new TreeSet<>(Set.of((double) dieLow, (double) dieHigh));
        for (double density : densities) {
          addNear(dies, tpp / density, least, dieLow, dieHigh);
        }
        for (double die : dies) {
          points.addAll(sketch("%.6f".formatted(tpp / 8), "%.6f".formatted(die), day));
        }
      }
      List<String> whole =
          sketch("%.6f..%.6f".formatted(low / 8.0, high / 8.0), dieLow + ".." + dieHigh, day);
      assertThat(whole)
          .as("seed " + SEED + " round " + i + " " + day + " TPP " + low + ".." + high)
          .containsExactlyInAnyOrderElementsOf(points);
      undetermined += whole.size() > 1 ? 1 : 0;
    }
    assertThat(undetermined).isGreaterThan(10);
  }

  private static void addNear(Set<Double> to, double at, double least, double low, double high) {
    for (double value : new double[] {at - least, at, at + least}) {
      if (value >= low && value <= high) {
        to.add(value);
      }
    }
  }

  private static List<String> sketch(String fp8, String die, LocalDate day) {
    String spec = "fp8=%s,die=%s,memory-bandwidth=900,io=100,vendor=Acme,hq=US".formatted(fp8, die);
    return TestKnowledge.spec(spec, "CN", day.toString()).eccnCandidates();
  }

  @Test
  void noRandomPointTurnsTheVerdictNearerThanTheMargin() {
    Random random = new Random(SEED);
    List<LocalDate> days = new Batch(RULEBOOK, Clock.ENFORCED).periods();
    int flips = 0;
    for (int i = 0; i < 150; i++) {
      Row row = row(random, days);
      Margins margins =
          Controls.margins(
              RULEBOOK, row.item(), TradeRequest.to(row.destination(), row.day()), Clock.ENFORCED);
      Margins.Flip nearest = margins.two() != null ? margins.two() : margins.one();
      Law law = new Law(RULEBOOK, row.day(), Clock.ENFORCED);
      Trade trade = TradeRequest.to(row.destination(), row.day()).resolve(RULEBOOK, row.item());
      Margins.Search search =
          new Margins.Search(RULEBOOK, law, Subject.of(row.item(), trade), trade, Clock.ENFORCED);
      if (nearest != null) {
        flips++;
        assertTurns(search, nearest, "row " + i + " " + row);
      }
      double most = nearest == null ? 0.9 : Math.min(0.9, nearest.relative().doubleValue());
      List<Metric> metrics =
          List.of(Metric.TPP, Metric.DIE_AREA, Metric.IO, Metric.MEMORY_BANDWIDTH);
      for (int k = 0; k < POINTS; k++) {
        var first = metrics.get(random.nextInt(4));
        var second = metrics.get(random.nextInt(4));
        if (first == second) {
          continue;
        }
        Margins.Answer near =
            search.answer(
                0,
                Margins.values(
                    first,
                    moved(search, first, random, most),
                    second,
                    moved(search, second, random, most)));
        int number = i;
        assertThat(near.verdict())
            .as(() -> "seed " + SEED + " row " + number + " " + row + " " + nearest)
            .isEqualTo(search.now().verdict());
      }
    }
    assertThat(flips).isGreaterThan(60);
  }

  /** Moves a figure by less than a relative amount, or not at all. */
  private static BigFraction moved(
      Margins.Search search, Metric metric, Random random, double most) {
    BigFraction now = search.subject(0).range(metric).low();
    long part = random.nextInt(2_000_001) - 1_000_000L;
    BigFraction share = new BigFraction(part, 1_000_001L);
    return now.add(
        now.multiply(share).multiply(new BigFraction((long) (most * 1e9), 1_000_000_000L)));
  }

  private static void assertTurns(Margins.Search search, Margins.Flip flip, String what) {
    assertThat(flip.flipsTo().verdict()).as(what).isNotEqualTo(search.now().verdict());
    if (flip.reached()) {
      java.util.Map<Metric, BigFraction> values = new java.util.LinkedHashMap<>();
      flip.moves().forEach(move -> values.put(move.metric(), move.to()));
      assertThat(search.answer(0, values)).as(what).isEqualTo(flip.flipsTo());
    }
  }

  /** Section 2.10 of the fact sheet: 2368 on 814 mm2; b.1 begins at 2400, b.2 at 2368/3.2 = 740. */
  @Test
  void theH20OfMid2024IsOnePercentBelowTheLine() {
    Item h20 = TestKnowledge.KNOWLEDGE.catalog().get("nvidia-h20-96");
    Margins margins =
        Controls.margins(
            RULEBOOK, h20, TradeRequest.to("CN", LocalDate.parse("2024-06-01")), Clock.ENFORCED);
    Margins.Flip one = Objects.requireNonNull(margins.one());
    assertThat(one.moves().getFirst().metric()).isEqualTo(Metric.TPP);
    assertThat(one.moves().getFirst().to()).isEqualTo(new BigFraction(2400));
    assertThat(one.flipsTo().eccnCandidates()).containsExactly("3A090.b");
    List<String> lines = new ArrayList<>();
    for (Margins.Threshold t : margins.thresholds()) {
      if (t.by() == Metric.DIE_AREA
          && t.limit().equals(new BigFraction(16, 5))
          && t.provision().equals("3A090.b")) {
        lines.add(t.operator().sign() + " " + t.change() + " " + t.reached());
      }
    }
    assertThat(lines).contains(">= -74 true");
  }

  /** 1940 on 294 mm2: b.2 begins at 1600, and no limb reaches below it. */
  @Test
  void theL4IsFreeJustBelow1600() {
    Item l4 = TestKnowledge.KNOWLEDGE.catalog().get("nvidia-l4");
    Margins margins =
        Controls.margins(
            RULEBOOK, l4, TradeRequest.to("CN", LocalDate.parse("2024-03-01")), Clock.ENFORCED);
    Margins.Flip one = Objects.requireNonNull(margins.one());
    assertThat(one.moves().getFirst().metric()).isEqualTo(Metric.TPP);
    assertThat(one.moves().getFirst().to()).isEqualTo(new BigFraction(1600));
    assertThat(one.reached()).isFalse();
    assertThat(one.flipsTo().verdict()).isEqualTo(Verdict.NO_LICENCE_REQUIRED);
    assertThat(margins.two()).isNull();
  }

  /**
   * Note 1 to 3A090.a: below 30 billion the presumption is gone; 29.9 is a third of a percent off.
   */
  @Test
  void theTransistorCountOfAFoundryIsAFigureThatMayTurnTheVerdict() {
    String spec =
        "int8=100,die=400,node=7,planar=no,datacenter=no,memory-bandwidth=100,io=64,memory=GDDR6"
            + ",aatc-count=29900000000";
    TradeRequest request =
        new TradeRequest(
            LocalDate.parse("2025-03-01"),
            "CN",
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            java.util.Map.of(
                Fact.ROLE, "foundry", Fact.PACKAGER, "foundry-abroad", Fact.DESIGNER, "other"),
            null);
    Item item = Spec.parse(spec, TestKnowledge.KNOWLEDGE.catalog()).item();
    Margins margins = Controls.margins(RULEBOOK, item, request, Clock.ENFORCED);
    Margins.Flip one = Objects.requireNonNull(margins.one());
    assertThat(one.moves().getFirst().metric()).isEqualTo(Metric.AATC);
    assertThat(one.moves().getFirst().to()).isEqualTo(new BigFraction(30_000_000_000L));
    assertThat(one.flipsTo().verdict()).isEqualTo(Verdict.LICENCE_REQUIRED);
    Item over = Spec.with(item, Field.AATC, "aatc-count", "30000000000");
    assertThat(Controls.classify(RULEBOOK, over, request, Clock.ENFORCED).paragraphs())
        .containsExactly("Note 1");
  }
}
