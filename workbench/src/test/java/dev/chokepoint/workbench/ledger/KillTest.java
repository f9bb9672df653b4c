package dev.chokepoint.workbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real process is killed while it adds entries: each that it was told is safe is there after, and
 * the chain is whole. {@code -Dchokepoint.kills=20} kills as often on each store.
 */
class KillTest {
  private static final int KILLS = Integer.getInteger("chokepoint.kills", 2);
  private static final long SEED = 20_261_129;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void whatWasAcknowledgedSurvives(Stores.Kind kind) throws Exception {
    String where = Stores.fresh(kind, folder);
    Random random = new Random(SEED);
    Map<Long, String> acknowledged = new TreeMap<>();
    for (int kill = 0; kill < KILLS; kill++) {
      int before = acknowledged.size();
      Process process = start(where);
      BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
      assertThat(said.readLine()).isEqualTo("ready");
      Thread killer =
          new Thread(() -> {
            try {
              Thread.sleep(100 + random.nextInt(400));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            process.toHandle().destroyForcibly(); // the process itself would close its output too
          });
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (killer.getState() == Thread.State.NEW) {
          killer.start(); // from the first entry on
        }
        if (line.matches("\\d+:[0-9a-f]{64}")) { // the last line may be cut
          int colon = line.indexOf(':');
          acknowledged.put(Long.parseLong(line.substring(0, colon)), line.substring(colon + 1));
        }
      }
      killer.join();
      assertThat(process.waitFor()).isEqualTo(137);
      assertThat(acknowledged.size()).isGreaterThan(before);
      try (Store store = Store.open(where)) {
        ChainCheck.Report report = ChainCheck.check(store, acknowledged);
        assertThat(report.findings()).as("after kill %d", kill + 1).isEmpty();
        assertThat(report.entries()).isGreaterThanOrEqualTo(acknowledged.size());
      }
    }
    System.err.println(kind + ": " + KILLS + " kills, " + acknowledged.size() + " entries safe");
  }

  private static Process start(String where) throws Exception {
    List<String> words =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Appender.class.getName(),
            where);
    return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
