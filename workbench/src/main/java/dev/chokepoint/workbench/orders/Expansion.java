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
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Unpacks gzip and zip, but not what unpacks to far more than an order book would. */
final class Expansion {
  /** Text of orders shrinks 5 to 30 times, and the dullest made one about 200 times. */
  static final long MOST_TIMES = 400;

  /** Megabytes that a file may unpack to, whatever its own size; not set, see {@link #most}. */
  static final String SETTING = "CHOKEPOINT_UNPACKED_MB";

  private static final long FREE_BYTES = 64L << 20;
  private static final long MEGABYTE = 1L << 20;
  private static final long USUAL_MEGABYTES = 16_384;

  private Expansion() {}

  static Path gunzip(Path file, Path to, String name) throws IOException {
    Bound most = most(Files.size(file), to, System.getenv(SETTING));
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
      Bound most = most(Files.size(file), to, System.getenv(SETTING));
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

  /**
   * Refuses an archive that unpacks to too much. It is unpacked to nowhere, as its own table may
   * say less than comes out.
   */
  static void check(ZipFile archive, Path near, String name) throws IOException {
    try (ZipFile zip = archive) {
      List<? extends ZipEntry> entries = Collections.list(zip.entries());
      Bound most =
          most(
              entries.stream().mapToLong(e -> Math.max(0, e.getCompressedSize())).sum(),
              near,
              System.getenv(SETTING));
      long left = most.bytes();
      for (ZipEntry entry : entries) {
        Limited in = new Limited(zip.getInputStream(entry), most, name);
        try (in) {
          in.left = left;
          in.transferTo(OutputStream.nullOutputStream());
        } catch (ZipException e) {
          // Whoever reads it says what is wrong with it.
        }
        left = in.left;
      }
    }
  }

  /**
   * How much may come out of a file.
   *
   * @param bytes most of them
   * @param limit the same in words, with where it comes from
   */
  record Bound(long bytes, String limit) {}

  /**
   * The least of what a file may unpack to by its size, and by the setting or else by the disk that
   * it is unpacked to.
   *
   * @param packed its size in bytes
   * @param to a file on that disk, which need not be there
   * @param setting value of {@link #SETTING}, or null
   */
  static Bound most(long packed, Path to, @Nullable String setting) throws IOException {
    long bySize = Math.max(FREE_BYTES, packed * MOST_TIMES);
    Path folder = Objects.requireNonNull(to.toAbsolutePath().getParent());
    long room = Files.getFileStore(folder).getUsableSpace();
    long byDisk = Math.min(USUAL_MEGABYTES * MEGABYTE, room / 2);
    String said = setting == null ? "" : setting.strip();
    if (!said.isEmpty() && !said.matches("[1-9][0-9]{0,8}")) {
      String limit = "a whole number of megabytes from 1";
      throw new Refused(new Problem("bad-value", SETTING, said, limit, ""));
    }
    long most = said.isEmpty() ? byDisk : Long.parseLong(said) * MEGABYTE;
    String why =
        !said.isEmpty()
            ? "by " + SETTING
            : byDisk < room / 2 ? "by default" : "half of the room on the disk";
    return bySize <= most
        ? new Bound(bySize, "at most %d bytes, %d times its size".formatted(bySize, MOST_TIMES))
        : new Bound(most, "at most %d bytes, %s".formatted(most, why));
  }

  private static Refused bomb(String name, Bound most) {
    return new Refused(
        new Problem(
            "unpacks-to-too-much",
            name,
            "more than " + most.bytes() + " bytes",
            most.limit(),
            "Maybe unpack it yourself if you trust it, or set " + SETTING + " to more megabytes."));
  }

  private static final class Limited extends FilterInputStream {
    private final String name;
    private final Bound most;
    private long left;

    Limited(InputStream in, Bound most, String name) {
      super(in);
      this.left = most.bytes();
      this.most = most;
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
        throw bomb(name, most);
      }
    }
  }
}
