package dev.chokepoint.workbench.orders;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Files that are whole or absent. */
public final class Disk {
  /** Id of the problem that a full disk is. */
  public static final String FULL = "disk-full";

  private Disk() {}

  /** Trouble with a file as something to read. */
  static Refused trouble(IOException e, Path file) {
    if (isFull(String.valueOf(e.getMessage()))) {
      return full();
    }
    if (e instanceof AccessDeniedException || isReadOnly(String.valueOf(e.getMessage()))) {
      return new Refused(
          new Problem(
              "cannot-write", "--out", file.toString(), "a folder that can be written", ""));
    }
    return new Refused(
        new Problem(
            "cannot-read-or-write",
            String.valueOf(file.getFileName()),
            e.getClass().getSimpleName(),
            "a file that can be read, and a folder that can be written",
            ""));
  }

  /** Whether a message of the system says that nothing more fits. */
  public static boolean isFull(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    return Stream.of("no space left", "disk full", "file too large", "quota exceeded")
        .anyMatch(lower::contains);
  }

  static boolean isReadOnly(String message) {
    String lower = message.toLowerCase(Locale.ROOT);
    return lower.contains("permission denied") || lower.contains("read-only file system");
  }

  static Refused full() {
    return new Refused(
        new Problem(
            FULL,
            "--out",
            "",
            "room for the results; earlier results are untouched",
            "Maybe make room, or give another disk for --out, and run again."));
  }

  /** Puts a finished file in its place at once, after its contents reached the disk. */
  static void publish(Path finished, Path place) {
    try {
      force(finished);
      Files.createDirectories(java.util.Objects.requireNonNull(place.getParent()));
      Files.move(
          finished, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw trouble(e, place);
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Writes a whole text, or nothing. */
  static void write(Path place, String text) {
    Path draft = place.resolveSibling(place.getFileName() + ".tmp");
    try {
      Files.writeString(draft, text);
    } catch (IOException e) {
      throw trouble(e, place);
    }
    publish(draft, place);
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw trouble(e, file);
    }
  }

  static void createFolders(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new Refused(
          new Problem(
              "cannot-write", "--out", folder.toString(), "a folder that can be written", ""));
    }
  }

  /** Files below a folder, sorted; none if it does not exist. */
  static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw trouble(e, folder);
    }
  }

  /** Deletes a folder with all it holds. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw trouble(e, folder);
    }
  }
}
