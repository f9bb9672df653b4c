package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.orders.Disk;
import dev.chokepoint.workbench.orders.Questions;
import dev.chokepoint.workbench.orders.Worklist;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The files of order books. Their names are ids that this program made; a name that a client sends
 * is never a path.
 */
final class BookFolder implements Closeable {
  /** Id of the problem that another server works on a run. */
  static final String IN_USE = "folder-in-use";

  private static final int BUFFER = 1 << 18;

  private final Path folder;
  private final Questions questions;

  /** Its lock says that this server may be receiving files. */
  private final @Nullable FileChannel alive;

  BookFolder(Path folder) {
    this.folder = folder.toAbsolutePath();
    this.questions = new Questions(this.folder.resolve("spill"));
    try {
      boolean fresh = Files.notExists(this.folder);
      Files.createDirectories(this.folder);
      if (fresh && folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(this.folder, PosixFilePermissions.fromString("rwx------"));
      }
      for (String name : new String[] {"incoming", "uploads", "runs"}) {
        Files.createDirectories(this.folder.resolve(name));
      }
      this.alive = alive(this.folder.resolve("incoming"));
    } catch (IOException e) {
      throw new Refused(
          new Problem(
              "cannot-write", "--books", folder.toString(), "a folder that can be written", ""));
    }
  }

  private BookFolder(Path folder, boolean there) {
    if (!there) {
      String limit = "the folder with the files of order books";
      throw new Refused(new Problem("no-such-folder", "--books", folder.toString(), limit, ""));
    }
    this.folder = folder.toAbsolutePath();
    this.questions = new Questions(this.folder.resolve("spill"));
    this.alive = null;
  }

  /**
   * Takes away what servers that were killed left half received, unless another one is alive that
   * may receive now, and says by a lock that this one is.
   */
  private static @Nullable FileChannel alive(Path incoming) throws IOException {
    FileChannel channel =
        FileChannel.open(
            incoming.resolve(".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      FileLock alone = channel.tryLock();
      if (alone != null) {
        try (Stream<Path> left = Files.walk(incoming)) {
          left.filter(path -> !path.equals(incoming) && !path.endsWith(".lock"))
              .sorted(Comparator.reverseOrder())
              .forEach(BookFolder::delete);
        }
        alone.release();
      }
      channel.lock(0, Long.MAX_VALUE, true);
      return channel;
    } catch (OverlappingFileLockException e) {
      channel.close(); // Another server in this very process.
      return null;
    }
  }

  /**
   * A folder that is there already.
   *
   * @throws Refused when it is none
   */
  static BookFolder existing(Path folder) {
    return new BookFolder(folder, Files.isDirectory(folder.resolve("runs")));
  }

  /** Where a file of such a folder is now, by where it was, which may have been elsewhere. */
  Path moved(Path then) {
    int names = then.getNameCount();
    return names < 2 ? then : folder.resolve(then.subpath(names - 2, names));
  }

  /** A file that has come in whole. */
  record Received(String id, long bytes, String sha256) {}

  /** More came than may. */
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /**
   * Takes a file in; it is on disk under its id when this returns.
   *
   * @param most bytes that it may have
   */
  Received receive(String id, InputStream in, long most) {
    Path draft = folder.resolve("incoming").resolve(id);
    long bytes = 0;
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (FileChannel channel =
              FileChannel.open(draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out = Channels.newOutputStream(channel)) {
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          bytes += read;
          if (bytes > most) {
            throw new TooLarge();
          }
          digest.update(buffer, 0, read);
          out.write(buffer, 0, read);
        }
        channel.force(true);
      }
      Files.move(draft, upload(id), StandardCopyOption.ATOMIC_MOVE);
      force(folder.resolve("uploads"));
      return new Received(id, bytes, HexFormat.of().formatHex(digest.digest()));
    } catch (IOException e) {
      if (Disk.isFull(String.valueOf(e.getMessage()))) {
        throw full(bytes);
      }
      throw new Refused(
          new Problem(
              "not-received",
              "file",
              e.getClass().getSimpleName(),
              "a whole file, and room for it on the disk of the server",
              "Maybe send it again; nothing of it was kept."));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    } finally {
      delete(draft);
    }
  }

