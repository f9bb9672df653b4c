package dev.chokepoint.workbench.orders;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;

/** Any bytes as an order book are refused with a problem, or every row of them is staged. */
class OrderFileFuzz {
  private static final int THREADS = 1;
  private static final long MEGABYTES = 500;

  @DictionaryEntries({
    "sku,quantity,ship to",
    "sku\tquantity\tcountry",
    "\"",
    "\"\"",
    ",",
    ";",
    "|",
    "{\"sku\":\"",
    "\"quantity\":",
    "}",
    "PAR1",
    "PK\u0003\u0004",
    "\0",
    "\ufeff",
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml"
  })
  @FuzzTest(maxDuration = "60s")
  void bookIsRefusedOrStaged(byte[] bytes) throws IOException {
    Path folder = Files.createTempDirectory("chokepoint-fuzz");
    try (Duck duck = new Duck(folder.resolve("spill"), MEGABYTES, THREADS)) {
      Path file = Files.write(folder.resolve("book"), bytes);
      Path work = Files.createDirectories(folder.resolve("work"));
      Job job = job(file, folder.resolve("out"));
      Stage stage = Stage.of(duck, job, Fingerprint.of(file, "input"), work, Map.of());
      if (stage.rows() < 1 || !stage.has(Column.SKU)) {
        throw new IllegalStateException("staged nothing: " + stage);
      }
    } catch (Refused e) {
      if (e.problems().isEmpty()) {
        throw new IllegalStateException("refused without a problem", e);
      }
    } finally {
      Disk.delete(folder);
    }
  }

  private static Job job(Path file, Path out) {
    LocalDate day = LocalDate.of(2025, 4, 10);
    Job.Options options =
        new Job.Options(
            null, null, null, null, null, null, null, null, null, null, 0, MEGABYTES, THREADS, 1000,
            true, java.util.List.of());
    return new Job(Job.Kind.SCREEN, file, out, day, day, Clock.ENFORCED, options);
  }
}
