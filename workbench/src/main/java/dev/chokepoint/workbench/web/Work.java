package dev.chokepoint.workbench.web;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The work on requests: at most so many at once, each waited for at most so long, and what was
 * answered is kept while there is room.
 */
final class Work {
  private final Semaphore places;
  private final Duration longest;
  private final Kept kept;

  Work(Limits limits) {
    this.places = new Semaphore(limits.atOnce());
    this.longest = limits.longest();
    this.kept = new Kept(limits.keptBytes());
  }

  /** Work that took too long; it goes on and keeps its place until it ends. */
  static final class Late extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** One of the places, free again when the request and the work for it have both ended. */
  final class Place {
    private final AtomicInteger holders = new AtomicInteger(1);

    void leave() {
      if (holders.decrementAndGet() == 0) {
        places.release();
      }
    }
  }

  /** A place, or null when all are taken. */
  @Nullable Place enter() {
    return places.tryAcquire() ? new Place() : null;
  }

  /** Places that are free. */
  int free() {
    return places.availablePermits();
  }

  /**
   * A reply, from those kept or made now.
   *
   * @param key what the reply depends on, or null if it must not be kept
   */
  Reply reply(Place place, @Nullable Object key, Callable<Reply> make) {
    Reply found = key == null ? null : kept.find(key);
    if (found != null) {
      return found;
    }
    Reply made = within(place, make);
    if (key != null && made.status() == Reply.OK) {
      kept.keep(key, made);
    }
    return made;
  }

  private Reply within(Place place, Callable<Reply> make) {
    CompletableFuture<Reply> done = new CompletableFuture<>();
    place.holders.incrementAndGet();
    Thread.ofVirtual()
        .start(() -> {
          try {
            done.complete(make.call());
          } catch (Throwable e) { // Also an error must reach the one who waits.
            done.completeExceptionally(e);
          } finally {
            place.leave();
          }
        });
    try {
      return done.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new Late();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Late();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Replies by what they depend on, the one not asked for longest leaving first. */
  private static final class Kept {
    private final long most;
    private final Map<Object, Reply> replies = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    Kept(long most) {
      this.most = most;
    }

    synchronized @Nullable Reply find(Object key) {
      return replies.get(key);
    }

    synchronized void keep(Object key, Reply reply) {
      if (reply.size() > most / 4) {
        return;
      }
      Reply before = replies.put(key, reply);
      bytes += reply.size() - (before == null ? 0 : before.size());
      var eldest = replies.entrySet().iterator();
      while (bytes > most && eldest.hasNext()) {
        bytes -= eldest.next().getValue().size();
        eldest.remove();
      }
    }
  }
}
