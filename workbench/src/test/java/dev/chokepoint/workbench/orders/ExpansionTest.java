package dev.chokepoint.workbench.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chokepoint.units.Refused;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How much may come out of a file: by its size, by the disk, and by what the machine's owner said.
 */
class ExpansionTest {
  private static final long MEGABYTE = 1L << 20;

  @TempDir Path folder;

  @Test
  void theLeastCounts() throws Exception {
    Path to = folder.resolve("x");
    long half = Files.getFileStore(folder).getUsableSpace() / 2;
    assertThat(Expansion.most(1, to, null).bytes()).isEqualTo(Math.min(64 * MEGABYTE, half));
    assertThat(Expansion.most(MEGABYTE, to, null).bytes())
        .isEqualTo(Math.min(400 * MEGABYTE, half));
    // 2 GiB, the largest upload, would be 800 GiB by its size alone.
    assertThat(Expansion.most(2048 * MEGABYTE, to, null).bytes())
        .isLessThanOrEqualTo(16_384 * MEGABYTE);
    Expansion.Bound said = Expansion.most(2048 * MEGABYTE, to, " 10 ");
    assertThat(said.bytes()).isEqualTo(10 * MEGABYTE);
    assertThat(said.limit()).isEqualTo("at most 10485760 bytes, by CHOKEPOINT_UNPACKED_MB");
    assertThat(Expansion.most(MEGABYTE, to, "900000000").bytes()).isEqualTo(400 * MEGABYTE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1e3", "many", "10000000000"})
  void aSettingThatSaysNothingIsRefused(String setting) {
    assertThatThrownBy(() -> Expansion.most(1, folder.resolve("x"), setting))
        .isInstanceOf(Refused.class)
        .hasMessageContaining(Expansion.SETTING);
  }

  @Test
  void aFileWithinItsRatioButBeyondTheSettingIsRefused() throws Exception {
    Path file = folder.resolve("book.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("sku,quantity,destination\n".getBytes(StandardCharsets.UTF_8));
      byte[] block = "H20,4000,CN\n".repeat(90_000).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 4; i++) {
        out.write(block);
      }
    }
    ProcessBuilder words =
        Program.prepared(folder.resolve("log"), "screen", file, "--out", folder.resolve("out"));
    words.environment().put(Expansion.SETTING, "3");
    Process process = words.start();
    String said = Program.rest(process);
    assertThat(process.exitValue()).as(said).isEqualTo(2);
    assertThat(said)
        .contains("more than 3145728 bytes", "at most 3145728 bytes, by CHOKEPOINT_UNPACKED_MB");
  }

  /** The table of the archive says one byte, and 100 MB come out. */
  @Test
  void anArchiveThatSaysLessThanItHoldsIsRefused() throws Exception {
    Path file = folder.resolve("book.xlsx");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry("xl/workbook.xml"));
      byte[] block = new byte[(int) MEGABYTE];
      for (int i = 0; i < 100; i++) {
        out.write(block);
      }
      out.closeEntry();
    }
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer table = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < bytes.length - 46; at++) {
      if (table.getInt(at) == 0x02014b50) {
        table.putInt(at + 24, 1); // the size of what comes out
      }
    }
    Files.write(file, bytes);
    assertThatThrownBy(() -> Expansion.check(new ZipFile(file.toFile()), file, "book.xlsx"))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("unpacks to too much");
  }
}
