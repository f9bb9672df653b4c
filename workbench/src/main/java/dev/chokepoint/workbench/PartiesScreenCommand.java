package dev.chokepoint.workbench;

import dev.chokepoint.knowledge.Source;
import dev.chokepoint.parties.Flag;
import dev.chokepoint.parties.Hit;
import dev.chokepoint.parties.Search;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.parties.PartyScreen;
import dev.chokepoint.workbench.parties.Review;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Many names, a row each. */
@Command(name = "screen", description = "Screen a CSV of names; a row of the answer for each hit.")
final class PartiesScreenCommand implements Callable<Integer> {
  private static final List<String> NAME_COLUMNS =
      List.of("name", "full_name", "end_user", "enduser", "company", "party", "consignee");
  private static final List<String> COUNTRY_COLUMNS = List.of("country", "country_code", "cc");
  private static final int ROWS_A_LINE = 20_000;
  private static final List<String> COLUMNS =
      List.of(
          "row",
          "name",
          "country",
          "result",
          "rank",
          "score",
          "listedName",
          "matchedAlias",
          "source",
          "citation",
          "licenceRequirement",
          "licencePolicy",
          "footnote",
          "countries",
          "why",
          "flags",
          "decision",
          "problem",
          "listDate");

  @ParentCommand @Nullable PartiesCommand parent;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
  @Mixin PartyOptions list = new PartyOptions();
  @Mixin PartyOptions.Names names = new PartyOptions.Names();

  @Parameters(
      paramLabel = "NAMES",
      description =
          "CSV with a column name (or full_name) and perhaps country; - is standard input.")
  @Nullable Path file;

  @Option(
      names = "--out",
      paramLabel = "CSV",
      required = true,
      description = "Where answers go; - prints them alone.")
  @Nullable Path out;

