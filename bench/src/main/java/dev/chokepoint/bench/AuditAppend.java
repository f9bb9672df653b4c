package dev.chokepoint.bench;

import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.ChainCheck;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Store;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Entries a second that are on disk when their writers go on: {@code AuditAppend STORE SECONDS
 * WRITERS…}, each number of writers for so long. An entry holds a question and an answer of two
 * kilobytes. The chain is checked whole at the end.
 */
public final class AuditAppend {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final byte[] ANSWER =
      "{\"verdict\":\"licence-required\",\"why\":\"3A090.a\"}\n"
          .repeat(42)
          .getBytes(StandardCharsets.UTF_8);

  private AuditAppend() {}

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    try (Store store = Store.openOrCreate(arguments[0])) {
      Chain chain = new Chain(store, Instant::now);
      int seconds = Integer.parseInt(arguments[1]);
      run(chain, 16, Math.min(seconds, 5), "warming");
      for (int i = 2; i < arguments.length; i++) {
        run(chain, Integer.parseInt(arguments[i]), seconds, "measured");
      }
      ChainCheck.Report report = ChainCheck.check(store, Map.of());
      System.out.printf("%d entries, whole: %s%n", report.entries(), report.isWhole());
    }
  }

  private static void run(Chain chain, int writers, int seconds, String what) throws Exception {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    List<Callable<List<Long>>> work = new ArrayList<>();
    for (int i = 0; i < writers; i++) {
      String name = "writer" + i;
      work.add(() -> {
        List<Long> times = new ArrayList<>();
        for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
          chain.append(draft(name, times.size()));
          times.add(System.nanoTime() - now);
        }
        return times;
      });
    }
    List<Long> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
      for (Future<List<Long>> done : threads.invokeAll(work)) {
        all.addAll(done.get());
      }
    }
    long[] sorted = all.stream().mapToLong(v -> v).toArray();
    Arrays.sort(sorted);
    System.out.printf(
        "%s: %d writers, %.0f entries a second, p50 %.2f ms, p99 %.2f ms%n",
        what,
        writers,
        (double) all.size() / seconds,
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) (sorted.length * 0.99)] / 1e6);
  }

  private static Entry.Draft draft(String who, int number) {
    ObjectNode content = MAPPER.createObjectNode();
    content.putArray("arguments").add("classify").add("--to=CN").add("H20 " + number);
    content.put("reason", "a measurement");
    ObjectNode follows = MAPPER.createObjectNode().put("version", "0");
    return new Entry.Draft(
        who, "bench", "answer", "case-" + number % 100, content, ANSWER, follows);
  }
}
