package dev.chokepoint.workbench.web;

import dev.chokepoint.controls.Clock;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Progress;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.Main;
import dev.chokepoint.workbench.ledger.Book;
import dev.chokepoint.workbench.ledger.Books;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.orders.Heading;
import dev.chokepoint.workbench.orders.Run;
import dev.chokepoint.workbench.orders.Summary;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Runs over order books as jobs: what {@code screen} and {@code exposure} do. */
final class BookRuns {
  private static final Pattern PART = Pattern.compile("chokepoint: part (\\d+) of (\\d+)");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int ALERTS_PER_WEEK = 20;
  private static final long MEMORY_MEGABYTES = 2000;
  private static final long PART_LINES = 1_000_000;

  private final Books books;
  private final BookFolder folder;
  private final Recorder recorder;
  private final Knowledge knowledge;
  private final Jobs jobs;
  private final Path lists;
  private final Duration longest;
  private final Map<String, Job> underWay = new ConcurrentHashMap<>();

  /** Runs whose end could not be written down, as the store was away. */
  private final Map<String, Runnable> unsaid = new ConcurrentHashMap<>();

  private volatile boolean closing;

  BookRuns(
      Books books,
      BookFolder folder,
      Recorder recorder,
      Knowledge knowledge,
      Jobs jobs,
      Path lists,
      Duration longest) {
    this.books = books;
    this.folder = folder;
    this.recorder = recorder;
    this.knowledge = knowledge;
    this.jobs = jobs;
    this.lists = lists;
    this.longest = longest;
  }

  /** Begins a run that was asked for; null where too much waits already. */
  @Nullable Job start(Book.Run run, Book.Upload upload, String via) {
    Job job =
        jobs.begin(
            "/books",
            run.askedBy(),
            longest,
            progress -> {
              try {
                return made(run, upload, via, progress);
              } finally {
                underWay.remove(run.id());
              }
            },
            () -> {
              underWay.remove(run.id());
              stopped(run, upload, via);
            });
    if (job == null) {
      books.end(run, Book.RunState.STOPPED, "too much waits", "", null, follows(run, upload), via);
    } else if (!job.hasEnded()) {
      underWay.put(run.id(), job);
    }
    return job;
  }

  /** Goes on with what was asked for before this server started. */
  void resume() {
    for (Book.Run run : books.open()) {
      books.upload(run.upload()).ifPresent(upload -> start(run, upload, "resumed"));
    }
  }

  /**
   * The work on a run, if this server does it now. One whose end could not be written down is done
   * again when somebody looks at it.
   */
  @Nullable Job job(String run) {
    Runnable again = unsaid.remove(run);
    if (again != null) {
      again.run();
    }
    Job job = underWay.get(run);
    return job == null || job.hasEnded() ? null : job;
  }

  /** Lets runs be stopped without saying that somebody wanted it: the next server goes on. */
  void close() {
    closing = true;
    folder.close();
  }

  private ObjectNode follows(Book.Run run, Book.Upload upload) {
    ObjectNode follows = recorder.follows(List.of(), true);
    follows.setAll(Books.follows(upload, beside(run)));
    return follows;
  }

  /** The tables that a run reads beside the orders. */
  List<Book.Upload> beside(Book.Run run) {
    return run.asked()
        .path("files")
        .valueStream()
        .flatMap(id -> books.upload(id.asString("")).stream())
        .toList();
  }

  private @Nullable Path beside(Book.Run run, Book.Holds holds) {
    String id = run.asked().path("files").path(holds.word()).asString("");
    return id.isEmpty() ? null : folder.upload(id);
  }

  private Reply made(Book.Run run, Book.Upload upload, String via, Progress progress) {
    try {
      return tried(run, upload, via, progress);
    } catch (Refused e) {
      if (Store.isUnavailable(e)) {
        unsaid.put(run.id(), () -> start(run, upload, "resumed"));
      }
      throw e;
    }
  }

  /** Whether it is no fault of the run: the store is away, or another server is at it. */
  private static boolean isOfTheMoment(Refused e) {
    return Store.isUnavailable(e)
        || e.problems().stream().anyMatch(problem -> problem.id().equals("folder-in-use"));
  }

