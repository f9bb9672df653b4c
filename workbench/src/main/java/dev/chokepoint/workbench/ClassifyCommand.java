package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.Trade;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.Spec;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** What the law says of one item, or of each row of a file. */
@Command(name = "classify", description = "What the law says of an item in a trade, and why.")
final class ClassifyCommand implements Callable<Integer> {
  private static final int ROWS_A_LINE = 5_000;

  /** Verdict, entry, destination and day of a row stand before its item. */
  private static final int VERDICT_COLUMNS = 49 + 9;

  private static final Pattern OTHER_DATE =
      Pattern.compile("(\\d{4})[-/.]?(\\d{1,2})[-/.]?(\\d{1,2})");

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
  @Mixin TradeOptions trade = new TradeOptions();
  private @Nullable Buyer buyers;

  @Parameters(
      arity = "0..1",
      paramLabel = "ITEM",
      description = "Id, name or alias of the catalogue.")
  @Nullable String item;

  @Option(
      names = "--spec",
      paramLabel = "KEYS|FILE",
      description = "An item outside the catalogue; see `chokepoint spec --keys`.")
  @Nullable String described;

  @Option(
      names = "--file",
      paramLabel = "CSV",
      description =
          "One item a row: column item or spec, and any option as a column; - is standard input.")
  @Nullable Path file;

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description =
          "Many items, a row each: .parquet, .csv or .jsonl with keys of spec as columns.")
  @Nullable Path batch;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the answers of a batch go: .parquet or .csv.")
  @Nullable Path outFile;

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description = "Where rows that cannot be answered go; default beside --out.")
  @Nullable Path rejects;

  @Option(
      names = "--as-of",
      paramLabel = "DATE",
      description = "Day the law is read at, as 2025-04-20; default today.")
  @Nullable String asOf;

  @Option(
      names = "--clock",
      paramLabel = "WORD",
      description = "enforced (default), codified or both.")
  String clock = "enforced";

  @Option(
      names = "--aatc",
      paramLabel = "N",
      description =
          "Aggregated approximated transistor count, as 28e9; asked of a foundry or osat.")
  @Nullable String aatc;

  @Option(
      names = "--memo",
      paramLabel = "HTML",
      description = "Also write a memo to print; - prints the memo alone.")
  @Nullable Path memo;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Option(names = "--csv", description = "Answer as CSV, a row an item.")
  boolean csv;

  @Option(names = "--full", description = "Show every step of every provision.")
  boolean full;

  @Override
  public Integer call() throws IOException {
    Main program = java.util.Objects.requireNonNull(main);
    PrintWriter out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
    Knowledge knowledge = program.knowledge();
    TradeOptions.refuseBlank("--as-of", asOf);
    if (json && csv) {
      throw new Refused(new Problem("bad-arguments", "--json", "--csv", "one of the two", ""));
    }
    if (batch == null && (outFile != null || rejects != null)) {
      String option = outFile != null ? "--out" : "--rejects";
      String limit = "beside --batch only";
      throw new Refused(
          new Problem("bad-arguments", option, "", limit, "Maybe --csv or --json, and > FILE."));
    }
    if (batch != null) {
      return batch(program, knowledge, batch, out);
    }
    if (file != null) {
      if (memo != null) {
        String limit = "one item; a file of rows has no memo";
        throw new Refused(new Problem("bad-arguments", "--memo", memo.toString(), limit, ""));
      }
      if (clock.equals("both") && !json) {
        String limit = "enforced or codified for a table of rows";
        throw new Refused(
            new Problem("bad-arguments", "--clock", clock, limit, "Maybe with --json."));
      }
      return rows(program, knowledge, file, out);
    }
    Answer answer =
        answer(program, knowledge, Asked.of(knowledge.catalog(), item, described), Map.of());
    if (memo != null && memo.toString().equals("-")) {
      out.println(Memo.html(answer, knowledge.hash()));
      return answer.governing().verdict().exitCode();
    }
    if (memo != null) {
      write(memo, Memo.html(answer, knowledge.hash()));
      java.util.Objects.requireNonNull(spec).commandLine().getErr().println("Memo in " + memo);
    }
    if (json) {
      out.println(Json.write(document(answer)));
    } else if (csv) {
      out.print(Csv.answer(answer));
    } else {
      out.println(Text.answer(answer, full));
      if (clock.equals("both")) {
        out.println("\n--- codified clock ---\n");
        out.println(Text.answer(answer.onOtherClock(), full));
      }
    }
    return answer.governing().verdict().exitCode();
  }

  private static void write(Path path, String page) {
    try {
      Files.writeString(path, page);
    } catch (IOException e) {
      throw new Refused(
          new Problem("cannot-write", "--memo", path.toString(), "a file that can be written", ""));
    }
  }

  private Clock clock() {
    return clock(clock);
  }

  private static Clock clock(String clock) {
    return switch (clock) {
      case "enforced", "both" -> Clock.ENFORCED;
      case "codified" -> Clock.CODIFIED;
      default ->
          throw new Refused(
              new Problem(
                  "bad-value",
                  "--clock",
                  clock,
                  "enforced, codified or both",
                  Nearest.hint(clock, List.of("enforced", "codified", "both"))));
    };
  }

  private Answer answer(Main program, Knowledge knowledge, Asked asked, Map<String, String> row) {
    LocalDate day = day(TradeOptions.pick(row, "as-of", asOf), program.today());
    Buyer readers = buyers == null ? new Buyer(knowledge, trade.store) : buyers;
    buyers = readers;
    Buyer.Read buyer = readers.read(trade.request(day, row));
    List<Trade.Assumption> assumptions = new ArrayList<>(asked.assumptions());
    if (buyer.taken() != null) {
      assumptions.add(buyer.taken());
    }
    return Answer.of(
        knowledge.rulebook(),
        asked.name(),
        counted(asked.items(), TradeOptions.pick(row, "aatc", aatc)),
        List.copyOf(assumptions),
        buyer.request(),
        clock(java.util.Objects.requireNonNullElse(TradeOptions.pick(row, "clock", null), clock)));
  }

  static List<Item> counted(List<Item> items, @Nullable String transistors) {
    return transistors == null
        ? items
        : items.stream().map(i -> Spec.with(i, Field.AATC, "--aatc", transistors)).toList();
  }

  static LocalDate day(@Nullable String text, LocalDate today) {
    return day("--as-of", text, today);
  }

  static LocalDate day(String place, @Nullable String text, LocalDate today) {
    if (text == null) {
      return today;
    }
    TradeOptions.refuseBlank(place, text);
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new Refused(
          new Problem("bad-date", place, text, "a date as 2025-04-20", otherDate(text)));
    }
  }

  /** The same for what the rulebook itself is asked, which has nothing to say of days before it. */
  static LocalDate lawDay(String place, @Nullable String text, LocalDate today, Rulebook rulebook) {
    LocalDate day = day(place, text, today);
    if (day.isBefore(rulebook.coversFrom())) {
      throw new Refused(
          new Problem(
              Main.BEFORE_COVERAGE,
              place,
              day.toString(),
              "a day from " + rulebook.coversFrom() + " on; what was law before is not modelled",
              ""));
    }
    return day;
  }

  private static String otherDate(String text) {
    Matcher matcher = OTHER_DATE.matcher(text);
    if (!matcher.matches()) {
      return "";
    }
    try {
      int month = Integer.parseInt(matcher.group(2));
      int dayOfMonth = Integer.parseInt(matcher.group(3));
      return "Maybe %s?"
          .formatted(LocalDate.of(Integer.parseInt(matcher.group(1)), month, dayOfMonth));
    } catch (DateTimeException e) {
      return "";
    }
  }

  private Map<String, Object> document(Answer answer) {
    Map<String, Object> out = Json.answer(answer);
    if (clock.equals("both")) {
      out.put("codified", Json.answer(answer.onOtherClock()));
    }
    return out;
  }

  private int rows(Main program, Knowledge knowledge, Path path, PrintWriter out)
      throws IOException {
    Map<Long, Answer> answers = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    PrintWriter err = java.util.Objects.requireNonNull(spec).commandLine().getErr();
    List<Csv.Row> rows = Csv.read(program.source(path));
    List<String> unread =
        rows.isEmpty() ? List.of() : RowColumns.unread(rows.getFirst().values().keySet());
    if (!unread.isEmpty()) {
      err.println("Columns that no answer reads: " + String.join(", ", unread) + ".");
      if (unread.stream().anyMatch(column -> column.indexOf(';') >= 0)) {
        err.println("Maybe the file is separated by semicolons: it should be by commas.");
      }
    }
    for (Csv.Row row : rows) {
      if (answers.size() % ROWS_A_LINE == ROWS_A_LINE - 1) {
        err.println("row " + row.line() + ", of " + rows.size() + " rows");
        err.flush();
      }
      try {
        row.refuseCellsBeyondHeader();
        refuseFile(program, row.get("spec"));
        answers.put(
            row.line(),
            answer(
                program,
                knowledge,
                Asked.of(knowledge.catalog(), row.get("item"), row.get("spec")),
                row.values()));
      } catch (Refused e) {
        for (Problem p : e.problems()) {
          problems.add(
              new Problem(
                  p.id(), "row " + row.line() + " " + p.place(), p.value(), p.limit(), p.hint()));
        }
      }
    }
    if (json) {
      out.println(Json.write(document(answers, problems)));
    } else {
      out.print(csv ? Csv.answers(answers) : table(answers));
      problems.forEach(problem -> err.println(problem.sentence()));
    }
    if (!problems.isEmpty()) {
      return Main.BAD_REQUEST;
    }
    return answers.values().stream()
        .map(answer -> answer.governing().verdict())
        .sorted()
        .findFirst()
        .orElse(Verdict.NO_LICENCE_REQUIRED)
        .exitCode();
  }

  /** A row that is sent over HTTP reads no file of this machine. */
  private static void refuseFile(Main program, @Nullable String described) {
    if (program.isServed() && described != null && Asked.namesFile(described)) {
      throw new Refused(
          new Problem("bad-value", "spec", described, "keys and values, not a file", ""));
    }
  }

  private int batch(Main program, Knowledge knowledge, Path from, PrintWriter out) {
    Path to = outFile;
    if (to == null) {
      throw new Refused(
          new Problem("missing", "--out", "", "a file for the answers", "Maybe --out out.csv."));
    }
    boolean alone = item == null && described == null && file == null && memo == null;
    if (!alone || csv || full || clock.equals("both")) {
      String limit = "no ITEM, --spec, --file, --memo, --csv, --full or --clock both beside it";
      throw new Refused(new Problem("bad-arguments", "--batch", from.toString(), limit, ""));
    }
    Path bad = rejects == null ? to.resolveSibling(to.getFileName() + ".rejects.csv") : rejects;
    PrintWriter err = java.util.Objects.requireNonNull(spec).commandLine().getErr();
    BatchRun run = new BatchRun(knowledge, trade, asOf, aatc, program.today(), clock(), err);
    BatchCounts counts = run.run(from, to, bad);
    out.println(
        json
            ? Json.write(counts.document(knowledge.rulebook(), clock(), to, bad))
            : counts.text(knowledge.rulebook(), clock(), to, bad));
    return counts.exitCode();
  }

  private Map<String, Object> document(Map<Long, Answer> answers, List<Problem> problems) {
    List<Object> documents = new ArrayList<>();
    answers.forEach((line, answer) -> {
      Map<String, Object> document = Json.object("row", line);
      document.putAll(document(answer));
      documents.add(document);
    });
    Map<String, Object> out = Json.object("answers", documents);
    out.putAll(Json.problems(problems));
    out.put("disclaimer", Answer.DISCLAIMER);
    return out;
  }

  private static String table(Map<Long, Answer> answers) {
    Page page = new Page();
    answers.forEach((line, answer) -> {
      Determination d = answer.governing();
      String eccn = d.eccn();
      String entry = eccn != null ? eccn : d.eccnCandidates().size() > 1 ? "depends" : "-";
      String policy = Text.policy(d);
      page.labelled(
          0,
          "row %-4d %-20s %-8s %-6s %s"
              .formatted(
                  line, d.verdict().word(), entry, d.trade().destination(), d.trade().asOf()),
          VERDICT_COLUMNS,
          d.item().name() + (policy.isEmpty() ? "" : "; " + Text.REVIEW_POLICY + policy));
      d.trade().notices().forEach(n -> page.line(2, n.code() + ": " + n.text()));
    });
    page.line(0, Answer.DISCLAIMER);
    return page.text() + "\n";
  }
}