  /** That the disk has no room for a file of so many bytes or more. */
  Refused full(long bytes) {
    return new Refused(
        new Problem(
            Disk.FULL,
            "file",
            "at least " + bytes + " bytes",
            "room for the file on the disk of the server, also unpacked; it has " + left(),
            "Maybe ask whoever runs the server to make room; nothing of it was kept."));
  }

  private String left() {
    try {
      return Files.getFileStore(folder).getUsableSpace() + " bytes left";
    } catch (IOException e) {
      return "none left";
    }
  }

  /** The same refusal, or where it is of a full disk one for the person who sent a file. */
  Refused forSender(Refused refused, long bytes) {
    return refused.problems().stream().anyMatch(p -> p.id().equals(Disk.FULL))
        ? full(bytes)
        : new Refused(refused.problems().stream().map(this::placeless).toList());
  }

  /** Without the places of files on the server, which are no sender's business. */
  private Problem placeless(Problem problem) {
    return new Problem(
        problem.id(),
        placeless(problem.place()),
        placeless(problem.value()),
        placeless(problem.limit()),
        placeless(problem.hint()));
  }

  private String placeless(String text) {
    return text.replaceAll(Pattern.quote(folder.toString()) + "[^\\s,;:)]*", "the file");
  }

  /** That a file's name is on disk too, where the system can say so. */
  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (java.nio.file.AccessDeniedException e) {
      // Windows has no such thing.
    }
  }

  /** Where a file is. */
  Path upload(String id) {
    return folder.resolve("uploads").resolve(id);
  }

  /** Has a file that came twice stand where it stood first, should that one be lost. */
  void receivedAgain(String id, String first) {
    try {
      if (Files.exists(upload(first))) {
        forget(id);
      } else {
        Files.move(upload(id), upload(first), StandardCopyOption.ATOMIC_MOVE);
        force(folder.resolve("uploads"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes away a file that nothing names. */
  void forget(String id) {
    delete(upload(id));
  }

  /**
   * Has a run for whoever closes this, and for no other server on the same folder.
   *
   * @throws Refused when another has it
   */
  Closeable have(String run) {
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve("runs").resolve(run + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() != null) {
          return channel;
        }
      } catch (OverlappingFileLockException e) {
        // Another server in this very process.
      }
      channel.close();
    } catch (IOException e) {
      if (Disk.isFull(String.valueOf(e.getMessage()))) {
        throw full(0);
      }
      throw new UncheckedIOException(e);
    }
    throw new Refused(new Problem(IN_USE, "run", run, "one server at a time", ""));
  }

  /** Takes away what a run left. */
  void forgetRun(String id) {
    try (Stream<Path> all = Files.list(folder.resolve("runs"))) {
      for (Path each : all.filter(p -> isOfRun(p, id)).toList()) {
        try (Stream<Path> inside = Files.walk(each)) {
          inside.sorted(Comparator.reverseOrder()).forEach(BookFolder::delete);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its folder, and the mapping and the index beside that. */
  private static boolean isOfRun(Path path, String id) {
    String name = String.valueOf(path.getFileName());
    return name.equals(id) || name.startsWith(id + ".");
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A folder for a moment, to work in. */
  Path work(String id) {
    try {
      return Files.createDirectories(folder.resolve("incoming").resolve(id + ".work"));
    } catch (IOException e) {
      if (Disk.isFull(String.valueOf(e.getMessage()))) {
        throw full(0);
      }
      throw new UncheckedIOException(e);
    }
  }

  /** Where the results of a run are. */
  Path results(String run) {
    return folder.resolve("runs").resolve(run);
  }

  /** The lines of a run that is done. */
  Worklist worklist(String run) {
    return new Worklist(questions, results(run));
  }

  @Override
  public void close() {
    questions.close();
    if (alive != null) {
      try {
        alive.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The mapping that a run reads. */
  Path mapping(String run) {
    return folder.resolve("runs").resolve(run + ".map.csv");
  }
}
