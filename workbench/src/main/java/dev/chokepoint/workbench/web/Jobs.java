package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Progress;
import dev.chokepoint.units.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Long work: so many pieces at once, so many that wait, and results for a while. */
final class Jobs implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Limits.ForJobs limits;
  private final Semaphore places;
  private final BiConsumer<Job, Throwable> defects;
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private boolean closed;

  /**
   * @param places of long work that runs at once
   * @param defects is told of work that met a defect of ours
   */
  Jobs(Limits.ForJobs limits, Semaphore places, BiConsumer<Job, Throwable> defects) {
    this.limits = limits;
    this.places = places;
    this.defects = defects;
  }

  /**
   * Begins work; null where too much waits already, of all or of this one's.
   *
   * @param owner who asks; null where nobody is known
   */
  @Nullable Job begin(String route, @Nullable String owner, Function<Progress, Reply> make) {
    return begin(route, owner, limits.longest(), make, () -> {});
  }

  /**
   * The same of work that may run for another time than others.
   *
   * @param longest then it is stopped
   * @param never is done in place of the work when that was stopped while it waited
   */
  synchronized @Nullable Job begin(
      String route,
      @Nullable String owner,
      Duration longest,
      Function<Progress, Reply> make,
      Runnable never) {
    sweep();
    long open = jobs.values().stream().filter(job -> !job.hasEnded()).count();
    long own =
        jobs.values().stream()
            .filter(job -> owner != null && owner.equals(job.owner()) && !job.hasEnded())
            .count();
    if (closed || open >= limits.open() || own >= limits.openEach()) {
      return null;
    }
    Job job = new Job(UUID.randomUUID().toString(), route, owner, longest);
    jobs.put(job.id(), job);
    Thread thread = Thread.ofPlatform().daemon().name("job").unstarted(() -> run(job, make, never));
    job.on(thread);
    thread.start();
    return job;
  }

  private void run(Job job, Function<Progress, Reply> make, Runnable never) {
    Reply reply = null;
    boolean begun = false;
    try {
      places.acquire();
      try {
        begun = job.begin();
        if (begun) {
          reply = made(job, make);
        }
      } finally {
        places.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // It was stopped while it waited, and has ended.
    } finally {
      job.end(reply);
      sweep();
      if (!begun) {
        never.run();
      }
    }
  }

  private @Nullable Reply made(Job job, Function<Progress, Reply> make) {
    try {
      Reply reply = make.apply(job);
      return reply.size() <= limits.keptBytes() ? reply : Reply.problem(tooLarge(reply));
    } catch (Refused e) {
      return Reply.problem(e);
    } catch (CancellationException e) {
      return null;
    } catch (Throwable e) { // Also an error ends the job, or it would seem to run for ever.
      if (!Thread.currentThread().isInterrupted()) {
        defects.accept(job, e);
      }
      return null;
    }
  }

  private Refused tooLarge(Reply reply) {
    return new Refused(
        new Problem(
            "too-large",
            "result",
            reply.size() + " bytes",
            "at most " + limits.keptBytes() + " bytes",
            "Maybe the same command on the command line."));
  }

  /** A job; null where there is none, or no more. */
  synchronized @Nullable Job find(String id) {
    sweep();
    return jobs.get(id);
  }

  /** Forgets what is old or too much, and stops what has run for too long. */
  private synchronized void sweep() {
    List<Job> ended = new ArrayList<>();
    for (Iterator<Job> each = jobs.values().iterator(); each.hasNext(); ) {
      Job job = each.next();
      job.stopIfLate();
      if (job.isOld(limits.keptFor())) {
        each.remove();
      } else if (job.hasEnded()) {
        ended.add(job);
      }
    }
    long bytes = ended.stream().mapToLong(Jobs::bytes).sum();
    for (int i = 0; ended.size() - i > limits.kept() || bytes > limits.keptBytes(); i++) {
      bytes -= bytes(ended.get(i));
      jobs.remove(ended.get(i).id());
    }
  }

  private static long bytes(Job job) {
    Reply result = job.result();
    return result == null ? 0 : result.size();
  }

  /** Stops all and waits for them, for a few seconds at most. */
  @Override
  public void close() {
    List<Job> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(jobs.values());
    }
    all.forEach(job -> job.stop(Job.State.CANCELLED));
    long until = System.nanoTime() + GRACE.toNanos();
    try {
      for (Job job : all) {
        job.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
