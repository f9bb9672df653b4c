package dev.chokepoint.workbench;

import dev.chokepoint.explore.ExploreEvaluator;
import dev.chokepoint.explore.ExploreSampling;
import dev.chokepoint.explore.ExploreSummary;
import dev.chokepoint.explore.ExploreTask;
import dev.chokepoint.explore.ExploreWorkload;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Layout;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Precision;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Progress;
import dev.chokepoint.units.Refused;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Works through the chunks of an exploration on some threads. Chunks are added in their order, so
 * that the result does not depend on the threads, nor on where a run was stopped and went on.
 */
final class ExploreRun {
  static final int CHUNK = 4096;
  private static final int CHUNKS_BETWEEN_SAVES = 64;
  private static final int CHUNKS_ELSEWHERE = 1024;

  private final ExploreTask task;
  private final ExploreSampling sampling;
  private final int threads;
  private final @Nullable Path out;
  private final PrintWriter log;
  private final String identity;

  ExploreRun(
      ExploreTask task,
      ExploreSampling sampling,
      int threads,
      @Nullable Path out,
      PrintWriter log,
      String knowledge) {
    this.task = task;
    this.sampling = sampling;
    this.threads = threads;
    this.out = out;
    this.log = log;
    this.identity = identity(task, sampling, knowledge);
  }

  /** What is timed: what the space states, and usual values for the rest. */
  static ExploreWorkload workload(
      Knowledge knowledge, Map<String, String> stated, @Nullable String named) {
    String name = named == null ? stated.get("model") : named;
    if (name == null) {
      throw new Refused(
          new Problem("missing", "--model", "", "a model", "Maybe --model gpt-3-175b."));
    }
    Model model = knowledge.models().get(name);
    Precision own = model.weights();
    String word = stated.get("precision");
    Precision weights =
        word != null
            ? Precision.get(word, "workload precision")
            : own == null ? Precision.BF16 : own;
    String stored = stated.get("cache");
    Precision cache =
        stored != null
            ? Precision.get(stored, "workload cache")
            : weights.activationBytes() < 2 ? Precision.FP8 : Precision.BF16;
    int tensor = (int) whole(stated, "tp", 1, 1 << 10, 1);
    Layout.tensor(tensor).check(model);
    long input = whole(stated, "input", 1, 1 << 20, Math.min(2048, model.longest()));
    String layer = stated.getOrDefault("one-layer", "no");
    if (!layer.equals("yes") && !layer.equals("no")) {
      throw new Refused(new Problem("bad-value", "workload one-layer", layer, "yes or no", ""));
    }
    return new ExploreWorkload(
        model,
        tensor,
        weights,
        cache,
        whole(stated, "batch", 1, 1 << 20, 8),
        input,
        whole(stated, "context", 1, 1 << 24, input),
        layer.equals("yes"));
  }

  private static long whole(
      Map<String, String> stated, String key, long least, long most, long usual) {
    return PredictOptions.whole(stated.get(key), "workload " + key, least, most, usual);
  }

  /** Everything that the results depend on, in one hash. */
  private static String identity(ExploreTask task, ExploreSampling sampling, String knowledge) {
    ExploreWorkload w = task.workload();
    String all =
        String.join(
            "\n",
            task.space().text(),
            task.maker().toString(),
            task.constraints().toString(),
            task.objectives().toString(),
            task.clock().word(),
            task.day().toString(),
            task.destinations().toString(),
            w.model().toString(),
            w.tensor() + " " + w.weights() + " " + w.cache(),
            w.batch() + " " + w.input() + " " + w.context() + " " + w.layer(),
            sampling.toString(),
            task.rulebook().whatIf().toString(),
            Main.programVersion(),
            knowledge);
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The summary of all points, from where an earlier run stopped. */
  ExploreSummary go(ExploreChunks.@Nullable Elsewhere elsewhere, Progress progress) {
    return go(Long.MAX_VALUE, elsewhere, progress);
  }

  /** The same, stopped after so many chunks as by a crash. */
  ExploreSummary go(
      long mostChunks, ExploreChunks.@Nullable Elsewhere elsewhere, Progress progress) {
    ExploreFiles.@Nullable Manifest before = out == null ? null : ExploreFiles.read(out, identity);
    ExploreEvaluator own = new ExploreEvaluator(task); // refuses a wrong constraint at once
    ExploreSummary summary =
        before == null ? new ExploreSummary(task) : ExploreSummary.of(task, before.state(), own);
    long chunks = Math.ceilDiv(sampling.points(), (long) CHUNK);
    long next = before == null ? 0 : before.nextChunk();
    long end = mostChunks < chunks - next ? next + mostChunks : chunks;
    if (elsewhere == null) {
      here(summary, next, end, progress);
    } else {
      for (long from = next; from < end; from += CHUNKS_ELSEWHERE) {
        long until = Math.min(end, from + CHUNKS_ELSEWHERE);
        List<Long> some = LongStream.range(from, until).boxed().toList();
        for (String state : elsewhere.states(some)) {
          summary.add(ExploreSummary.of(task, ExploreFiles.state(state), own));
        }
        keep(summary, until);
      }
    }
    return summary;
  }

  private void here(ExploreSummary summary, long next, long end, Progress progress) {
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      ThreadLocal<ExploreEvaluator> evaluators =
          ThreadLocal.withInitial(() -> new ExploreEvaluator(task));
      Deque<Future<ExploreSummary>> ahead = new ArrayDeque<>();
      long asked = next;
      for (long chunk = next; chunk < end; chunk++) {
        for (; asked < end && ahead.size() < 2 * threads; asked++) {
          long number = asked;
          ahead.add(pool.submit(() -> summary(task, sampling, evaluators.get(), number)));
        }
        progress.at("points", Math.min(sampling.points(), chunk * CHUNK), sampling.points());
        summary.add(done(ahead.remove()));
        if ((chunk + 1) % CHUNKS_BETWEEN_SAVES == 0 || chunk + 1 == end) {
          keep(summary, chunk + 1);
        }
      }
    }
  }

  private void keep(ExploreSummary summary, long nextChunk) {
    if (out != null) {
      ExploreFiles.write(out, new ExploreFiles.Manifest(identity, nextChunk, summary.state()));
    }
    long points = nextChunk * CHUNK;
    if (points < sampling.points()) {
      log.println("%,d of %,d points".formatted(points, sampling.points()));
      log.flush();
    }
  }

  /** The summary of one chunk. */
  static ExploreSummary summary(
      ExploreTask task, ExploreSampling sampling, ExploreEvaluator evaluator, long chunk) {
    ExploreSummary summary = new ExploreSummary(task);
    summary.add(evaluator.evaluate(sampling.chunk(task.space(), chunk * CHUNK, CHUNK)));
    return summary;
  }

  private static ExploreSummary done(Future<ExploreSummary> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    }
  }
}
