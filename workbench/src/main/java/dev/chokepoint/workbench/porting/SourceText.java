package dev.chokepoint.workbench.porting;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The text of a file whatever its encoding, or nothing where it is no text. */
final class SourceText {
  private static final int LOOKED_AT = 8192;

  /** Source text has a control character other than those of layout hardly ever. */
  private static final int MOST_CONTROLS_PER_HUNDRED = 5;

  private static final byte[] LARGE_FILE_POINTER =
      "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);

  private SourceText() {}

  /** The bytes in an encoding that holds ASCII as it is; null for what is no text. */
  static byte @Nullable [] of(byte[] bytes) {
    if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
      return text(Arrays.copyOfRange(bytes, 3, bytes.length));
    }
    Charset wide = wide(bytes);
    if (wide == null) {
      return text(bytes);
    }
    String decoded = new String(bytes, wide);
    String text = decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded;
    return text(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether this is what Git keeps in place of a file that was not downloaded. */
  static boolean isLargeFilePointer(byte[] bytes) {
    return bytes.length < 1024
        && bytes.length >= LARGE_FILE_POINTER.length
        && Arrays.equals(
            bytes, 0, LARGE_FILE_POINTER.length, LARGE_FILE_POINTER, 0, LARGE_FILE_POINTER.length);
  }

  private static @Nullable Charset wide(byte[] bytes) {
    if (starts(bytes, 0xFF, 0xFE, 0, 0)) {
      return Charset.forName("UTF-32LE");
    }
    if (starts(bytes, 0, 0, 0xFE, 0xFF)) {
      return Charset.forName("UTF-32BE");
    }
    if (starts(bytes, 0xFF, 0xFE)) {
      return StandardCharsets.UTF_16LE;
    }
    if (starts(bytes, 0xFE, 0xFF)) {
      return StandardCharsets.UTF_16BE;
    }
    return unmarked(bytes);
  }

  /** In UTF-16 without a mark, every second byte of a program is zero and no other. */
  private static @Nullable Charset unmarked(byte[] bytes) {
    int end = Math.min(bytes.length, LOOKED_AT) & ~1;
    int[] zeros = new int[2];
    for (int i = 0; i < end; i++) {
      zeros[i & 1] += bytes[i] == 0 ? 1 : 0;
    }
    int most = end / 2;
    if (end < 16 || 10 * Math.max(zeros[0], zeros[1]) < 8 * most || zeros[0] * zeros[1] > 0) {
      return null;
    }
    return zeros[1] > 0 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
  }

  private static boolean starts(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 255) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte @Nullable [] text(byte[] bytes) {
    int end = Math.min(bytes.length, LOOKED_AT);
    int controls = 0;
    for (int i = 0; i < end; i++) {
      if (bytes[i] == 0) {
        return null;
      }
      controls += bytes[i] > 0 && bytes[i] < ' ' && "\t\n\r\f\u000B".indexOf(bytes[i]) < 0 ? 1 : 0;
    }
    return 100L * controls > (long) MOST_CONTROLS_PER_HUNDRED * end ? null : bytes;
  }
}
