package dev.chokepoint.workbench.orders;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a file is known by, read in one pass.
 *
 * @param lineFeeds number of line feeds
 * @param returns number of carriage returns
 * @param zeros whether a zero byte occurs
 * @param endsInLineFeed whether the last byte is one
 */
record Fingerprint(
    long size,
    long modified,
    String sha256,
    long lineFeeds,
    long returns,
    boolean zeros,
    boolean endsInLineFeed) {

  private static final int BUFFER = 1 << 20;

  static Fingerprint of(Path file, String option) {
    try {
      if (!Files.isRegularFile(file)) {
        throw new Refused(
            new Problem("no-such-file", option, file.toString(), "a file that can be read", ""));
      }
      long modified = Files.getLastModifiedTime(file).toMillis();
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      long size = 0;
      long lineFeeds = 0;
      long returns = 0;
      boolean zeros = false;
      int last = -1;
      byte[] buffer = new byte[BUFFER];
      try (InputStream in = Files.newInputStream(file)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
          size += read;
          for (int at = 0; at < read; at++) {
            byte b = buffer[at];
            lineFeeds += b == '\n' ? 1 : 0;
            returns += b == '\r' ? 1 : 0;
            zeros |= b == 0;
          }
          last = read > 0 ? buffer[read - 1] : last;
        }
      }
      String hash = HexFormat.of().formatHex(digest.digest());
      return new Fingerprint(size, modified, hash, lineFeeds, returns, zeros, last == '\n');
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new Refused(
          new Problem("cannot-read", option, file.toString(), "a file that can be read", ""));
    }
  }

  /** The hash of a text. */
  static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sha256(Path file, String option) {
    return of(file, option).sha256();
  }

  /** Refuses a file that is not what it was. */
  void mustStillHold(Path file) {
    try {
      if (Files.size(file) == size && Files.getLastModifiedTime(file).toMillis() == modified) {
        return;
      }
    } catch (IOException e) {
      // A file that is gone has changed as well.
    }
    throw new Refused(
        new Problem(
            "input-changed",
            "input",
            String.valueOf(file.getFileName()),
            "the same file until the run ends; earlier results are untouched",
            "Maybe run again when nothing writes to it."));
  }
}
