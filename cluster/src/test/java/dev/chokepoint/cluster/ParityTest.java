package dev.chokepoint.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.workbench.Main;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real cluster of two processes on this machine gives what one process gives, byte for byte. */
class ParityTest {
  private static final Path ROOT = Path.of(System.getProperty("chokepoint.root", ".."));

  @TempDir Path folder;

  private record Ended(int code, String out, String err) {}

  @Test
  void aClusterSaysLineForLineWhatOneMachineSays() throws Exception {
    List<String> own = new ArrayList<>();
    Path spark = spark(own);
    Path book = ROOT.resolve("examples/orders-2025-04.csv");
    Path one = folder.resolve("one");
    Path many = folder.resolve("many");
    Ended alone = run(spark, own, book, one);
    Ended spread =
        run(spark, own, book, many, "--engine", "spark", "--master", "local-cluster[2,1,1024]");
    assertThat(alone.code()).as(alone.err()).isZero();
    assertThat(spread.code()).as(spread.err()).isZero();
    assertThat(spread.err()).contains("sending 4 parts");
    assertThat(alone.out()).contains("checksum");
    assertThat(spread.out()).isEqualTo(alone.out());
    assertThat(files(many)).isEqualTo(files(one));
  }

  @Test
  void aClusterExploresAsOneMachineDoes() throws Exception {
    List<String> own = new ArrayList<>();
    Path spark = spark(own);
    String space = ROOT.resolve("examples/space.yaml").toString();
    List<String> words =
        List.of("explore", space, "--rule", "2023-11-17", "--json", "--out", folder + "/one");
    Ended alone = start(spark, own, words);
    List<String> more = new ArrayList<>(words.subList(0, 6));
    more.addAll(List.of(folder + "/many", "--engine", "spark"));
    more.addAll(List.of("--master", "local-cluster[2,1,1024]"));
    Ended spread = start(spark, own, more);
    assertThat(alone.code()).as(alone.err()).isZero();
    assertThat(spread.code()).as(spread.err()).isZero();
    assertThat(spread.out()).isEqualTo(alone.out());
    assertThat(files(folder.resolve("many"))).isEqualTo(files(folder.resolve("one")));
  }

  /** A folder like that of Spark, of the jars of this test. */
  private Path spark(List<String> own) throws Exception {
    Path spark = folder.resolve("spark");
    Files.createDirectories(spark.resolve("jars"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      String name = String.valueOf(path.getFileName());
      if (name.endsWith(".jar") && !path.toString().contains("chokepoint")) {
        Path link = spark.resolve("jars").resolve(name);
        if (!Files.exists(link)) {
          Files.createSymbolicLink(link, path.toAbsolutePath());
        }
      } else {
        own.add(entry);
      }
    }
    return spark;
  }

  private Ended run(Path spark, List<String> own, Path book, Path out, String... more)
      throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                "exposure",
                book.toString(),
                "--from",
                "2025-04-08",
                "--to",
                "2025-04-10",
                "--out",
                out.toString(),
                "--part-lines",
                "3"));
    words.addAll(List.of(more));
    return start(spark, own, words);
  }

  private Ended start(Path spark, List<String> own, List<String> command) throws Exception {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dchokepoint.phases=true",
                "-Dchokepoint.cluster=" + ROOT.resolve("cluster/target/classes"),
                "-cp",
                String.join(File.pathSeparator, own)
                    + File.pathSeparator
                    + System.getProperty("java.class.path"),
                Main.class.getName()));
    words.addAll(command);
    Path said = folder.resolve("said");
    Path told = folder.resolve("told");
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectOutput(said.toFile()).redirectError(told.toFile());
    builder.environment().put("SPARK_HOME", spark.toString());
    int code = builder.start().waitFor();
    return new Ended(code, Files.readString(said), Files.readString(told));
  }

  private static Map<String, String> files(Path out) throws Exception {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(out)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        found.put(
            out.relativize(path).toString(),
            java.util.HexFormat.of()
                .formatHex(
                    java.security.MessageDigest.getInstance("SHA-256")
                        .digest(Files.readAllBytes(path))));
      }
    }
    return found;
  }
}
