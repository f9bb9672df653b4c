package dev.chokepoint.claims;

import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.ReviewPolicy;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.units.Range;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/** Looks up what an expression rests on, each once. */
final class Leaves {
  /** Code of the warning that the law can be read in two ways. */
  private static final String CONTESTED = "contested";

  private final Facts facts;
  private final IdentityHashMap<Expression, Leaf> amounts = new IdentityHashMap<>();
  private final IdentityHashMap<Expression.Word, Told> words = new IdentityHashMap<>();

  Leaves(Facts facts) {
    this.facts = facts;
  }

  /**
   * A quantity that is looked up rather than worked out.
   *
   * @param label what it is
   * @param note what a reader must know of it; empty when nothing
   */
  record Leaf(String label, Amount value, List<String> sources, String note) {}

  /** A word that is looked up; null when it is not known. */
  record Told(String label, @Nullable String text, List<String> sources, List<String> notes) {}

  /** The leaf of an expression that is one, else null. */
  @Nullable Leaf amount(Expression expression) {
    return switch (expression) {
      case Expression.Stated s ->
          kept(s, () -> new Leaf("stated " + s.amount().text(), s.amount(), List.of(), ""));
      case Expression.OfFigure f -> kept(f, () -> figure(f));
      case Expression.OfMetric m -> kept(m, () -> metric(m));
      case Expression.OfPrice p -> kept(p, () -> Priced.leaf(facts.prices().get(), p));
      case Expression.OfTariff t -> kept(t, () -> Priced.leaf(facts.prices().get(), t));
      case Expression.OfSeries s -> kept(s, () -> series(s));
      case Expression.OfPrediction p ->
          kept(p, () -> Predicted.leaf(facts, p.item(), p.work(), p.result()));
      case Expression.Days d -> kept(d, () -> days(d));
      case Expression.Sum s -> null;
      case Expression.Difference d -> null;
      case Expression.Product p -> null;
      case Expression.Quotient q -> null;
      case Expression.Change c -> null;
      case Expression.Extreme e -> null;
    };
  }

  /** The value of the leaf with a label that was looked up before. */
  Amount value(String label) {
    return amounts.values().stream()
        .filter(leaf -> leaf.label().equals(label))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private Leaf kept(Expression expression, java.util.function.Supplier<Leaf> reader) {
    Leaf leaf = amounts.get(expression);
    if (leaf == null) {
      leaf = reader.get();
      amounts.put(expression, leaf);
    }
    return leaf;
  }

  private static Leaf figure(Expression.OfFigure f) {
    Unit unit = Unit.of(f.field().unit());
    List<String> sources = new ArrayList<>();
    List<String> without = new ArrayList<>();
    Range hull = null;
    for (Item item : f.items()) {
      Figure figure = item.figure(f.field());
      if (figure == null || figure.value().isUnknown()) {
        without.add(item.name());
        continue;
      }
      hull = hull == null ? figure.value() : hull.hull(figure.value());
      figure.readings().forEach(reading -> add(sources, source(item, reading)));
    }
    Amount value =
        hull == null || !without.isEmpty() ? Amount.unknown(unit) : Amount.of(hull, unit);
    String note = without.isEmpty() ? "" : "not published for " + String.join(", ", without);
    return new Leaf(names(f.items()) + " " + f.field().key(), value, sources, note);
  }

  private static String source(Item item, Figure.Reading reading) {
    String source = reading.source();
    return "knowledge/chips " + item.id() + ": " + (source == null ? "without a source" : source);
  }

  private static Leaf metric(Expression.OfMetric m) {
    Unit unit = Unit.of(m.metric().unit().replace("per mm2", "1/mm2"));
    Range hull = null;
    List<String> sources = new ArrayList<>();
    StringBuilder note = new StringBuilder();
    for (Item item : m.items()) {
      Range range = Metrics.range(item, m.metric());
      Range value = range == null ? Range.UNKNOWN : range;
      hull = hull == null ? value : hull.hull(value);
      Map<Metric, Metrics.Measured> base = Metrics.base(item);
      List<Metric> parts =
          m.metric().isBase()
              ? List.of(m.metric())
              : List.of(m.metric().first(), m.metric().second());
      for (Metric part : parts) {
        Metrics.Measured measured = java.util.Objects.requireNonNull(base.get(part));
        note.append(note.isEmpty() ? "" : "; ").append(measured.working());
        for (Figure figure : measured.inputs()) {
          figure.readings().forEach(reading -> add(sources, source(item, reading)));
        }
      }
      if (!m.metric().isBase()) {
        note.append("; ").append(Metrics.working(m.metric(), base, range));
      }
    }
    Amount value = hull == null ? Amount.unknown(unit) : Amount.of(hull, unit);
    String label = names(m.items()) + " " + m.metric().label();
    return new Leaf(label, value, sources, note.toString());
  }

  private static Leaf series(Expression.OfSeries s) {
    Amount hull = null;
    List<String> sources = new ArrayList<>();
    StringBuilder note = new StringBuilder();
    for (Series.Point point : s.series().points()) {
      boolean named = s.by() == null || point.by().equals(s.by());
      if (named && point.period().equals(s.period())) {
        hull = hull == null ? point.value() : hull.hull(point.value());
        add(sources, point.source() + " (grade " + point.grade() + ")");
        note.append(note.isEmpty() ? "" : "; ").append(point.note());
      }
    }
    String by = s.by() == null ? "" : ", " + s.by();
    return new Leaf(
        s.series().what() + ", " + s.period() + by,
        hull == null ? Amount.unknown(s.series().unit()) : hull,
        sources,
        note.toString().replaceAll("^(; )+|(; )+$", ""));
  }

  private Leaf days(Expression.Days d) {
    Told from = word(d.from());
    Told to = word(d.to());
    Unit unit = Unit.of("days");
    List<String> sources = new ArrayList<>(from.sources());
    sources.addAll(to.sources());
    String label = "days from (" + from.label() + ") to (" + to.label() + ")";
    String a = from.text();
    String b = to.text();
    if (a == null || b == null || a.length() != 10 || b.length() != 10) {
      return new Leaf(label, Amount.unknown(unit), sources, "");
    }
    long days =
        java.time.temporal.ChronoUnit.DAYS.between(
            java.time.LocalDate.parse(a), java.time.LocalDate.parse(b));
    return new Leaf(label, Amount.exactly(new BigFraction(days), unit), sources, a + " to " + b);
  }

  Told word(Expression.Word word) {
    Told told = words.get(word);
    if (told == null) {
      told =
          switch (word) {
            case Expression.Said s -> new Told("stated", s.text(), List.of(), List.of());
            case Expression.OfEvent e -> event(e);
            case Expression.OfLaw l -> law(l);
            case Expression.OfText t -> text(t);
          };
      words.put(word, told);
    }
    return told;
  }

  private static Told event(Expression.OfEvent e) {
    String text = e.date() ? e.event().date() : e.event().place();
    return new Told(
        e.event().what() + (e.date() ? ", date" : ", place"),
        text.equals("?") ? null : text,
        List.of(e.event().source()),
        List.of());
  }

  private static Told text(Expression.OfText t) {
    List<String> texts = t.items().stream().map(item -> item.text(t.key())).distinct().toList();
    boolean known = texts.size() == 1 && !texts.getFirst().isEmpty();
    List<String> sources =
        t.items().stream().map(item -> "knowledge/chips " + item.id()).distinct().toList();
    return new Told(
        names(t.items()) + " " + t.key(), known ? texts.getFirst() : null, sources, List.of());
  }

  private Told law(Expression.OfLaw l) {
    List<String> answers = new ArrayList<>();
    List<String> sources = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Item item : l.items()) {
      Determination d = Controls.classify(facts.rulebook(), item, l.trade(), Clock.ENFORCED);
      boolean open = d.warns(CONTESTED) && d.readings().isEmpty();
      String answer = open ? null : answer(d, l.answered());
      add(answers, answer == null ? "unknown" : answer);
      notes.add(item.name() + ": " + d.verdict().word().replace('-', ' ') + because(d, sources));
      d.warnings().stream()
          .filter(warning -> open && warning.code().equals(CONTESTED))
          .forEach(warning -> notes.add("contested: " + warning.text()));
      d.readings().stream()
          .filter(reading -> !reading.governs() && reading.verdict() != d.verdict())
          .forEach(reading ->
              notes.add(
                  "another reading, %s, says %s"
                      .formatted(reading.reading(), reading.verdict().word())));
    }
    String one = answers.size() == 1 ? answers.getFirst() : "unknown";
    if (sources.isEmpty()) {
      sources.add("knowledge/rules, reviewed to " + facts.rulebook().lastReviewed());
    }
    String label =
        "%s of %s to %s on %s"
            .formatted(l.answered().key(), names(l.items()), l.trade().to(), l.trade().asOf());
    return new Told(label, one.equals("unknown") ? null : one, sources, notes);
  }

