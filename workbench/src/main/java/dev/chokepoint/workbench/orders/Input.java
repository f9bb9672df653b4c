package dev.chokepoint.workbench.orders;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Opens an order file of any format, known by its first bytes. */
final class Input {
  private static final int GZIP = 0x1F8B;
  private static final int ZIP = 0x504B;
  private static final int PARQUET = 0x5041;

  private Input() {}

  /**
   * A clean text in UTF-8 is read as it stands, and so is Parquet; anything else is converted.
   *
   * @param careful whether to convert a text that could be read as it stands
   */
  static Opened open(
      Duck duck,
      Path file,
      Fingerprint print,
      Path work,
      @Nullable String encoding,
      boolean careful) {
    String name = String.valueOf(file.getFileName());
    try {
      return open(duck, new Packed(file, print, 0), name, work, encoding, careful);
    } catch (IOException e) {
      throw Disk.trouble(e, file);
    }
  }

  /** A file, and how many archives it came out of. */
  private record Packed(Path file, Fingerprint print, int depth) {}

  private static Opened open(
      Duck duck, Packed packed, String name, Path work, @Nullable String encoding, boolean careful)
      throws IOException {
    Path file = packed.file();
    if (packed.print().size() == 0) {
      throw new Refused(new Problem("empty-file", name, "", "a header and rows", ""));
    }
    int magic = magic(file);
    if (magic == ZIP && isWorkbook(file)) {
      return Xlsx.convert(file, work.resolve("converted.csv"), name);
    }
    if (magic == GZIP || magic == ZIP) {
      if (packed.depth() > 0) {
        throw new Refused(new Problem("archive-in-archive", name, "", "an order file inside", ""));
      }
      Path unpacked =
          magic == GZIP
              ? Expansion.gunzip(file, work.resolve("unpacked" + inner(name)), name)
              : Expansion.unzip(file, work, name);
      Packed inside = new Packed(unpacked, Fingerprint.of(unpacked, "input"), 1);
      return open(duck, inside, name, work, encoding, careful);
    }
    if (magic == PARQUET && isParquet(file)) {
      return parquet(duck, file, name, work);
    }
    Charset charset = Encoding.of(file, encoding, name);
    if (isJson(file, charset)) {
      return JsonLines.convert(() -> reader(file, charset), work.resolve("converted.csv"), name);
    }
    return text(packed, name, work, charset, careful);
  }

  private static Opened text(
      Packed packed, String name, Path work, Charset charset, boolean careful) throws IOException {
    Fingerprint print = packed.print();
    boolean plain = charset.equals(StandardCharsets.UTF_8) && !print.zeros();
    boolean windows = print.returns() == print.lineFeeds() && print.returns() > 0;
    if (!careful && plain && isPlain(packed.file()) && (print.returns() == 0 || windows)) {
      try (Reader reader = reader(packed.file(), charset)) {
        CsvText.Header header = CsvText.header(reader, name);
        if (header.oneLine()) {
          return new Opened(
              Opened.Form.CSV,
              packed.file(),
              header.delimiter(),
              windows ? "\\r\\n" : "\\n",
              header.names(),
              false,
              2,
              print.lineFeeds() + (print.endsInLineFeed() ? 0 : 1),
              List.of());
        }
      }
    }
    List<String> notes =
        charset.equals(StandardCharsets.UTF_8) ? List.of() : List.of("read as " + charset.name());
    try (Reader reader = reader(packed.file(), charset)) {
      return CsvText.convert(reader, work.resolve("converted.csv"), name, notes);
    }
  }

  private static Opened parquet(Duck duck, Path file, String name, Path work) throws IOException {
    Path plain = file;
    if (!isPlain(file)) {
      plain = Files.copy(file, work.resolve("input.parquet"));
    }
    try {
      List<String> header =
          duck.rows(
              "DESCRIBE SELECT * FROM read_parquet(" + Duck.text(plain.toString()) + ")",
              row -> row.text(0));
      return new Opened(Opened.Form.PARQUET, plain, ',', "", header, false, 1, 0, List.of());
    } catch (Duck.SqlTrouble e) {
      throw new Refused(new Problem("bad-parquet", name, "", "a whole Parquet file", ""));
    }
  }

  /** The database takes some characters of a path as a pattern of many files. */
  private static boolean isPlain(Path file) {
    return file.toString().chars().noneMatch(c -> "*?[]{}".indexOf(c) >= 0);
  }

  private static int magic(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      int first = in.read();
      return (first << 8) | Math.max(0, in.read());
    }
  }

  private static boolean isParquet(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(4), StandardCharsets.ISO_8859_1).equals("PAR1");
    }
  }

  private static boolean isWorkbook(Path file) {
    try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(file.toFile())) {
      return zip.getEntry("xl/workbook.xml") != null;
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean isJson(Path file, Charset charset) throws IOException {
    try (Reader reader = reader(file, charset)) {
      int c = reader.read();
      while (c == '\ufeff' || Character.isWhitespace(c)) {
        c = reader.read();
      }
      return c == '{';
    }
  }

  private static String inner(String name) {
    String lower = name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    return lower.contains(".") ? lower.substring(lower.lastIndexOf('.')) : ".csv";
  }

  private static Reader reader(Path file, Charset charset) throws IOException {
    return new InputStreamReader(
        Files.newInputStream(file),
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE));
  }
}
