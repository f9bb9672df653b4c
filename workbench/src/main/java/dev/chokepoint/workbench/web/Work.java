package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Progress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The work on requests: at most so many at once, each waited for at most so long, and what was
 * answered is kept while there is room.
 */
final class Work implements AutoCloseable {
  private final Semaphore places;
  private final Semaphore longPlaces;
  // Threads of the machine, so that no piece keeps the others from the processor.
  private final ExecutorService workers =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("work-", 0).factory());
  private final Duration longest;
  private final Kept kept;
  private final Map<Object, Piece> underWay = new ConcurrentHashMap<>();

  Work(Limits limits) {
    this.places = new Semaphore(limits.atOnce());
    this.longPlaces = new Semaphore(limits.jobs().running());
    this.longest = limits.longest();
    this.kept = new Kept(limits.keptBytes());
  }

  /** Work that took too long; it is told to end and keeps its place until it has. */
  static final class Late extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Long work for which there is no place now. */
  static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Ends work that nobody waits for any more. */
  static final Progress UNTIL_INTERRUPTED =
      (what, done, all) -> {
        if (Thread.currentThread().isInterrupted()) {
          throw new CancellationException();
        }
      };

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
   * A reply, from those kept, or that somebody else waits for already, or made now.
   *
   * @param key what the reply depends on, or null if it must not be kept
   */
  Reply reply(Place place, @Nullable Object key, Callable<Reply> make) {
    Reply found = key == null ? null : kept.find(key);
    if (found != null) {
      return found;
    }
    if (key == null) {
      return awaited(begun(place, make));
    }
    Piece own = new Piece(place, make);
    Piece first = underWay.putIfAbsent(key, own);
    if (first != null) {
      own.place.leave(); // It will never run.
      return awaited(first);
    }
    try {
      workers.execute(own);
      Reply made = awaited(own);
      if (made.status() == Reply.OK) {
        kept.keep(key, made);
      }
      return made;
    } finally {
      underWay.remove(key, own);
    }
  }

  /** Long work now, if there is a place for it. */
  Reply longWork(Callable<Reply> make) throws Exception {
    if (!longPlaces.tryAcquire()) {
      throw new Busy();
    }
    try {
      return make.call();
    } finally {
      longPlaces.release();
    }
  }

  /** The places of long work, which jobs wait for. */
  Semaphore longPlaces() {
    return longPlaces;
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }

  /** A piece of work on a thread that others use after it. */
  private static final class Piece implements Runnable {
    private final Place place;
    private final Callable<Reply> make;
    private final CompletableFuture<Reply> done = new CompletableFuture<>();
    private @Nullable Thread thread;
    private boolean stopped;

    Piece(Place place, Callable<Reply> make) {
      this.place = place;
      this.make = make;
      place.holders.incrementAndGet();
    }

    @Override
    public void run() {
      try {
        begin(Thread.currentThread());
        done.complete(make.call());
      } catch (Throwable e) { // Also an error must reach the one who waits.
        done.completeExceptionally(e);
      } finally {
        begin(null);
        place.leave();
      }
    }

    private synchronized void begin(@Nullable Thread now) {
      thread = now;
      if (now != null && stopped) {
        throw new CancellationException();
      }
    }

    synchronized void stop() {
      stopped = true;
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  private Piece begun(Place place, Callable<Reply> make) {
    Piece piece = new Piece(place, make);
    workers.execute(piece);
    return piece;
  }

  private Reply awaited(Piece piece) {
    try {
      return piece.done.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      piece.stop();
      throw new Late();
    } catch (InterruptedException e) {
      piece.stop();
      Thread.currentThread().interrupt();
      throw new Late();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CancellationException) {
        throw new Late();
      }
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
