package dev.chokepoint.workbench.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chokepoint.workbench.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trouble around a run: it says what is wrong, and earlier results stay as they were. */
class TroubleTest {
  @TempDir Path folder;
  private Path book = Path.of("");
  private Path out = Path.of("");

  @BeforeEach
  void anEarlierRun() throws Exception {
    book = MadeBook.write(folder.resolve("book.csv"), 200, 1);
    out = folder.resolve("out");
    assertThat(Cli.exposure(book, out).code()).isZero();
    System.setProperty(Run.PHASES, "true");
  }

  @AfterEach
  void quiet() {
    System.clearProperty(Run.PHASES);
  }

  @Test
  void anInputThatChangesOnTheWayIsRefused() throws Exception {
    Map<String, String> before = hashes(out);
    Path other = MadeBook.write(folder.resolve("other.csv"), 300, 2);
    Told told =
        exposure(
            other,
            "summing",
            phase -> append(other, "O-new,1,H20,1,1.00,USD,CN,Made,2024-01-01,\n"));
    assertThat(told.code()).isEqualTo(2);
    assertThat(told.err()).contains("earlier results are untouched").contains("other.csv");
    assertThat(hashes(out)).isEqualTo(before);
    assertThat(exposure(other, "never", phase -> {}).code()).isZero();
    assertThat(Cli.summary(out).path("lines").path("in").asInt()).isEqualTo(301);
  }

  @Test
  void oneFolderTakesOneRunAtATime() throws Exception {
    StringWriter second = new StringWriter();
    int[] code = new int[1];
    Told first =
        exposure(
            book,
            "deciding",
            phase -> {
              try {
                Process process =
                    Program.start(
                        folder.resolve("log"),
                        "screen",
                        book,
                        "--as-of",
                        "2025-04-20",
                        "--out",
                        out);
                second.append(Program.rest(process));
                code[0] = process.exitValue();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(code[0]).isEqualTo(2);
    assertThat(second.toString()).contains("one run at a time");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(Cli.summary(out).path("command").asString()).isEqualTo("exposure");
  }

  @Test
  void aFullDiskIsSaidAndTheRunGoesOnLater() throws Exception {
    Map<String, String> before = hashes(out);
    Path large = MadeBook.write(folder.resolve("large.csv"), 20_000, 3);
    Object[] words = {
      "exposure",
      large,
      "--from",
      "2025-04-08",
      "--to",
      "2025-04-10",
      "--out",
      out,
      "--part-lines",
      "5000"
    };
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "prlimit");
    Process process = Program.start(folder.resolve("log"), words);
    assertThat(Program.says(process, "staging")).isTrue();
    String[] limit = {"/usr/bin/prlimit", "--pid", String.valueOf(process.pid()), "--fsize=100000"};
    assertThat(new ProcessBuilder(limit).start().waitFor()).isZero();
    String said = Program.rest(process);
    assertThat(process.exitValue()).as(said).isEqualTo(2);
    assertThat(said).contains("room for the results").doesNotContain("Exception");
    assertThat(hashes(out)).isEqualTo(before);
    Cli again = Cli.run(words);
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(Cli.summary(out).path("lines").path("in").asInt()).isEqualTo(20_000);
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaid() throws Exception {
    Path file = Files.writeString(folder.resolve("a-file"), "");
    Cli run = Cli.exposure(book, file.resolve("out"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("a folder that can be written");
    Path closed = Files.createDirectory(folder.resolve("closed"));
    assumeTrue(closed.toFile().setWritable(false) && !Files.isWritable(closed), "as root");
    Cli denied = Cli.exposure(book, closed.resolve("out"));
    assertThat(denied.code()).isEqualTo(2);
    assertThat(denied.err()).contains("a folder that can be written");
  }

  @Test
  void verifyDerivesARunAgain() throws Exception {
    Cli same = Cli.run("verify", out);
    assertThat(same.code()).as(same.err()).isZero();
    assertThat(same.out()).contains("identical: ");
  }

  @Test
  void verifyShowsTheFirstDifference() throws Exception {
    Path csv = out.resolve("decided.csv");
    String text = Files.readString(csv);
    int third = text.indexOf('\n', text.indexOf('\n') + 1) + 1;
    Files.writeString(csv, text.substring(0, third) + "X" + text.substring(third));
    Cli changed = Cli.run("verify", out, "--json");
    assertThat(changed.code()).isEqualTo(1);
    assertThat(changed.out())
        .contains("\"identical\" : false")
        .contains("\"file\" : \"decided.csv\"")
        .contains("\"place\" : \"line 3\"");
    append(book, "O-new,1,H20,1,1.00,USD,CN,Made,2024-01-01,\n");
    Cli input = Cli.run("verify", out);
    assertThat(input.code()).isEqualTo(1);
    assertThat(input.out()).contains("different: manifest.json, hashes.input");
    Files.delete(book);
    assertThat(Cli.run("verify", out).code()).isEqualTo(2);
    assertThat(Cli.run("verify", folder.resolve("nothing")).code()).isEqualTo(2);
  }

  @Test
  void verifyNamesTheRowOfAParquetFile() throws Exception {
    Path part = out.resolve("decided/part-00000.parquet");
    Path draft = folder.resolve("changed.parquet");
    try (Duck duck = new Duck(folder.resolve("spill"), 500, 1)) {
      duck.run(
          ("COPY (SELECT * REPLACE (CASE WHEN line = 7 THEN 'free' ELSE state END AS state)"
                  + " FROM read_parquet(%s)) TO %s (FORMAT parquet)")
              .formatted(Duck.text(part.toString()), Duck.text(draft.toString())));
    }
    Files.move(draft, part, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    Cli changed = Cli.run("verify", out);
    assertThat(changed.out()).contains("decided/part-00000.parquet, row ");
  }

  private record Told(int code, String err) {}

  /** A run that does something when its log names a phase. */
  private Told exposure(Path input, String phase, Consumer<String> then) {
    StringWriter err = new StringWriter();
    PrintWriter log =
        new PrintWriter(err, true) {
          @Override
          public void println(String line) {
            super.println(line);
            if (line.startsWith("chokepoint: " + phase)) {
              then.accept(line);
            }
          }
        };
    String[] words = {
      "exposure",
      input.toString(),
      "--from",
      "2025-04-08",
      "--to",
      "2025-04-10",
      "--out",
      out.toString()
    };
    int code = Main.run(LocalDate.of(2026, 9, 1), new PrintWriter(new StringWriter()), log, words);
    return new Told(code, err.toString());
  }

  private static void append(Path file, String text) {
    assertThatCode(
            () -> Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.APPEND))
        .doesNotThrowAnyException();
  }

  private static Map<String, String> hashes(Path out) {
    Map<String, String> hashes = new TreeMap<>();
    for (Path file : Disk.files(out)) {
      String name = out.relativize(file).toString();
      if (!name.startsWith(".work")) {
        hashes.put(name.toLowerCase(Locale.ROOT), Fingerprint.sha256(file, name));
      }
    }
    return hashes;
  }
}
