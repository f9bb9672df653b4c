package dev.chokepoint.workbench.orders;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the characters of a text are written: by its mark, by what fits, or as the user says. */
final class Encoding {
  private static final int SAMPLE = 1 << 20;
  private static final List<String> GUESSED = List.of("GB18030", "UTF-16LE", "UTF-16BE");
  private static final int SURE = 30;

  private Encoding() {}

  static Charset of(Path file, @Nullable String stated, String name) throws IOException {
    if (stated != null) {
      try {
        return Charset.forName(stated);
      } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
        throw new Refused(
            new Problem(
                "unknown-encoding",
                "--encoding",
                stated,
                "a name such as UTF-8, UTF-16 or GB18030",
                Nearest.hint(stated, Charset.availableCharsets().keySet())));
      }
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(SAMPLE);
    }
    if (start.length >= 2 && (start[0] & 0xFF) == 0xFE && (start[1] & 0xFF) == 0xFF) {
      return StandardCharsets.UTF_16;
    }
    if (start.length >= 2 && (start[0] & 0xFF) == 0xFF && (start[1] & 0xFF) == 0xFE) {
      return StandardCharsets.UTF_16;
    }
    if (fits(start, StandardCharsets.UTF_8)) {
      return StandardCharsets.UTF_8;
    }
    if (isPaired(start)) {
      return Charset.forName("GB18030");
    }
    CharsetDetector detector = new CharsetDetector();
    detector.setText(Arrays.copyOf(start, Math.min(start.length, 1 << 16)));
    CharsetMatch match = detector.detect();
    if (match != null && GUESSED.contains(match.getName()) && match.getConfidence() >= SURE) {
      Charset charset = Charset.forName(match.getName());
      if (fits(start, charset)) {
        return charset;
      }
    }
    String hint =
        fits(start, Charset.forName("GB18030"))
            ? "Maybe --encoding GB18030."
            : "Maybe say it with --encoding.";
    // Mostly UTF-8 with a few bad bytes: the rows with them are rejected one by one.
    if (mostly(start)) {
      return StandardCharsets.UTF_8;
    }
    throw new Refused(
        new Problem("bad-encoding", name, "", "UTF-8, UTF-16 with a mark, or GB18030", hint));
  }

  private static boolean fits(byte[] bytes, Charset charset) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer out = CharBuffer.allocate(bytes.length + 16);
    // The sample may end inside a character.
    return !decoder.decode(ByteBuffer.wrap(bytes), out, false).isError();
  }

  /** Whether all that is not ASCII comes in the pairs of bytes of common Chinese characters. */
  private static boolean isPaired(byte[] bytes) {
    for (int at = 0; at + 1 < bytes.length; at++) {
      int first = bytes[at] & 0xFF;
      if (first >= 0x80) {
        int second = bytes[++at] & 0xFF;
        if (first < 0xA1 || first > 0xF7 || second < 0xA1 || second > 0xFE) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether few lines of a text are not UTF-8. */
  private static boolean mostly(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    long lines = text.lines().count();
    long bad = text.lines().filter(line -> line.indexOf('\ufffd') >= 0).count();
    return bad * 10 <= lines;
  }
}
