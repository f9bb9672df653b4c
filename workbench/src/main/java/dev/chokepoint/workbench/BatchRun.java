package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Batch;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Trade;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.Spec;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides every row of a file, a chunk at a time: each row ends among the answers or the rejects.
 */
final class BatchRun {
  private static final int CHUNK = 8192;
  private static final long SECONDS_BETWEEN_LINES = 2;

  private static final List<AnswerFile.Column> ANSWERS =
      columns(
          "row id name destination asOf clock verdict eccn eccnCandidates reviewPolicy requirements"
              + " notices residual");

  private static final List<AnswerFile.Column> REJECTS =
      columns("row problem place value limit hint");

  private static final Set<String> TRADE =
      Set.of(
          "to",
          "as-of",
          "party-hq",
          "ultimate-parent",
          "party",
          "exporter",
          "direction",
          "from-country",
          "datacenter",
          "certified",
          "role",
          "designer",
          "packager",
          "import-use",
          "quantity",
          "aatc");

  private static final Set<String> SPEC = specKeys();
  private static final Set<String> KNOWN = known();

  /** Verdict, then policy, then whether on the list: as {@link Answer} orders variants. */
  private static final Comparator<Decided> STRICTEST_FIRST =
      Comparator.comparing((Decided a) -> a.answer.verdict())
          .thenComparing(
              a -> a.answer.reviewPolicy(), Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(a -> a.answer.eccnCandidates().equals(List.of("none")));

  private record Decided(
      long row, Item item, String buyer, Batch.Question question, Batch.Answer answer) {}

  private final Knowledge knowledge;
  private final TradeOptions trade;
  private final @Nullable String asOf;
  private final @Nullable String aatc;
  private final LocalDate today;
  private final Clock clock;
  private final PrintWriter err;
  private final Batch batch;
  private final Buyer buyers;
  private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
  private long in;
  private long rejected;
  private long inColumns;

  BatchRun(
      Knowledge knowledge,
      TradeOptions trade,
      @Nullable String asOf,
      @Nullable String aatc,
      LocalDate today,
      Clock clock,
      PrintWriter err) {
    this.knowledge = knowledge;
    this.trade = trade;
    this.asOf = asOf;
    this.aatc = aatc;
    this.today = today;
    this.clock = clock;
    this.err = err;
    this.buyers = new Buyer(knowledge, trade.store);
    this.batch = new Batch(knowledge.rulebook(), clock);
  }

  private static List<AnswerFile.Column> columns(String names) {
    return Arrays.stream(names.split(" ", -1))
        .map(name -> new AnswerFile.Column(name, name.equals("row")))
        .toList();
  }

  private static Set<String> specKeys() {
    Set<String> keys = new TreeSet<>();
    for (Spec.Key key : Spec.keys()) {
      keys.add(key.key());
      keys.addAll(key.shortNames());
    }
    return keys;
  }

  private static Set<String> known() {
    Set<String> known = new TreeSet<>(SPEC);
    known.addAll(TRADE);
    known.addAll(List.of("item", "spec"));
    return known;
  }

  /** Decides a file; refused whole where a column is not known or nothing can be written. */
  BatchCounts run(Path from, Path to, Path rejects) {
    try (ItemRows rows = ItemRows.open(from)) {
      List<Problem> unknown = unknown(rows.columns());
      if (!unknown.isEmpty()) {
        throw new Refused(unknown);
      }
      try (AnswerFile answers = new AnswerFile(to, "--out", ANSWERS);
          AnswerFile refused = new AnswerFile(rejects, "--rejects", REJECTS)) {
        long began = System.nanoTime();
        long lines = 0;
        List<ItemRows.Row> chunk = new ArrayList<>();
        for (ItemRows.Row row = rows.next(); row != null; row = rows.next()) {
          chunk.add(row);
          if (chunk.size() == CHUNK) {
            decide(chunk, answers, refused);
            chunk.clear();
            long due = (System.nanoTime() - began) / 1_000_000_000 / SECONDS_BETWEEN_LINES;
            if (due > lines) {
              lines = due;
              err.println(in + " rows");
              err.flush();
            }
          }
        }
        decide(chunk, answers, refused);
        answers.finish();
        refused.finish();
      }
    }
    long decided = verdicts.values().stream().mapToLong(Long::longValue).sum();
    return new BatchCounts(in, decided, rejected, inColumns, verdicts);
  }

  private static List<Problem> unknown(Collection<String> columns) {
    List<Problem> problems = new ArrayList<>();
    for (String column : columns) {
      if (!KNOWN.contains(column)) {
        problems.add(
            new Problem(
                "unknown-column",
                "--batch",
                column,
                "item, spec, a key that `chokepoint spec --keys` lists, or an option such as to",
                Nearest.hint(column, KNOWN)));
      } else if (Collections.frequency(columns, column) > 1) {
        problems.add(new Problem("duplicate-column", "--batch", column, "each column once", ""));
      }
    }
    return problems;
  }

  private void decide(List<ItemRows.Row> chunk, AnswerFile answers, AnswerFile refused) {
    List<Long> numbers = new ArrayList<>();
    List<Item> asked = new ArrayList<>();
    List<String> buyer = new ArrayList<>();
    List<Batch.Question> questions = new ArrayList<>();
    for (ItemRows.Row row : chunk) {
      in++;
      try {
        if (!row.problems().isEmpty()) {
          throw new Refused(row.problems());
        }
        List<Problem> unknown = unknown(row.values().keySet());
        if (!unknown.isEmpty()) {
          throw new Refused(unknown);
        }
        List<Item> named = items(row.values());
        Buyer.Read read = buyers.read(request(row.values()));
        List<Batch.Question> own =
            named.stream().map(item -> batch.question(item, read.request())).toList();
        questions.addAll(own);
        asked.addAll(named);
        own.forEach(question -> {
          numbers.add(row.number());
          buyer.add(read.code());
        });
      } catch (Refused e) {
        rejected++;
        for (Problem p : e.problems()) {
          refused.add(
              List.of(
                  String.valueOf(row.number()), p.id(), p.place(), p.value(), p.limit(), p.hint()));
        }
      }
    }
    List<Batch.Answer> found = batch.answers(questions);
    int next = 0;
    while (next < found.size()) {
      List<Decided> variants = new ArrayList<>();
      long row = numbers.get(next);
      for (; next < found.size() && numbers.get(next) == row; next++) {
        variants.add(
            new Decided(
                row, asked.get(next), buyer.get(next), questions.get(next), found.get(next)));
      }
      Decided strictest = variants.stream().sorted(STRICTEST_FIRST).findFirst().orElseThrow();
      verdicts.merge(strictest.answer().verdict(), 1L, Long::sum);
      inColumns += variants.stream().allMatch(each -> each.answer().inColumns()) ? 1 : 0;
      answers.add(cells(strictest));
    }
  }

  /** The items of a row: by a name or a description in one cell, or by its columns. */
  private List<Item> items(Map<String, String> values) {
    String name = values.get("item");
    String spec = values.get("spec");
    boolean inOneCell = name != null || spec != null;
    Map<String, String> described = new LinkedHashMap<>(values);
    // Beside a name, a market and a count of transistors are facts of the trade.
    described.keySet().removeIf(key -> !SPEC.contains(key) || (inOneCell && TRADE.contains(key)));
    if (inOneCell && !described.isEmpty()) {
      throw new Refused(
          new Problem(
              "bad-arguments",
              described.keySet().iterator().next(),
              name == null ? "spec" : name,
              "item, spec or columns of figures: one of the three",
              ""));
    }
    List<Item> items =
        inOneCell || described.isEmpty()
            ? Asked.of(knowledge.catalog(), name, spec).items()
            : List.of(Spec.of(described, "columns", knowledge.catalog()).item());
    String transistors = inOneCell ? TradeOptions.pick(values, "aatc", aatc) : aatc;
    return ClassifyCommand.counted(items, transistors);
  }

  private TradeRequest request(Map<String, String> values) {
    Map<String, String> facts = new LinkedHashMap<>(values);
    if (!values.containsKey("item") && !values.containsKey("spec")) {
      facts.keySet().removeAll(SPEC);
    }
    return trade.request(
        ClassifyCommand.day(TradeOptions.pick(facts, "as-of", asOf), today), facts);
  }

  private List<@Nullable String> cells(Decided decided) {
    Batch.Answer answer = decided.answer();
    List<String> candidates = answer.eccnCandidates();
    boolean one = candidates.size() == 1 && !candidates.getFirst().equals("none");
    Trade facts = decided.question().trade();
    return Arrays.asList(
        String.valueOf(decided.row()),
        decided.item().id(),
        decided.item().name(),
        facts.destination(),
        facts.asOf().toString(),
        clock.word(),
        answer.verdict().word(),
        one ? candidates.getFirst() : null,
        String.join(" ", candidates),
        Json.policy(answer.reviewPolicy()),
        String.join(" ", answer.requirements()),
        Stream.concat(
                Stream.of(decided.buyer()),
                facts.notices().stream().map(Determination.Warning::code))
            .filter(code -> !code.isEmpty())
            .collect(Collectors.joining(" ")),
        answer.residual());
  }
}