  private Reply tried(Book.Run run, Book.Upload upload, String via, Progress progress) {
    Path out = folder.results(run.id());
    try {
      progress.at("", 0, 0); // One that is over at once tells of nothing else.
      // Before it reads them: an import meanwhile is not what it follows from.
      ObjectNode follows = follows(run, upload);
      Summary summary =
          new Run(job(run, out), knowledge, Main.programVersion(), told(progress), null).call();
      if (!summary.reconciled()) {
        throw new IllegalStateException("not reconciled: " + summary.differences());
      }
      folder.worklist(run.id()).prepare();
      String results = Run.checksum(out);
      follows.put("results", results);
      byte[] answer = summary.json().getBytes(StandardCharsets.UTF_8);
      books.end(run, Book.RunState.DONE, "", results, answer, follows, via);
      return Reply.json(MAPPER.writeValueAsString(Map.of("run", run.id())) + "\n");
    } catch (Refused e) {
      if (Thread.currentThread().isInterrupted()) {
        // A file that was being written then says that it cannot be.
        stopped(run, upload, via);
        throw new CancellationException();
      }
      if (!closing && !isOfTheMoment(e)) {
        String why = MAPPER.writeValueAsString(folder.forSender(e, 0).problems());
        books.end(run, Book.RunState.REFUSED, why, "", null, follows(run, upload), via);
      }
      throw e;
    } catch (CancellationException e) {
      stopped(run, upload, via);
      throw e;
    } catch (RuntimeException | Error e) {
      if (Thread.interrupted()) {
        stopped(run, upload, via);
        throw new CancellationException();
      }
      books.end(run, Book.RunState.FAILED, "", "", null, follows(run, upload), via);
      throw e;
    }
  }

  private void stopped(Book.Run run, Book.Upload upload, String via) {
    Thread.interrupted(); // Or the store could not be written to.
    if (!closing) {
      books.end(run, Book.RunState.STOPPED, "", "", null, follows(run, upload), via);
    }
  }

  private dev.chokepoint.workbench.orders.Job job(Book.Run run, Path out) {
    JsonNode asked = run.asked();
    Map<String, String> mapping = new LinkedHashMap<>();
    asked
        .path("mapping")
        .properties()
        .forEach(e -> mapping.put(e.getKey(), e.getValue().asString("")));
    Path map = folder.mapping(run.id());
    Heading.write(mapping, map);
    return new dev.chokepoint.workbench.orders.Job(
        dev.chokepoint.workbench.orders.Job.Kind.valueOf(
            asked.path("kind").asString("").toUpperCase(Locale.ROOT)),
        folder.upload(run.upload()),
        out,
        LocalDate.parse(asked.path("from").asString("")),
        LocalDate.parse(asked.path("to").asString("")),
        Clock.valueOf(asked.path("clock").asString("").toUpperCase(Locale.ROOT)),
        new dev.chokepoint.workbench.orders.Job.Options(
            map,
            beside(run, Book.Holds.PRODUCTS),
            beside(run, Book.Holds.LICENCES),
            beside(run, Book.Holds.RATES),
            beside(run, Book.Holds.INVENTORY),
            null,
            lists,
            said(asked, "currency"),
            said(asked, "dates"),
            null,
            ALERTS_PER_WEEK,
            MEMORY_MEGABYTES,
            Runtime.getRuntime().availableProcessors(),
            PART_LINES,
            true));
  }

  private static @Nullable String said(JsonNode asked, String key) {
    String value = asked.path(key).asString("");
    return value.isEmpty() ? null : value;
  }

  /** Tells a job what a run says of its progress. */
  private static PrintWriter told(Progress progress) {
    return new PrintWriter(Writer.nullWriter()) {
      @Override
      public void println(@Nullable String line) {
        String said = String.valueOf(line);
        Matcher part = PART.matcher(said);
        if (part.matches()) {
          progress.at("parts", Long.parseLong(part.group(1)), Long.parseLong(part.group(2)));
        } else {
          progress.at(said.replaceFirst("^chokepoint: ", ""), 0, 0);
        }
      }
    };
  }
}
