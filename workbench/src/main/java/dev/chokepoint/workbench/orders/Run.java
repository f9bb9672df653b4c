package dev.chokepoint.workbench.orders;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.screening.Decisions;
import dev.chokepoint.screening.Licences;
import dev.chokepoint.workbench.parties.Naming;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One run over an order book, from the file to its results. */
public final class Run {
  /** System property that has every phase told, however short. */
  static final String PHASES = "chokepoint.phases";

  private static final long QUIET_NANOSECONDS = 2_000_000_000L;

  private final long started = System.nanoTime();
  private final Job job;
  private final Knowledge knowledge;
  private final String version;
  private final PrintWriter log;
  private final Part.@Nullable Elsewhere elsewhere;
  private final Map<Path, String> names;

  /**
   * A run.
   *
   * @param version version of the program, for the manifest
   * @param log where progress is told
   * @param elsewhere writes the parts; null for this process
   */
  public Run(
      Job job,
      Knowledge knowledge,
      String version,
      PrintWriter log,
      Part.@Nullable Elsewhere elsewhere) {
    this(job, knowledge, version, log, elsewhere, Map.of());
  }

  /**
   * The same again.
   *
   * @param names what results call a path, where that is not what it is called now
   */
  Run(
      Job job,
      Knowledge knowledge,
      String version,
      PrintWriter log,
      Part.@Nullable Elsewhere elsewhere,
      Map<Path, String> names) {
    this.job = job;
    this.knowledge = knowledge;
    this.version = version;
    this.log = log;
    this.elsewhere = elsewhere;
    this.names = Map.copyOf(names);
  }

  /** Does what was asked; the summary says how it ended. */
  public Summary call() {
    try (WorkFolder folder = new WorkFolder(job.out())) {
      say("reading " + job.input().getFileName());
      Fingerprint print = Fingerprint.of(job.input(), "input");
      Naming naming = naming();
      Map<String, Object> identity = identity(print, naming);
      folder.begin(identity);
      Path spill = folder.work().resolve("spill");
      Summary summary;
      try (Duck duck = new Duck(spill, job.options().memoryMegabytes(), job.options().threads())) {
        summary = results(duck, folder, print, naming, identity);
      }
      print.mustStillHold(job.input());
      if (summary.reconciled()) {
        say("publishing");
        folder.list(identity);
        say("moving");
        folder.publish();
        folder.done();
      }
      return summary;
    }
  }

  private Summary results(
      Duck duck,
      WorkFolder folder,
      Fingerprint print,
      Naming naming,
      Map<String, Object> identity) {
    Results.createMacro(duck);
    say("staging");
    Stage stage = Stage.of(duck, job, print, folder.work(), map());
    print.mustStillHold(job.input());
    say("reading cells of " + stage.rows() + " lines");
    Dictionaries dictionaries = new Dictionaries(duck, stage, job, knowledge);
    dictionaries.fill();
    say("reading names");
    Names names = new Names(duck, stage, job, naming);
    names.fill();
    say("joining cells");
    Typed typed = new Typed(stage, names, job, folder.work());
    Decisions decisions = new Decisions(knowledge.rulebook(), job.clock(), names.all());
    dictionaries.fill(typed, new Rates(job.options().rates()), decisions);
    typed.write(duck, dictionaries.numbering());
    say("finding cases");
    new Judged(duck, dictionaries, names, decisions, job).fill(typed, this::say);
    Products products = new Products(knowledge.catalog(), job.options().products());
    Results.createTexts(duck, stage);
    List<Licences.Balance> balances = Drawn.fill(duck, typed, job, products);
    say("drawing licences");
    List<Part> parts =
        parts(duck, folder, stage, new Results(typed, job.options().licences() != null));
    say("joining " + parts.size() + " parts");
    if (job.options().csv()) {
      join(folder, "decided", parts.stream().map(Part::csv).toList());
    }
    join(folder, "rejects", parts.stream().map(Part::rejects).toList());
    names.write(folder.results());
    say("summing");
    Summary summary =
        new Summarizer(
                duck, stage, typed, job, knowledge, dictionaries.skus(), names, folder.results())
            .summary(identity, decisions.size(), balances);
    Disk.write(folder.results().resolve("summary.json"), summary.json());
    Disk.write(folder.results().resolve("memo.html"), OrderMemo.html(summary));
    return summary;
  }

