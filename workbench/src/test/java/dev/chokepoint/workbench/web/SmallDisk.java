package dev.chokepoint.workbench.web;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A disk of a few megabytes that can be filled: in memory, and only root can make one. */
final class SmallDisk implements AutoCloseable {
  private static final int BLOCK = 4096;
  private final Path folder;

  /** Mounts it, or skips the test where that is not allowed. */
  SmallDisk(Path folder, int megabytes) throws IOException {
    this.folder = Files.createDirectories(folder);
    List<String> mount =
        List.of("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", "" + folder);
    assumeTrue(done(mount), "no small disk: only root can mount one");
  }

  private static boolean done(List<String> words) {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.onExit().join().exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  Path folder() {
    return folder;
  }

  /** Leaves room for so many bytes at most. */
  void fill(long left) throws IOException {
    byte[] block = new byte[BLOCK];
    try (OutputStream out = Files.newOutputStream(ballast())) {
      while (Files.getFileStore(folder).getUsableSpace() > left) {
        out.write(block);
      }
    } catch (IOException e) {
      // It is full.
    }
  }

  /** Makes room again. */
  void empty() throws IOException {
    Files.deleteIfExists(ballast());
  }

  private Path ballast() {
    return folder.resolve("ballast");
  }

  @Override
  public void close() {
    done(List.of("umount", "-l", "" + folder));
  }
}
