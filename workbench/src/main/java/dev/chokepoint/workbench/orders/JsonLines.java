package dev.chokepoint.workbench.orders;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One JSON object a line; its keys are the columns. */
final class JsonLines {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private JsonLines() {}

  /** Reads the text twice: for the keys, then for the rows. */
  static Opened convert(Callable<Reader> text, Path to, String name) throws IOException {
    Set<String> keys = new LinkedHashSet<>();
    each(
        text,
        name,
        (line, object) -> {
          if (object != null) {
            keys.addAll(object.propertyNames());
          }
        });
    if (keys.isEmpty()) {
      throw new Refused(new Problem("missing-header", name, "", "a JSON object on each line", ""));
    }
    List<String> header = List.copyOf(keys);
    try (Converted out = new Converted(to, header)) {
      each(
          text,
          name,
          (line, object) -> {
            if (object == null) {
              out.row(line, "bad-json", List.of());
              return;
            }
            List<String> cells = new ArrayList<>();
            for (String key : header) {
              cells.add(cell(object.path(key)));
            }
            out.row(line, cells);
          });
    }
    return Converted.opened(to, header, List.of());
  }

  private static String cell(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (value.isNumber()) {
      return value.decimalValue().toPlainString();
    }
    return value.isString() ? value.stringValue() : value.toString();
  }

  @FunctionalInterface
  private interface Line {
    void read(long line, @Nullable JsonNode object) throws IOException;
  }

  private static void each(Callable<Reader> text, String name, Line reader) throws IOException {
    try (BufferedReader in = new BufferedReader(text.call())) {
      StringBuilder line = new StringBuilder();
      long number = 0;
      boolean more = true;
      while (more) {
        line.setLength(0);
        more = next(in, line, name, ++number);
        if (!line.toString().isBlank()) {
          reader.read(number, object(line.toString()));
        }
      }
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Reads a line of bounded length; false at the end of the text. */
  private static boolean next(BufferedReader in, StringBuilder line, String name, long number)
      throws IOException {
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        return true;
      }
      if (c != '\ufeff' || !line.isEmpty()) {
        line.append((char) c);
      }
      if (line.length() > CsvText.LONGEST_RECORD) {
        throw new Refused(
            new Problem(
                "record-too-long",
                name + " line " + number,
                "",
                "at most " + CsvText.LONGEST_RECORD + " characters in one row",
                ""));
      }
    }
    return false;
  }

  private static @Nullable JsonNode object(String line) {
    try {
      JsonNode node = MAPPER.readTree(line);
      return node.isObject() ? node : null;
    } catch (JacksonException e) {
      return null;
    }
  }
}