  @Option(names = "--column", paramLabel = "NAME", description = "Column that holds the names.")
  @Nullable String column;

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "At most so many hits a name; default ${DEFAULT-VALUE}.")
  int most = 5;

  private long screened;
  private long withHits;
  private long hitRows;
  private long problems;

  @Override
  public Integer call() {
    PartiesCommand parties = java.util.Objects.requireNonNull(parent);
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    LocalDate day = list.day(parties);
    Source from = parties.program().source(java.util.Objects.requireNonNull(file));
    Path to = java.util.Objects.requireNonNull(out);
    if (!from.isThere()) {
      throw new Refused(
          new Problem("no-such-file", "NAMES", from.name(), "a readable CSV file", ""));
    }
    if (isSame(from, to)) {
      throw new Refused(
          new Problem(
              "same-file", "--out", to.toString(), "another file than the one of names", ""));
    }
    Path folder = to.toAbsolutePath().normalize().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new Refused(
          new Problem("no-such-folder", "--out", to.toString(), "a file in a folder that is", ""));
    }
    Search.Options options = names.search(null, most);
    PartyScreen screen = list.screen(parties);
    Map<String, Review.Decision> decisions = new Review(parties.lists().folder()).all();
    PrintWriter stdout = line.getOut();
    try {
      if (Main.isInput(to)) {
        StringWriter answers = new StringWriter();
        write(from, answers, screen, options, decisions, line.getErr());
        stdout.print(answers);
        return problems > 0 ? Main.BAD_REQUEST : 0;
      }
      Path draft = to.resolveSibling(to.getFileName() + ".part");
      try (Writer writer = Files.newBufferedWriter(draft)) {
        write(from, writer, screen, options, decisions, line.getErr());
      }
      Files.move(draft, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (UncheckedIOException e) {
      throw unreadable(java.util.Objects.requireNonNull(e.getCause()), from);
    } catch (IOException e) {
      throw unreadable(e, from);
    }
    if (list.json) {
      stdout.println(Json.write(document(screen, day, to)));
    } else {
      stdout.println(text(screen, day, to));
    }
    return problems > 0 ? Main.BAD_REQUEST : 0;
  }

  private static boolean isSame(Source from, Path to) {
    try {
      Path file = Path.of(from.name());
      return Files.exists(to) && Files.exists(file) && Files.isSameFile(file, to);
    } catch (IOException e) {
      return false; // writing it will say what is wrong
    }
  }

  private static Refused unreadable(IOException e, Source from) {
    return new Refused(
        e instanceof CharacterCodingException
            ? new Problem("bad-encoding", "NAMES", from.name(), "UTF-8", "")
            : new Problem(
                "bad-csv",
                "NAMES",
                String.valueOf(e.getMessage()),
                "RFC 4180 with a header, and a place to write beside --out",
                ""));
  }

  private void write(
      Source from,
      Writer to,
      PartyScreen screen,
      Search.Options options,
      Map<String, Review.Decision> decisions,
      PrintWriter err)
      throws IOException {
    CSVPrinter printer =
        new CSVPrinter(to, CSVFormat.RFC4180.builder().setRecordSeparator("\n").get());
    try (BufferedReader reader = from.text()) {
      try (CSVParser parser = CSVFormat.RFC4180.parse(reader)) {
        Iterator<CSVRecord> records = parser.iterator();
        if (!records.hasNext()) {
          throw new Refused(
              new Problem("missing-header", "NAMES", "", "a line of column names", ""));
        }
        List<String> header = Csv.header(records.next(), "NAMES");
        int nameAt = nameColumn(header);
        int countryAt = first(header, COUNTRY_COLUMNS);
        printer.printRecord(COLUMNS);
        while (records.hasNext()) {
          CSVRecord record = records.next();
          if (record.size() == 1 && record.get(0).isBlank() && header.size() > 1) {
            continue;
          }
          screened++;
          String name = nameAt < record.size() ? record.get(nameAt) : "";
          String country = countryAt >= 0 && countryAt < record.size() ? record.get(countryAt) : "";
          row(record.getRecordNumber() - 1, name, country, screen, options, decisions, printer);
          if (screened % ROWS_A_LINE == 0) {
            err.println(screened + " names screened");
            err.flush();
          }
        }
      }
    }
  }

  private int nameColumn(List<String> header) {
    String wanted = column;
    int at =
        wanted == null
            ? first(header, NAME_COLUMNS)
            : header.indexOf(wanted.strip().toLowerCase(Locale.ROOT));
    if (at < 0) {
      throw new Refused(
          new Problem(
              "missing-column",
              "NAMES header",
              wanted == null ? "name" : wanted,
              "a column of names: " + String.join(", ", NAME_COLUMNS) + ", or --column",
              Nearest.hint(wanted == null ? "name" : wanted, header)));
    }
    return at;
  }

  private static int first(List<String> header, List<String> wanted) {
    for (String column : wanted) {
      if (header.contains(column)) {
        return header.indexOf(column);
      }
    }
    return -1;
  }

  private void row(
      long row,
      String name,
      String country,
      PartyScreen screen,
      Search.Options options,
      Map<String, Review.Decision> decisions,
      CSVPrinter printer)
      throws IOException {
    String listDate = screen.list().date().toString();
    try {
      String code = PartiesCommand.country(country, "country");
      Search.Found found =
          screen.find(
              name,
              new Search.Options(code, options.sought(), options.threshold(), options.most()));
      String flags = found.flags().stream().map(Flag::key).collect(Collectors.joining(" "));
      if (found.hits().isEmpty()) {
        print(
            printer,
            List.of(
                String.valueOf(row),
                name,
                country,
                PartiesSearchCommand.CLEAN,
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                flags,
                "",
                "",
                listDate));
        return;
      }
      withHits++;
      int rank = 0;
      for (Hit hit : found.hits()) {
        hitRows++;
        rank++;
        String decided =
            Review.of(decisions, name, code, hit.party())
                .map(d -> d.verdict() + " by " + d.by() + " on " + d.on())
                .orElse("");
        print(
            printer,
            List.of(
                String.valueOf(row),
                name,
                country,
                "hit",
                String.valueOf(rank),
                String.format(Locale.ROOT, "%.5f", hit.score()),
                hit.party().name(),
                hit.matchedAlias(),
                hit.party().source(),
                hit.party().citation(),
                hit.party().requirement(),
                hit.party().policy(),
                hit.party().footnote() == null ? "" : String.valueOf(hit.party().footnote()),
                String.join(" ", hit.party().countries()),
                String.join(" | ", hit.why()),
                flags,
                decided,
                "",
                listDate));
      }
    } catch (Refused e) {
      problems++;
      String problem =
          e.problems().stream().map(Problem::sentence).collect(Collectors.joining(" "));
      print(
          printer,
          List.of(
              String.valueOf(row),
              name.length() > 200 ? name.substring(0, 200) + "…" : name,
              country,
              "problem",
              "",
              "",
              "",
              "",
              "",
              "",
              "",
              "",
              "",
              "",
              "",
              "",
              "",
              problem,
              listDate));
    }
  }

  private static void print(CSVPrinter printer, List<String> cells) throws IOException {
    List<String> safe = new ArrayList<>(cells.size());
    cells.forEach(cell -> safe.add(Csv.safe(cell)));
    printer.printRecord(safe);
  }

  private Map<String, Object> document(PartyScreen screen, LocalDate day, Path to) {
    return Json.object(
        "asOf",
        day.toString(),
        "listDate",
        screen.list().date().toString(),
        "embedded",
        screen.list().embedded(),
        "threshold",
        names.threshold,
        "names",
        screened,
        "namesWithHits",
        withHits,
        "hitRows",
        hitRows,
        "namesWithProblems",
        problems,
        "out",
        to.toString(),
        "notCovered",
        screen.notCovered(),
        "disclaimer",
        Answer.DISCLAIMER);
  }

  private String text(PartyScreen screen, LocalDate day, Path to) {
    Page page = new Page();
    page.line(
        0,
        "%,d names against the list of %s (%,d parties%s): %,d with hits, %,d with problems"
            .formatted(
                screened,
                screen.list().date(),
                screen.list().parties().size(),
                screen.list().embedded() ? ", an extract" : "",
                withHits,
                problems));
    PartiesSearchCommand.later(screen, day).forEach(text -> page.line(0, text));
    page.line(
        0,
        "Answers in %s. Without a hit: %,d, %s."
            .formatted(to, screened - withHits - problems, PartiesSearchCommand.CLEAN));
    page.title("Not covered");
    screen.notCovered().forEach(each -> page.line(2, each));
    page.line(0, Answer.DISCLAIMER);
    return page.text();
  }
}
