package dev.chokepoint.workbench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process is killed in each phase of a run; the same command again ends with the same bytes.
 * {@code -Dchokepoint.kills=20} kills as often.
 */
class CrashTest {
  private static final int KILLS = Integer.getInteger("chokepoint.kills", 3);
  private static final long SEED = 20_260_901;
  private static final List<String> PHASES =
      List.of(
          "reading",
          "staging",
          "reading names",
          "deciding",
          "decisions",
          "part 1 of",
          "part 3 of",
          "part 5 of",
          "joining",
          "summing",
          "publishing",
          "moving");

  private static final List<String> LAST = List.of("publishing", "moving");

  @TempDir Path folder;

  @Test
  void whatIsKilledGoesOnToTheSameBytes() throws Exception {
    Path book = MadeBook.write(folder.resolve("book.csv"), 5_000, SEED);
    Path whole = folder.resolve("whole");
    Process undisturbed = run(book, whole);
    String said = Program.rest(undisturbed);
    assertThat(undisturbed.exitValue()).as(said).isZero();
    for (String phase : PHASES) {
      assertThat(said).contains("chokepoint: ").contains(phase);
    }
    Map<String, byte[]> expected = contents(whole);
    Random random = new Random(SEED);
    List<String> killed = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      int at = kill * PHASES.size() + random.nextInt(PHASES.size());
      String phase = PHASES.get(at / KILLS);
      Path out = folder.resolve("out" + kill);
      Process process = run(book, out);
      assertThat(Program.says(process, phase)).as(phase).isTrue();
      Thread.sleep(random.nextInt(LAST.contains(phase) ? 3 : 120));
      process.destroyForcibly();
      int code = process.waitFor();
      killed.add(phase + " " + code);
      Process again = run(book, out);
      String saidAgain = Program.rest(again);
      assertThat(again.exitValue()).as(saidAgain).isZero();
      assertThat(contents(out)).as("killed in %s, kill %d", phase, kill).hasSameSizeAs(expected);
      contents(out)
          .forEach((name, bytes) ->
              assertThat(bytes).as("%s after %s", name, phase).isEqualTo(expected.get(name)));
      Disk.delete(out);
    }
    System.err.println("killed: " + killed);
  }

  private Process run(Path book, Path out) throws Exception {
    return Program.start(
        folder.resolve("log"),
        "exposure",
        book,
        "--from",
        "2025-04-08",
        "--to",
        "2025-04-10",
        "--out",
        out,
        "--part-lines",
        "1000");
  }

  private static Map<String, byte[]> contents(Path out) throws Exception {
    Map<String, byte[]> contents = new TreeMap<>();
    for (Path file : Disk.files(out)) {
      contents.put(out.relativize(file).toString(), Files.readAllBytes(file));
    }
    return contents;
  }
}
