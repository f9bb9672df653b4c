package dev.chokepoint.workbench.orders;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Unpacks gzip and zip, but not what unpacks to far more than an order book would. */
final class Expansion {
  /** Text of orders shrinks 5 to 30 times, and the dullest made one about 200 times. */
  static final long MOST_TIMES = 400;

  private static final long FREE_BYTES = 64L << 20;

  private Expansion() {}

  static Path gunzip(Path file, Path to, String name) throws IOException {
    long most = Math.max(FREE_BYTES, Files.size(file) * MOST_TIMES);
    try (InputStream in = new Limited(new GZIPInputStream(Files.newInputStream(file)), most, name);
        OutputStream out = Files.newOutputStream(to)) {
      in.transferTo(out);
    } catch (ZipException | java.io.EOFException e) {
      throw damaged(name);
    }
    return to;
  }

  /** The one file inside; the name tells the format. */
  static Path unzip(Path file, Path folder, String name) throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<? extends ZipEntry> entries =
          Collections.list(zip.entries()).stream().filter(e -> !e.isDirectory()).toList();
      if (entries.size() != 1) {
        throw new Refused(
            new Problem(
                "several-files",
                name,
                String.join(", ", entries.stream().map(ZipEntry::getName).limit(5).toList()),
                "one file inside",
                ""));
      }
      String inner = entries.getFirst().getName();
      String ending = inner.contains(".") ? inner.substring(inner.lastIndexOf('.')) : ".csv";
      Path to = folder.resolve("unpacked" + ending.replaceAll("[^.A-Za-z0-9]", ""));
      long most = Math.max(FREE_BYTES, Files.size(file) * MOST_TIMES);
      try (InputStream in = new Limited(zip.getInputStream(entries.getFirst()), most, name);
          OutputStream out = Files.newOutputStream(to)) {
        in.transferTo(out);
      }
      return to;
    } catch (ZipException e) {
      throw damaged(name);
    }
  }

  private static Refused damaged(String name) {
    return new Refused(new Problem("damaged-archive", name, "", "a whole gzip or zip file", ""));
  }

  /** Refuses an archive whose own table says that it unpacks to too much. */
  static void check(ZipFile archive, String name) throws IOException {
    try (ZipFile zip = archive) {
      long packed = 0;
      long unpacked = 0;
      for (ZipEntry entry : Collections.list(zip.entries())) {
        packed += Math.max(0, entry.getCompressedSize());
        unpacked += Math.max(0, entry.getSize());
      }
      if (unpacked > Math.max(FREE_BYTES, packed * MOST_TIMES)) {
        throw bomb(name);
      }
    }
  }

  private static Refused bomb(String name) {
    return new Refused(
        new Problem(
            "unpacks-to-too-much",
            name,
            "",
            "at most %d times its size".formatted(MOST_TIMES),
            "Maybe unpack it yourself if you trust it."));
  }

  private static final class Limited extends FilterInputStream {
    private final String name;
    private long left;

    Limited(InputStream in, long most, String name) {
      super(in);
      this.left = most;
      this.name = name;
    }

    @Override
    public int read() throws IOException {
      count(1);
      return super.read();
    }

    @Override
    public int read(byte[] buffer, int at, int length) throws IOException {
      int read = super.read(buffer, at, length);
      count(Math.max(0, read));
      return read;
    }

    private void count(int bytes) {
      left -= bytes;
      if (left < 0) {
        throw bomb(name);
      }
    }
  }
}
