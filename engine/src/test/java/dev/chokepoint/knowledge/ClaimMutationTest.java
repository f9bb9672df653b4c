package dev.chokepoint.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.catalog.Figure;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.claims.Check;
import dev.chokepoint.claims.Claim;
import dev.chokepoint.claims.Claims;
import dev.chokepoint.claims.Expression;
import dev.chokepoint.claims.Finding;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Claims rest on data: one value of the catalogue, of a price, of a series, of an event or of a
 * rule is changed for each claim, and its verdict or its arithmetic must move.
 */
class ClaimMutationTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("chokepoint.root", "..")).resolve("knowledge");
  private static final KnowledgeFolder.Files FILES = KnowledgeFolder.read(FOLDER);
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");

  @Test
  void aChangedValueMovesTheClaim() {
    Knowledge plain = Knowledge.of(FILES);
    List<Claim> claims = plain.claims().claims();
    Map<String, Finding> before = new LinkedHashMap<>();
    Map<String, List<Claim>> byValue = new LinkedHashMap<>();
    for (Claim claim : claims) {
      if (claim.check() != null) {
        before.put(claim.id(), Claims.check(claim, plain.facts()));
        byValue.computeIfAbsent(firstValue(claim), v -> new ArrayList<>()).add(claim);
      }
    }
    byValue.remove("");
    List<String> unmoved = new ArrayList<>();
    byValue.forEach((value, own) -> {
      Knowledge changed = Knowledge.of(changed(value));
      for (Claim claim : changed.claims().claims()) {
        Finding old = before.get(claim.id());
        if (old != null && own.stream().anyMatch(each -> each.id().equals(claim.id()))) {
          Finding now = Claims.check(claim, changed.facts());
          if (now.working().equals(old.working()) && now.verdict() == old.verdict()) {
            unmoved.add(claim.id() + " under " + value);
          }
        }
      }
    });
    assertThat(unmoved).isEmpty();
    assertThat(byValue.values().stream().mapToInt(List::size).sum())
        .as("claims that rest on data")
        .isGreaterThanOrEqualTo(before.size() - 1); // one is arithmetic of stated numbers alone
  }

  /** The first value that a claim rests on, as a path of a file or as id and period of a series. */
  private static String firstValue(Claim claim) {
    Set<String> values = new LinkedHashSet<>();
    check(java.util.Objects.requireNonNull(claim.check()), values);
    claim.instead().forEach(version -> check(version.check(), values));
    return values.isEmpty() ? "" : values.iterator().next();
  }

  private static void check(Check check, Set<String> out) {
    switch (check) {
      case Check.Equal e -> both(e.left(), e.right(), out);
      case Check.More m -> both(m.left(), m.right(), out);
      case Check.Less l -> both(l.left(), l.right(), out);
      case Check.Same s -> words(s.left(), s.right(), out);
      case Check.Before b -> words(b.left(), b.right(), out);
      case Check.All all -> all.parts().forEach(part -> check(part, out));
      case Check.Any any -> any.parts().forEach(part -> check(part, out));
      case Check.Not not -> check(not.part(), out);
    }
  }

  private static void both(Expression left, Expression right, Set<String> out) {
    amount(left, out);
    amount(right, out);
  }

  private static void words(Expression.Word left, Expression.Word right, Set<String> out) {
    word(left, out);
    word(right, out);
  }

  private static void amount(Expression expression, Set<String> out) {
    switch (expression) {
      case Expression.Stated s -> {}
      case Expression.OfFigure f ->
          f.items().forEach(item -> out.add("chip " + item.id() + " " + f.field().key()));
      case Expression.OfMetric m -> items(m.items(), m.metric(), out);
      case Expression.OfPrice p ->
          out.add(
              p.on() == null && !p.item().prices().isEmpty()
                  ? "chip " + p.item().id() + " prices"
                  : "price chip " + p.item().id());
      case Expression.OfTariff t -> {
        Item item = t.item();
        out.add("price " + t.tariff().key() + " " + (item == null ? t.site() : item.id()));
      }
      case Expression.OfSeries s -> out.add("series " + s.series().id() + " " + s.period());
      case Expression.OfPrediction p -> out.add("chip " + p.item().id() + " memory-bw-gbs");
      case Expression.Days d -> words(d.from(), d.to(), out);
      case Expression.Sum s -> s.parts().forEach(part -> amount(part, out));
      case Expression.Product p -> p.parts().forEach(part -> amount(part, out));
      case Expression.Extreme x -> x.parts().forEach(part -> amount(part, out));
      case Expression.Difference d -> both(d.from(), d.less(), out);
      case Expression.Quotient q -> both(q.top(), q.bottom(), out);
      case Expression.Change c -> both(c.from(), c.to(), out);
    }
  }

  private static void word(Expression.Word word, Set<String> out) {
    switch (word) {
      case Expression.Said s -> {}
      case Expression.OfText t ->
          t.items().forEach(item -> out.add("chip " + item.id() + " " + t.key()));
      case Expression.OfLaw l -> items(l.items(), Metric.TPP, out);
      case Expression.OfEvent e -> out.add("event " + e.event().id());
    }
  }

  /**
   * The first figure that a metric is worked out from. A described item is in no file; what its
   * claim rests on is the letter.
   */
  private static void items(List<Item> items, Metric metric, Set<String> out) {
    for (Item item : items) {
      if (item.id().equals("spec")) {
        out.add("letter");
        continue;
      }
      Metric base = metric.isBase() ? metric : metric.first();
      Figure figure =
          java.util.Objects.requireNonNull(Metrics.base(item).get(base)).inputs().getFirst();
      out.add("chip " + item.id() + " " + figure.field().key());
    }
  }

  private static KnowledgeFolder.Files changed(String value) {
    String[] words = value.split(" ", -1);
    List<KnowledgeFolder.Entry> entries = new ArrayList<>();
    for (KnowledgeFolder.Entry entry : FILES.entries()) {
      boolean own =
          switch (words[0]) {
            case "chip" -> entry.path().endsWith("/" + words[1] + ".yaml");
            case "letter" -> entry.path().endsWith("/letters.yaml");
            case "price" -> entry.path().startsWith("prices/");
            default -> entry.path().startsWith("series/");
          };
      entries.add(
          own ? new KnowledgeFolder.Entry(entry.path(), moved(entry.doc(), words, false)) : entry);
    }
    return new KnowledgeFolder.Files(entries, List.of(), FILES.hash());
  }

  /** The document with the one value changed; {@code inside} says whether it was reached. */
  private static Doc moved(Doc doc, String[] words, boolean inside) {
    return switch (doc) {
      case Doc.Text text -> inside ? new Doc.Text(other(text.text(), words[0]), 0) : text;
      case Doc.Sequence list ->
          new Doc.Sequence(
              list.parts().stream().map(part -> moved(part, words, inside)).toList(), list.line());
      case Doc.Mapping map -> {
        Map<String, Doc> entries = new LinkedHashMap<>();
        map.entries()
            .forEach((key, entry) -> {
              boolean reached =
                  switch (words[0]) {
                    case "chip" -> key.equals(words[2]);
                    case "price" ->
                        Set.of("low", "mid", "high").contains(key)
                            && has(map, "of", words[1])
                            && (has(map, "for", words[2]) || has(map, "at", words[2]));
                    case "letter" ->
                        key.equals("memoryBandwidthGBps") || key.equals("memoryPlusIoGBps");
                    case "event" ->
                        Set.of("date", "place").contains(key) && has(map, "id", words[1]);
                    default -> key.equals("value") && has(map, "at", words[2]);
                  };
              boolean other = words[0].equals("series") && key.equals("points");
              boolean skipped = other && !has(map, "id", words[1]);
              boolean figure = reached && words[0].equals("chip");
              entries.put(
                  key,
                  figure
                      ? figure(entry)
                      : skipped || key.equals("source")
                          ? entry
                          : moved(entry, words, reached && !(entry instanceof Doc.Mapping)));
            });
        yield new Doc.Mapping(entries, map.line());
      }
    };
  }

  /** One figure, text or price of a chip, its source and grade left alone. */
  private static Doc figure(Doc doc) {
    return switch (doc) {
      case Doc.Text text -> new Doc.Text(other(text.text(), "chip"), 0);
      case Doc.Sequence list ->
          new Doc.Sequence(
              list.parts().stream().map(ClaimMutationTest::figure).toList(), list.line());
      case Doc.Mapping map -> {
        Map<String, Doc> entries = new LinkedHashMap<>();
        map.entries()
            .forEach((key, entry) ->
                entries.put(
                    key,
                    Set.of("value", "values", "low", "high").contains(key)
                        ? figure(entry)
                        : entry));
        yield new Doc.Mapping(entries, map.line());
      }
    };
  }

  private static boolean has(Doc.Mapping map, String key, String value) {
    return map.entries().get(key) instanceof Doc.Text text && text.text().equals(value);
  }

  private static String other(String text, String what) {
    if (what.equals("event")) {
      return text.matches("\\d{4}.*|\\?") ? "2031-01-01" : "elsewhere";
    }
    if (text.startsWith("?")) {
      return text.replace("?", "7");
    }
    if (text.matches("\\d{4}-\\d{2}.*")) {
      return "2031-01-01";
    }
    return text.matches(".*[A-Za-z]{4}.*") && what.equals("chip")
        ? "Other"
        : NUMBER
            .matcher(text)
            .replaceAll(match ->
                new BigDecimal(match.group())
                    .multiply(new BigDecimal(what.equals("letter") ? "0.5" : "1.25"))
                    .stripTrailingZeros()
                    .toPlainString());
  }
}
