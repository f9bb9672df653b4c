package dev.chokepoint.cluster;

import dev.chokepoint.workbench.ExploreChunks;
import dev.chokepoint.workbench.Main;
import dev.chokepoint.workbench.orders.Part;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The same command line with the parts of an order book and the chunks of an exploration made by a
 * cluster. The folder of results must be the same folder on every machine.
 */
public final class Cluster {
  private static final long MEGABYTES = 1000;

  private Cluster() {}

  /**
   * Starts with the arguments of {@code screen}, {@code exposure} or {@code explore}, {@code
   * --master} included.
   */
  public static void main(String[] arguments) {
    PrintWriter out = writer(System.out);
    PrintWriter err = writer(System.err);
    int code;
    try (JavaSparkContext context = new JavaSparkContext(configuration(master(arguments)))) {
      LocalDate today = LocalDate.now(ZoneOffset.UTC);
      code =
          Main.run(
              today,
              (parts, tables) -> write(context, parts, tables),
              chunks -> states(context, chunks, today, arguments),
              out,
              err,
              arguments);
    }
    out.flush();
    err.flush();
    System.exit(code);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
  }

  private static String master(String[] arguments) {
    List<String> words = Arrays.asList(arguments);
    for (String word : words) {
      if (word.startsWith("--master=")) {
        return word.substring("--master=".length());
      }
    }
    int at = words.indexOf("--master");
    return at >= 0 && at + 1 < words.size() ? words.get(at + 1) : "local[*]";
  }

  private static SparkConf configuration(String master) {
    String flags = "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow";
    return new SparkConf()
        .setMaster(master)
        .setAppName("chokepoint")
        .set("spark.ui.enabled", "false")
        .set("spark.log.level", "ERROR")
        .set("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .set("spark.executor.extraJavaOptions", flags);
  }

  /** Each task reads the space anew and works out some chunks; their order is kept. */
  private static List<String> states(
      JavaSparkContext context, List<Long> chunks, LocalDate today, String[] arguments) {
    int tasks = Math.min(chunks.size(), 4 * Math.max(1, context.defaultParallelism()));
    return context
        .parallelize(chunks, tasks)
        .mapPartitions(some -> ExploreChunks.states(today, arguments, some).iterator())
        .collect();
  }

  /** Each task writes some parts with a database of its own. */
  private static void write(JavaSparkContext context, List<Part> parts, Path tables) {
    if (parts.isEmpty()) {
      return;
    }
    String folder = tables.toString();
    int tasks = Math.min(parts.size(), Math.max(1, context.defaultParallelism()));
    context
        .parallelize(parts, tasks)
        .foreachPartition(some -> {
          List<Part> mine = new ArrayList<>();
          some.forEachRemaining(mine::add);
          Part.write(mine, Path.of(folder), MEGABYTES, 1);
        });
  }
}
