package dev.chokepoint.workbench.web;

import dev.chokepoint.controls.Clock;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Progress;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.Main;
import dev.chokepoint.workbench.ledger.Book;
import dev.chokepoint.workbench.ledger.Books;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.orders.Heading;
import dev.chokepoint.workbench.orders.Run;
import dev.chokepoint.workbench.orders.Summary;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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

  /** Between two looks at what nobody works on. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  private final Books books;
  private final BookFolder folder;
  private final Recorder recorder;
  private final Knowledge knowledge;
  private final Jobs jobs;
  private final Path lists;
  private final Duration longest;
  private final Map<String, Mine> underWay = new ConcurrentHashMap<>();
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("runs").factory());

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

  /** A run that this server has taken on; its job a moment later. */
  private static final class Mine {
    private volatile @Nullable Job job;
  }

  /** Begins a run that was asked for; false where too much waits already: then it is stopped. */
  boolean start(Book.Run run, Book.Upload upload, String via) {
    if (begun(run, upload, via)) {
      return true;
    }
    if (!closing) {
      String why = "too much waits";
      end(run, via, Books.Ending.without(Book.RunState.STOPPED, why, follows(run, upload)));
    }
    return false;
  }

  /** Whether it is under way here now. */
  private boolean begun(Book.Run run, Book.Upload upload, String via) {
    Mine mine = new Mine();
    // Before it begins, or one that ends at once would stay here.
    if (underWay.putIfAbsent(run.id(), mine) != null) {
      return true;
    }
    Job job =
        jobs.begin(
            "/books",
            run.askedBy(),
            longest,
            progress -> {
              try {
                return tried(run, upload, via, progress);
              } finally {
                underWay.remove(run.id(), mine);
              }
            },
            () -> {
              underWay.remove(run.id(), mine);
              stopped(run, upload, via);
            });
    if (job == null) {
      underWay.remove(run.id(), mine);
    }
    mine.job = job;
    return job != null;
  }

  /**
   * Goes on, now and every so often, with what was asked for and nobody works on: before this
   * server started, by one that was killed, or done while its end could not be written down.
   */
  void resume(Duration pause) {
    sweeper.scheduleWithFixedDelay(this::sweep, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void sweep() {
    try {
      for (Book.Run run : books.open()) {
        if (!underWay.containsKey(run.id()) && isFree(run)) {
          books.upload(run.upload()).ifPresent(upload -> begun(run, upload, "resumed"));
        }
      }
    } catch (RuntimeException e) {
      // The store or the folder is away; the next time it may be back.
    }
  }

  private boolean isFree(Book.Run run) {
    try (Closeable _ = folder.have(run.id())) {
      return true;
    } catch (Refused e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The work on a run, if this server does it now. */
  @Nullable Job job(String run) {
    Mine mine = underWay.get(run);
    Job job = mine == null ? null : mine.job;
    return job == null || job.hasEnded() ? null : job;
  }

  /**
   * Stops a run, wherever it waits or is worked on: what comes of that is then told to nobody.
   *
   * @throws Refused when it has ended
   */
  Books.Made stop(Book.Run run, Book.Upload upload, Books.By by) {
    Books.Ending stopped =
        Books.Ending.without(Book.RunState.STOPPED, "", follows(run, upload));
    Entry.Receipt receipt =
        books
            .end(run, by.name(), by.via(), stopped)
            .orElseThrow(() -> {
              String limit = "a run that waits or is worked on";
              return new Refused(new Problem("has-ended", "run", run.id(), limit, ""));
            });
    Job job = job(run.id());
    if (job != null) {
      job.stop(Job.State.CANCELLED);
    }
    return new Books.Made(run.id(), receipt);
  }

  /** Lets runs be stopped without saying that somebody wanted it: the next server goes on. */
  void close() {
    closing = true;
    sweeper.shutdownNow();
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

  private void end(Book.Run run, String via, Books.Ending ending) {
    books.end(run, run.askedBy(), via, ending);
  }

  /** Whether it is no fault of the run: the store is away, or another server is at it. */
  private static boolean isOfTheMoment(Refused e) {
    return Store.isUnavailable(e)
        || e.problems().stream().anyMatch(problem -> problem.id().equals(BookFolder.IN_USE));
  }

  private Reply tried(Book.Run run, Book.Upload upload, String via, Progress progress) {
    try (Closeable _ = folder.have(run.id())) {
      progress.at("", 0, 0); // One that is over at once tells of nothing else.
      boolean open =
          books.run(run.id()).filter(now -> now.state() == Book.RunState.ASKED).isPresent();
      if (open) { // Else another server has done it while it waited here.
        done(run, upload, via, progress);
      }
      return Reply.json(MAPPER.writeValueAsString(Map.of("run", run.id())) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Refused e) {
      if (Thread.currentThread().isInterrupted()) {
        // A file that was being written then says that it cannot be.
        stopped(run, upload, via);
        throw new CancellationException();
      }
      if (!closing && !isOfTheMoment(e)) {
        String why = MAPPER.writeValueAsString(folder.forSender(e, 0).problems());
        end(run, via, Books.Ending.without(Book.RunState.REFUSED, why, follows(run, upload)));
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
      end(run, via, Books.Ending.without(Book.RunState.FAILED, "", follows(run, upload)));
      throw e;
    }
  }

  private void done(Book.Run run, Book.Upload upload, String via, Progress progress) {
    Path out = folder.results(run.id());
    // Before it reads them: an import meanwhile is not what it follows from.
    ObjectNode follows = follows(run, upload);
    folder.worklist(run.id()).forget(); // It would be of results that are made anew.
    Summary summary =
        new Run(job(run, out), knowledge, Main.programVersion(), told(progress), null).call();
    if (!summary.reconciled()) {
      throw new IllegalStateException("not reconciled: " + summary.differences());
    }
    folder.worklist(run.id()).prepare();
    String results = Run.checksum(out);
    follows.put("results", results);
    end(run, via, new Books.Ending(Book.RunState.DONE, "", results, summary.json(), follows));
  }

  private void stopped(Book.Run run, Book.Upload upload, String via) {
    Thread.interrupted(); // Or the store could not be written to.
    if (!closing) {
      end(run, via, Books.Ending.without(Book.RunState.STOPPED, "", follows(run, upload)));
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
            true,
            run.notClearedBy()));
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
