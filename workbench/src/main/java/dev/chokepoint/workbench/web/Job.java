package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Progress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Long work that was asked for: how far it has come, and what came out. */
final class Job implements Progress {
  /** How it stands. */
  enum State {
    WAITING("waiting"),
    RUNNING("running"),
    /** Its result is what the same request without a job is answered. */
    DONE("done"),
    /** The request was wrong; the result says why. */
    REFUSED("refused"),
    /** Somebody stopped it, or the server did. */
    CANCELLED("cancelled"),
    /** It ran for longer than a job may. */
    LATE("late"),
    /** A defect of ours. */
    FAILED("failed");

    private final String word;

    State(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }

    boolean isEnd() {
      return this != WAITING && this != RUNNING;
    }
  }

  /** How a job stood at a moment; a later one has a higher number. */
  record Standing(long number, State state, Map<String, Object> document) {}

  private final String id;
  private final String route;
  private final @Nullable String owner;
  private final Duration longest;
  private State state = State.WAITING;
  private String what = "";
  private long done;
  private long all;
  private long changes;
  private long begun;
  private long ended;
  private @Nullable State stopping;
  private @Nullable Thread thread;
  private @Nullable Reply result;

  /**
   * @param owner who asked for it; null where nobody is known
   */
  Job(String id, String route, @Nullable String owner, Duration longest) {
    this.id = id;
    this.route = route;
    this.owner = owner;
    this.longest = longest;
  }

  String id() {
    return id;
  }

  String route() {
    return route;
  }

  @Nullable String owner() {
    return owner;
  }

  @Override
  public synchronized void at(String counted, long soFar, long ofAll) {
    if (System.nanoTime() - begun > longest.toNanos()) {
      stop(State.LATE);
    }
    if (stopping != null) {
      throw new CancellationException();
    }
    what = counted;
    done = soFar;
    all = ofAll;
    changed();
  }

  private void changed() {
    changes++;
    notifyAll();
  }

  /** That it has a thread, which waits for its place. */
  synchronized void on(Thread own) {
    thread = own;
  }

  /** That it has its place; false if it was stopped before. */
  synchronized boolean begin() {
    if (state.isEnd() || stopping != null) {
      return false;
    }
    state = State.RUNNING;
    begun = System.nanoTime();
    changed();
    return true;
  }

  /** Has it end soon; nothing happens to one that has ended. */
  synchronized void stop(State why) {
    if (state.isEnd() || stopping != null) {
      return;
    }
    stopping = why;
    if (state == State.WAITING) {
      end(why, null);
    }
    if (thread != null) {
      thread.interrupt();
    }
  }

  /** That its work has ended: with a result, or stopped, or by a defect where there is neither. */
  synchronized void end(@Nullable Reply with) {
    State why = stopping;
    if (!state.isEnd()) {
      end(
          why != null
              ? why
              : with == null
                  ? State.FAILED
                  : with.status() == Reply.OK ? State.DONE : State.REFUSED,
          why != null ? null : with);
    }
  }

  private void end(State how, @Nullable Reply with) {
    state = how;
    result = with;
    ended = System.nanoTime();
    changed();
  }

  /** Stops it if it has run for longer than it may. */
  synchronized void stopIfLate() {
    if (state == State.RUNNING && System.nanoTime() - begun > longest.toNanos()) {
      stop(State.LATE);
    }
  }

  synchronized boolean hasEnded() {
    return state.isEnd();
  }

  /** Whether it ended longer ago than this. */
  synchronized boolean isOld(Duration age) {
    return state.isEnd() && System.nanoTime() - ended > age.toNanos();
  }

  /** What the request is answered; null before its end and where there is none. */
  synchronized @Nullable Reply result() {
    return result;
  }

  /** Waits until it ends, or for so long. */
  void join(Duration most) throws InterruptedException {
    Thread own;
    synchronized (this) {
      own = thread;
    }
    if (own != null) {
      own.join(most);
    }
  }

  synchronized Standing standing() {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("id", id);
    out.put("route", route);
    out.put("state", state.word());
    out.put("what", what);
    out.put("done", done);
    out.put("all", all);
    String self = JobRoutes.PATH + "/" + id;
    out.put("events", self + "/events");
    out.put("result", self + "/result");
    return new Standing(changes, state, out);
  }

  /** How it stands once that differs from what is known, or after so long. */
  synchronized Standing after(long known, Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    while (changes == known && !state.isEnd()) {
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        break;
      }
      wait(left);
    }
    return standing();
  }
}
