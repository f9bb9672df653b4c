package dev.chokepoint.workbench;

import dev.chokepoint.controls.Clock;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.orders.Job;
import dev.chokepoint.workbench.orders.Run;
import dev.chokepoint.workbench.orders.Summary;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that the commands on order books share. */
final class OrderOptions {
  @Parameters(
      paramLabel = "FILE",
      description = "CSV, TSV, Parquet, JSON lines or XLSX; gzip or zip of them.")
  Path file = Path.of("");

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder of results.")
  Path out = Path.of("");

  @Option(
      names = "--map",
      paramLabel = "CSV",
      description = "Names of columns: header,column a row.")
  @Nullable Path map;

  @Option(
      names = "--products",
      paramLabel = "CSV",
      description = "What part numbers are: sku and item, or sku and spec.")
  @Nullable Path products;

  @Option(
      names = "--licences",
      paramLabel = "CSV",
      description = "Licences held: number, expires, and items, destinations, quantity, value_usd.")
  @Nullable Path licences;

  @Option(names = "--rates", paramLabel = "CSV", description = "Dated rates: date, currency, usd.")
  @Nullable Path rates;

  @Option(
      names = "--inventory",
      paramLabel = "CSV",
      description = "Stock: sku, stage, quantity, unitCost, and currency, reusable.")
  @Nullable Path inventory;

  @Option(
      names = "--previous",
      paramLabel = "DIR",
      description = "Results of an earlier run: changes.csv says what changed since.")
  @Nullable Path previous;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Folder of imported lists of parties; default the user's own.")
  @Nullable Path store;

  @Option(
      names = "--not-cleared-by",
      paramLabel = "NAME",
      description = "Whose decisions that a name is another than a listed one do not count; often.")
  List<String> notClearedBy = List.of();

  @Option(
      names = "--currency",
      paramLabel = "CODE",
      description = "Currency of prices that name none.")
  @Nullable String currency;

  @Option(
      names = "--dates",
      paramLabel = "dmy|mdy",
      description = "How to read a date such as 03/04/2025; refused if not said.")
  @Nullable String dates;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description = "Encoding of a text, such as GB18030; found out if not said.")
  @Nullable String encoding;

  @Option(names = "--clock", paramLabel = "WORD", description = "enforced (default) or codified.")
  String clock = "enforced";

  @Option(
      names = "--alerts-per-week",
      paramLabel = "N",
      description = "How many red flags people can review a week; default 20.")
  int alertsPerWeek = 20;

  @Option(
      names = "--memory",
      paramLabel = "MB",
      description = "Most memory beside the heap; default 2000.")
  long memoryMegabytes = 2000;

  @Option(names = "--threads", paramLabel = "N", description = "Threads; default all.")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--part-lines", hidden = true, description = "Lines of one part of the results.")
  long partLines = 1_000_000;

  @Option(
      names = "--no-csv",
      description = "Leave decided.csv out: decided lines in Parquet alone.")
  boolean noCsv;

  @Option(
      names = "--fail-on-blocked",
      description = "Exit 10 if a line may not go, 11 if one cannot be decided.")
  boolean failOnBlocked;

  @Option(
      names = "--engine",
      paramLabel = "WORD",
      description = "local (default), or spark: parts are written on a cluster.")
  String engine = "local";

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Where --engine spark runs, as spark://host:7077 or local-cluster[2,1,1024].")
  @Nullable String master;

  @Option(names = "--json", description = "Print summary.json.")
  boolean json;

  int run(CommandLine line, Main program, Job.Kind kind, LocalDate from, LocalDate to) {
    check();
    Path spark = SparkEngine.home(engine, master);
    if (spark != null && program.elsewhere() == null) {
      line.getOut().flush();
      return SparkEngine.start(spark, program);
    }
    Clock read = RulesCommand.clock(clock);
    Knowledge knowledge = program.knowledge();
    Job job =
        new Job(
            kind,
            file,
            out,
            from,
            to,
            read,
            new Job.Options(
                map,
                products,
                licences,
                rates,
                inventory,
                previous,
                store,
                currency,
                dates,
                encoding,
                alertsPerWeek,
                memoryMegabytes,
                threads,
                partLines,
                !noCsv,
                notClearedBy.stream().distinct().sorted().toList()));
    Summary summary =
        new Run(job, knowledge, Main.programVersion(), line.getErr(), program.elsewhere()).call();
    if (json) {
      line.getOut().print(summary.json());
    } else {
      line.getOut().println(OrderText.of(summary));
    }
    if (!summary.reconciled()) {
      summary.differences().forEach(line.getErr()::println);
      line.getErr().println("Counts or money do not reconcile: nothing was published.");
      return 1;
    }
    (json ? line.getErr() : line.getOut()).println("checksum " + Run.checksum(out));
    if (failOnBlocked) {
      return summary.stops() ? 10 : summary.undetermined() ? 11 : 0;
    }
    return 0;
  }

  private void check() {
    if (dates != null && !List.of("dmy", "mdy").contains(dates)) {
      throw new Refused(
          new Problem(
              "bad-value",
              "--dates",
              dates,
              "dmy or mdy",
              Nearest.hint(dates, List.of("dmy", "mdy"))));
    }
    if (currency != null) {
      try {
        currency = java.util.Currency.getInstance(currency).getCurrencyCode();
      } catch (IllegalArgumentException e) {
        throw new Refused(
            new Problem("unknown-currency", "--currency", currency, "an ISO 4217 code", ""));
      }
    }
    atLeast("--alerts-per-week", alertsPerWeek, 0);
    atLeast("--memory", memoryMegabytes, 200);
    atLeast("--threads", threads, 1);
    atLeast("--part-lines", partLines, 1);
  }

  static void atLeast(String option, long value, long least) {
    if (value < least) {
      throw new Refused(
          new Problem("bad-value", option, String.valueOf(value), "at least " + least, ""));
    }
  }
}
