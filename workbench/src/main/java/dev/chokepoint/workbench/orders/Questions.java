package dev.chokepoint.workbench.orders;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Questions about finished runs. They share one database, which is opened at the first of them, and
 * its memory; few are asked at once and the others wait their turn.
 */
public final class Questions implements Closeable {
  private static final long MEMORY_MEGABYTES = 800;
  private static final int AT_ONCE = 4;

  private final Semaphore places = new Semaphore(AT_ONCE, true);
  private final Path spill;
  private @Nullable Duck database;

  /**
   * Questions that nobody has asked yet.
   *
   * @param spill folder for what does not fit in memory
   */
  public Questions(Path spill) {
    this.spill = spill.toAbsolutePath();
  }

  private synchronized Duck connection() {
    if (database == null) {
      database =
          new Duck(
              spill, MEMORY_MEGABYTES, Math.min(4, Runtime.getRuntime().availableProcessors()));
      database.run("SET parquet_metadata_cache = true");
      Results.createMacro(database);
    }
    return database.another();
  }

  <T> T ask(Function<Duck, T> question) {
    try {
      places.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
    try (Duck duck = connection()) {
      return question.apply(duck);
    } catch (Duck.SqlTrouble e) {
      // A database that failed inside answers nothing any more.
      close();
      throw e;
    } finally {
      places.release();
    }
  }

  @Override
  public synchronized void close() {
    if (database != null) {
      database.close();
      database = null;
    }
  }
}
