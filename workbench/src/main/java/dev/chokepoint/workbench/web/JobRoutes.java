package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Progress;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Jobs over HTTP: begun by {@code Prefer: respond-async} (RFC 7240), watched, fetched, stopped. */
final class JobRoutes implements AutoCloseable {
  /** Where jobs are. */
  static final String PATH = Api.BASE + "/jobs";

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int ACCEPTED = 202;
  private static final int CONFLICT = 409;
  private static final int GONE = 410;

  /** No more often is a watcher told. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** A connection on which nothing happened for so long gets a line, or is found to be lost. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  /** So long at most is somebody told who was disabled or logged out. */
  private static final Duration RECHECK = Duration.ofSeconds(1);

  private final Jobs jobs;
  private final int most;
  private final Semaphore watchers;

  private final Predicate<Context> stillKnown;

  /**
   * @param stillKnown whether the one who began to watch would still be let in
   */
  JobRoutes(Jobs jobs, Limits.ForJobs limits, Predicate<Context> stillKnown) {
    this.stillKnown = stillKnown;
    this.jobs = jobs;
    this.most = limits.watchers();
    this.watchers = new Semaphore(limits.watchers());
  }

  void add(JavalinConfig config) {
    config.routes.get(PATH + "/{job}", context -> with(context, this::state));
    config.routes.get(PATH + "/{job}/result", context -> with(context, this::result));
    config.routes.get(PATH + "/{job}/events", context -> with(context, this::events));
    config.routes.delete(PATH + "/{job}", context -> with(context, this::stop));
  }

  /** Whether a request asks for a job instead of an answer. */
  static boolean isWanted(Context context) {
    String prefer = context.header("Prefer");
    return prefer != null && prefer.toLowerCase(java.util.Locale.ROOT).contains("respond-async");
  }

  /** Begins a job and says where it is. */
  void begin(Context context, String route, Function<Progress, Reply> make) {
    Job job = jobs.begin(route, Access.name(context), make);
    if (job == null) {
      Server.busy(context, "10", "Too many jobs wait already.");
      return;
    }
    context.header("Location", PATH + "/" + job.id());
    context.header("Preference-Applied", "respond-async");
    Server.send(context, reply(job).as(ACCEPTED));
  }

  /** Stops all jobs, and waits a moment for their watchers to be told. */
  @Override
  public void close() {
    jobs.close();
    try {
      watchers.tryAcquire(most, 1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface With {
    void handle(Context context, Job job) throws IOException;
  }

  private void with(Context context, With handler) throws IOException {
    context.attribute(Server.ROUTE, context.endpoint().path);
    Job job = jobs.find(context.pathParam("job"));
    // Another's job is as one that is not there.
    if (job == null || !Objects.equals(job.owner(), Access.name(context))) {
      Server.send(
          context, Reply.problem(Reply.NOT_FOUND, "There is no such job, or no more.", null));
    } else {
      handler.handle(context, job);
    }
  }

  private static Reply reply(Job job) {
    return Reply.json(text(job.standing()) + "\n");
  }

  private static String text(Job.Standing standing) {
    return MAPPER.writeValueAsString(standing.document());
  }

  private void state(Context context, Job job) {
    Server.send(context, reply(job));
  }

  private void result(Context context, Job job) {
    Job.Standing standing = job.standing();
    @Nullable Reply result = job.result();
    if (result != null) {
      Server.send(context, result);
    } else if (standing.state().isEnd()) {
      boolean defect = standing.state() == Job.State.FAILED;
      String title = defect ? "Defect of ours." : "The job was stopped: " + standing.state().word();
      Server.send(context, Reply.problem(defect ? Reply.DEFECT : GONE, title + ".", null));
    } else {
      context.header("Retry-After", "1");
      Server.send(context, Reply.problem(CONFLICT, "The job has not ended.", null));
    }
  }

  private void stop(Context context, Job job) {
    job.stop(Job.State.CANCELLED);
    Server.send(context, reply(job));
  }

  /** Server-sent events: {@code progress} whenever it has come further, {@code end} at the end. */
  private void events(Context context, Job job) throws IOException {
    if (!watchers.tryAcquire()) {
      Server.busy(context, "1", "Too many connections watch jobs.");
      return;
    }
    try {
      context.disableCompression();
      context.header("Cache-Control", "no-store");
      context.contentType("text/event-stream; charset=utf-8");
      watch(context, job);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      watchers.release();
    }
  }

  private void watch(Context context, Job job) throws InterruptedException {
    long told = -1;
    long known = System.nanoTime();
    try {
      OutputStream out = context.res().getOutputStream();
      while (true) {
        Job.Standing standing = job.after(told, SILENCE);
        if (System.nanoTime() - known > RECHECK.toNanos()) {
          if (!stillKnown.test(context)) {
            return; // Disabled or logged out meanwhile: nothing more is for them.
          }
          known = System.nanoTime();
        }
        boolean end = standing.state().isEnd();
        boolean news = standing.number() != told;
        String event =
            "event: " + (end ? "end" : "progress") + "\ndata: " + text(standing) + "\n\n";
        out.write((news ? event : ": nothing new\n\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        if (end) {
          return;
        }
        told = standing.number();
        Thread.sleep(PAUSE);
      }
    } catch (IOException e) {
      // Who watched is gone; the job goes on.
    }
  }
}
