package dev.chokepoint.workbench;

import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Starts the module {@code cluster}, which needs Spark, in a process of its own. */
final class SparkEngine {
  private static final String MAIN = "dev.chokepoint.cluster.Cluster";

  private SparkEngine() {}

  /** The folder that SPARK_HOME names, or null where this process does the work. */
  static @Nullable Path home(String engine, @Nullable String master) {
    List<String> engines = List.of("local", "spark");
    if (!engines.contains(engine)) {
      throw new Refused(
          new Problem(
              "bad-value", "--engine", engine, "local or spark", Nearest.hint(engine, engines)));
    }
    if (engine.equals("local")) {
      if (master != null) {
        throw new Refused(
            new Problem("bad-value", "--master", master, "only with --engine spark", ""));
      }
      return null;
    }
    if (master == null) {
      throw new Refused(
          new Problem(
              "bad-value", "--master", "", "the cluster, as spark://host:7077 or local[2]", ""));
    }
    String home = System.getenv("SPARK_HOME");
    if (home == null || !hasJars(Path.of(home, "jars"))) {
      throw new Refused(
          new Problem(
              "no-spark",
              "SPARK_HOME",
              String.valueOf(home == null ? "" : home),
              "a folder whose jars folder holds Spark 4.2",
              "Maybe unpack Spark, or copy the jars that the module cluster depends on."));
    }
    return Path.of(home);
  }

  private static boolean hasJars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> String.valueOf(file.getFileName()).startsWith("spark-core"));
    } catch (IOException e) {
      return false;
    }
  }

  /** Gives the same arguments to the cluster's program and waits for it. */
  static int start(Path home, Main program) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.add("--enable-native-access=ALL-UNNAMED");
    words.add("--sun-misc-unsafe-memory-access=allow");
    if (Boolean.getBoolean("chokepoint.phases")) {
      words.add("-Dchokepoint.phases=true");
    }
    words.add("-cp");
    words.add(
        String.join(
            File.pathSeparator,
            module().toString(),
            own(),
            home.resolve("jars") + File.separator + "*"));
    words.add(MAIN);
    words.addAll(
        java.util.Objects.requireNonNull(program.spec)
            .commandLine()
            .getParseResult()
            .originalArgs());
    ProcessBuilder builder = new ProcessBuilder(words).inheritIO();
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    // Spark looks for its own source tree where nobody says which Scala it is of.
    builder.environment().putIfAbsent("SPARK_SCALA_VERSION", "2.13");
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /**
   * The class path of this program without what it serves pages with: Spark has a server and a log.
   */
  private static String own() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry ->
            !entry.matches(".*[/\\\\](slf4j-jdk14|jetty|jakarta\\.servlet)-[^/\\\\]*\\.jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The built module, beside the one that this class comes from. */
  private static Path module() {
    String told = System.getProperty("chokepoint.cluster");
    if (told != null) {
      return Path.of(told);
    }
    try {
      Path own = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path built = own.resolveSibling("../../cluster/target").normalize();
      for (String name : List.of("cluster-" + Main.programVersion() + ".jar", "classes")) {
        if (Files.exists(built.resolve(name))) {
          return built.resolve(name);
        }
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
    throw new Refused(
        new Problem(
            "no-cluster-module",
            "--engine",
            "spark",
            "the built module cluster",
            "Maybe `mvn -pl cluster -am package` first."));
  }
}
