package dev.chokepoint.workbench.orders;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens an order file of any format. */
final class Input {
  private Input() {}

  /**
   * A clean text in UTF-8 is read as it stands; anything else is converted first.
   *
   * @param careful whether to convert a text that could be read as it stands
   */
  static Readable open(Path file, Fingerprint print, Path work, @Nullable String encoding, boolean careful) {
    String name = String.valueOf(file.getFileName());
    try {
      if (print.size() == 0) {
        throw new Refused(new Problem("empty-file", name, "", "a header and rows", ""));
      }
      Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
      if (!careful && charset.equals(StandardCharsets.UTF_8) && !print.zeros()) {
        try (Reader reader = reader(Files.newInputStream(file), charset, CodingErrorAction.REPORT)) {
          CsvText.Header header = CsvText.header(reader, name);
          boolean windows = print.returns() == print.lineFeeds();
          if (header.oneLine() && (print.returns() == 0 || windows)) {
            return new Readable(
                Readable.Form.CSV,
                file,
                header.delimiter(),
                windows ? "\\r\\n" : "\\n",
                header.names(),
                false,
                2,
                List.of());
          }
        }
      }
      try (Reader reader = reader(Files.newInputStream(file), charset, CodingErrorAction.REPLACE)) {
        return CsvText.convert(reader, work.resolve("converted.csv"), name, List.of());
      }
    } catch (CharacterCodingException e) {
      throw new Refused(new Problem("bad-encoding", name, "", "UTF-8", "Maybe give --encoding."));
    } catch (IOException e) {
      throw Disk.trouble(e, file);
    }
  }

  private static Reader reader(InputStream in, Charset charset, CodingErrorAction action) {
    return new InputStreamReader(
        in,
        charset.newDecoder().onMalformedInput(action).onUnmappableCharacter(action));
  }
}