  /** Writes the parts that are not there yet, here or elsewhere. */
  private List<Part> parts(Duck duck, WorkFolder folder, Stage stage, Results results) {
    long size = job.options().chunkLines();
    int count = Math.toIntExact((stage.rows() + size - 1) / size);
    Disk.createFolders(folder.work().resolve("parts"));
    Disk.createFolders(folder.results().resolve("decided"));
    List<Part> parts = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      long from = number * size;
      parts.add(
          new Part(
              number,
              results.decided(from, from + size),
              results.rejected(from, from + size),
              folder.work().toString(),
              job.options().csv()));
    }
    Part.Elsewhere there = elsewhere;
    if (there == null) {
      for (Part part : parts) {
        part.write(duck);
        say("part " + (part.number() + 1) + " of " + count);
      }
    } else {
      Path tables = folder.work().resolve("tables");
      Part.export(duck, tables);
      say("sending " + count + " parts");
      there.write(parts.stream().filter(part -> !part.written()).toList(), tables);
    }
    return parts;
  }

  /** One file of the parts; the first alone has a header. */
  private static void join(WorkFolder folder, String table, List<Path> parts) {
    Path draft = folder.work().resolve(table + ".csv.tmp");
    try (OutputStream out = Files.newOutputStream(draft)) {
      for (Path part : parts) {
        Files.copy(part, out);
      }
    } catch (IOException e) {
      throw Disk.trouble(e, draft);
    }
    Disk.publish(draft, folder.results().resolve(table + ".csv"));
  }

  private Map<String, String> map() {
    Map<String, String> map = new TreeMap<>();
    Path file = job.options().map();
    if (file != null) {
      SideTable.read(file, "--map", List.of("header", "column"), List.of())
          .forEach(row -> map.put(row.get("header"), row.get("column")));
    }
    return map;
  }

  /** One number for all that a finished run left: the same results have the same. */
  public static String checksum(Path out) {
    return Fingerprint.sha256(out.resolve(WorkFolder.MANIFEST), "--out");
  }

  /** The same before anything is read. */
  Map<String, Object> identity() {
    return identity(Fingerprint.of(job.input(), "input"), naming());
  }

  /** Names are read on the day that decides. */
  private Naming naming() {
    return Naming.on(job.to(), job.options().store(), knowledge)
        .notClearedBy(job.options().notClearedBy());
  }

  /** Everything that the results follow from; the same job again gives the same bytes. */
  private Map<String, Object> identity(Fingerprint print, Naming naming) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("command", job.kind().word());
    out.put("version", version);
    out.put("input", called(job.input()));
    out.put("from", job.from().toString());
    out.put("to", job.to().toString());
    out.put("clock", job.clock().word());
    Map<String, Object> options = new LinkedHashMap<>();
    Map<String, Object> hashes = new LinkedHashMap<>();
    hashes.put("rulebook", rulebookHash());
    hashes.put("catalogue", knowledge.hash());
    hashes.put("parties", naming.screen().hash());
    if (!naming.decisionsHash().isEmpty()) {
      hashes.put("decisions", naming.decisionsHash());
    }
    hashes.put("input", print.sha256());
    job.options()
        .files()
        .forEach((option, file) -> {
          options.put(option, called(file));
          hashes.put(option.substring(2), Fingerprint.sha256(file, option));
        });
    Path store = job.options().store();
    if (store != null) {
      options.put("--store", called(store));
    }
    Path previous = job.options().previous();
    if (previous != null) {
      options.put("--previous", called(previous));
      hashes.put(
          "previous", Fingerprint.sha256(previous.resolve(WorkFolder.MANIFEST), "--previous"));
    }
    put(options, "--currency", job.options().currency());
    put(options, "--dates", job.options().dates());
    put(options, "--encoding", job.options().encoding());
    options.put("--alerts-per-week", job.options().alertsPerWeek());
    options.put("--part-lines", job.options().chunkLines());
    if (!job.options().csv()) {
      options.put("--no-csv", true);
    }
    if (!job.options().notClearedBy().isEmpty()) {
      options.put("--not-cleared-by", job.options().notClearedBy());
    }
    out.put("options", options);
    out.put("hashes", hashes);
    out.put("whatIf", knowledge.rulebook().whatIf());
    return out;
  }

  private String called(Path path) {
    return names.getOrDefault(path, path.toString());
  }

  /** Of the knowledge, and of the files that were read beside the law. */
  private String rulebookHash() {
    if (knowledge.rulebook().whatIf().isEmpty()) {
      return knowledge.hash();
    }
    StringBuilder text = new StringBuilder(knowledge.hash());
    for (String name : knowledge.rulebook().whatIf()) {
      Path file = Path.of(name);
      text.append('\n').append(name);
      if (Files.isRegularFile(file)) {
        text.append(' ').append(Fingerprint.sha256(file, "--overlay"));
      }
    }
    return Fingerprint.sha256(text.toString());
  }

  private static void put(Map<String, Object> options, String name, @Nullable String value) {
    if (value != null) {
      options.put(name, value);
    }
  }

  /** Tells of progress, but not of a run that is over at once. */
  private void say(String phase) {
    if (System.nanoTime() - started < QUIET_NANOSECONDS && !Boolean.getBoolean(PHASES)) {
      return;
    }
    log.println("chokepoint: " + phase);
    log.flush();
  }
}
