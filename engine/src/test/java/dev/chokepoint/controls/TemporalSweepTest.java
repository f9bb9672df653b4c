package dev.chokepoint.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.TestKnowledge;
import dev.chokepoint.catalog.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every item, to every class of destinations, on the day before, on and after each boundary: one
 * version a provision and no exception. The answers are kept run-length, one line per distinct
 * history, in {@code histories.txt}; a change of law shows there as a diff for people to read.
 * Rewrite it with {@code -Dhistories.update=true} after reading.
 */
class TemporalSweepTest {
  private static final Rulebook RULEBOOK = TestKnowledge.KNOWLEDGE.rulebook();

  private static List<LocalDate> days() {
    TreeSet<LocalDate> days = new TreeSet<>();
    for (LocalDate boundary : RULEBOOK.boundaries()) {
      days.add(boundary.minusDays(1));
      days.add(boundary);
      days.add(boundary.plusDays(1));
    }
    days.add(RULEBOOK.coversFrom());
    days.add(RULEBOOK.lastReviewed());
    days.add(LocalDate.parse("2026-11-09"));
    days.add(LocalDate.parse("2026-11-10"));
    return List.copyOf(days);
  }

  /** One representative a class that stays together on every day. */
  private static List<String> destinations() {
    Map<String, String> byHistory = new LinkedHashMap<>();
    for (String country : Countries.codes()) {
      String history =
          days().stream()
              .map(day ->
                  RULEBOOK.classes(List.of(country), day).keySet().iterator().next().toString())
              .collect(Collectors.joining());
      byHistory.putIfAbsent(history, country);
    }
    return List.copyOf(byHistory.values());
  }

  @Test
  void everyItemEverywhereOnEveryBoundary() throws IOException {
    List<LocalDate> days = days();
    List<String> destinations = destinations();
    assertThat(destinations).hasSizeGreaterThan(10);
    Map<String, TreeMap<String, List<String>>> itemsByHistory = new TreeMap<>();
    Map<LocalDate, Law> laws = new LinkedHashMap<>();
    days.forEach(day -> laws.put(day, new Law(RULEBOOK, day, Clock.ENFORCED)));
    Map<List<Object>, Trade> trades = new java.util.concurrent.ConcurrentHashMap<>();
    Map<String, List<String>> histories = new java.util.concurrent.ConcurrentHashMap<>();
    TestKnowledge.KNOWLEDGE.catalog().ids().parallelStream()
        .forEach(id -> {
          Item item = TestKnowledge.KNOWLEDGE.catalog().get(id);
          histories.put(
              id, destinations.stream().map(to -> history(item, to, laws, trades)).toList());
        });
    new TreeMap<>(histories)
        .forEach((id, each) -> {
          for (int i = 0; i < destinations.size(); i++) {
            itemsByHistory
                .computeIfAbsent(each.get(i), k -> new TreeMap<>())
                .computeIfAbsent(id, k -> new ArrayList<>())
                .add(destinations.get(i));
          }
        });
    StringBuilder text = new StringBuilder();
    itemsByHistory.forEach((history, items) -> {
      Map<String, List<String>> byDestinations = new TreeMap<>();
      items.forEach((id, where) ->
          byDestinations.computeIfAbsent(String.join(",", where), k -> new ArrayList<>()).add(id));
      text.append(history)
          .append(" :: ")
          .append(
              byDestinations.entrySet().stream()
                  .map(e -> String.join(" ", e.getValue()) + " -> " + e.getKey())
                  .collect(Collectors.joining(" | ")))
          .append('\n');
    });
    Path golden = TestKnowledge.root().resolve("engine/src/test/resources/histories.txt");
    if (Boolean.getBoolean("histories.update")) {
      Files.createDirectories(java.util.Objects.requireNonNull(golden.getParent()));
      Files.writeString(golden, text.toString());
    }
    assertThat(text.toString()).isEqualTo(Files.readString(golden));
  }

  private static String history(
      Item item, String destination, Map<LocalDate, Law> laws, Map<List<Object>, Trade> trades) {
    @org.jspecify.annotations.Nullable List<Subject> subjects = null;
    StringBuilder runs = new StringBuilder();
    String last = "";
    @org.jspecify.annotations.Nullable List<Object> lastAsked = null;
    for (Map.Entry<LocalDate, Law> each : laws.entrySet()) {
      LocalDate day = each.getKey();
      Trade trade =
          trades.computeIfAbsent(
              List.of(destination, day, item.vendor()),
              k -> TradeRequest.to(destination, day).resolve(RULEBOOK, item));
      List<Object> asked = List.of(each.getValue().all(), trade.facts());
      if (asked.equals(lastAsked)) {
        continue; // same versions, same groups: nothing that the answer is made of has changed
      }
      lastAsked = asked;
      subjects = subjects == null ? Controls.governing(item, trade) : subjects;
      Decision.Summary says =
          new Decision(RULEBOOK, each.getValue(), subjects, trade, Clock.ENFORCED).summary();
      String now =
          says.verdict().word()
              + " "
              + String.join("/", says.eccnCandidates())
              + " "
              + (says.reviewPolicy() == null ? "-" : says.reviewPolicy().word())
              + " "
              + String.join("+", says.requirements());
      if (!now.equals(last)) {
        runs.append(runs.isEmpty() ? "" : "; ").append(day).append(' ').append(now.strip());
        last = now;
      }
    }
    return runs.toString();
  }
}