  private static @Nullable String answer(Determination d, Expression.Answered answered) {
    boolean open = d.verdict() == Verdict.UNDETERMINED || d.verdict() == Verdict.NOT_MODELLED;
    ReviewPolicy policy = d.reviewPolicy();
    return switch (answered) {
      case VERDICT -> open ? null : d.verdict().word();
      case POLICY ->
          open
              ? null
              : policy == null
                  ? "none"
                  : policy == ReviewPolicy.UNKNOWN ? "none-published" : policy.word();
      case ENTRY -> d.eccnCandidates().size() == 1 ? d.eccnCandidates().getFirst() : null;
    };
  }

  /** What requires the licence, and the metrics that it was read from. */
  private static String because(Determination d, List<String> sources) {
    StringBuilder out = new StringBuilder();
    d.requirements()
        .forEach(r -> {
          out.append(out.isEmpty() ? ", required by " : ", ").append(r.finding().provision().id());
          add(sources, r.finding().version().cite().line());
        });
    ReviewPolicy policy = d.reviewPolicy();
    if (policy != null) {
      out.append(", review policy ").append(policy.words());
    }
    if (d.metrics().isEmpty()) {
      return out.toString();
    }
    List<String> metrics = new ArrayList<>();
    Map<Metric, Metrics.Measured> base = d.metrics().getFirst().base();
    for (Metric metric : List.of(Metric.TPP, Metric.MEMORY_BANDWIDTH, Metric.IO)) {
      Metrics.Measured measured = base.get(metric);
      if (measured != null && d.metrics().getFirst().shows(metric)) {
        metrics.add(metric.label() + " " + metric.withUnit(measured.value().text()));
      }
    }
    return out + " (" + String.join(", ", metrics) + ")";
  }

  private static String names(List<Item> items) {
    int most = 3;
    List<String> names = items.stream().map(Item::name).toList();
    return names.size() <= most
        ? String.join(" / ", names)
        : String.join(" / ", names.subList(0, most)) + " and " + (names.size() - most) + " more";
  }

  private static void add(List<String> texts, String text) {
    if (!texts.contains(text)) {
      texts.add(text);
    }
  }
}
