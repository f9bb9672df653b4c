package dev.chokepoint.workbench;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rows of a file of items as texts, one at a time, so that a file may be larger than the memory:
 * Parquet, CSV with a header, or JSON lines, by the ending of its name.
 */
sealed interface ItemRows extends AutoCloseable {

  /** Longest row of a text file, in characters. */
  int LONGEST = 1 << 20;

  /** Most digits that a number is written out with. */
  int MOST_DIGITS = 40;

  /**
   * A row by column name, in lower case and with hyphens; blank cells are left out.
   *
   * @param number line on which it begins, or its place among the rows of a Parquet file, from 1
   * @param problems why it cannot be read; empty if it can
   */
  record Row(long number, Map<String, String> values, List<Problem> problems) {}

  /** Columns that the file declares; empty where each row names its own. */
  List<String> columns();

  /** The next row, or null at the end. */
  @Nullable Row next();

  @Override
  void close();

  /** Opens a file; refused if it is not there or not what its name says. */
  static ItemRows open(Path path) {
    if (!Files.isRegularFile(path)) {
      throw refused("no-such-file", path.toString(), "a readable file");
    }
    String name = path.toString().toLowerCase(Locale.ROOT);
    try {
      if (name.endsWith(".parquet")) {
        return new Parquet(path);
      }
      if (name.endsWith(".csv")) {
        return new Commas(path);
      }
      if (name.endsWith(".jsonl") || name.endsWith(".ndjson")) {
        return new JsonLines(path);
      }
    } catch (IOException e) {
      throw unreadable(e);
    } catch (SQLException e) {
      throw refused("bad-parquet", Duck.firstLine(e), "a Parquet file");
    }
    throw refused("unknown-format", path.toString(), "a name ending in .parquet, .csv or .jsonl");
  }

  private static Refused refused(String id, String value, String limit) {
    return new Refused(new Problem(id, "--batch", value, limit, ""));
  }

  private static Refused unreadable(Exception e) {
    return e instanceof CharacterCodingException
        ? refused("bad-encoding", String.valueOf(e.getMessage()), "UTF-8")
        : refused(
            "bad-file", String.valueOf(e.getMessage()), "rows of at most a million characters");
  }

  private static String column(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A number without an exponent, unless it would be so long that no figure can be meant. */
  private static String plain(BigDecimal number) {
    return Math.abs((long) number.scale()) > MOST_DIGITS
        ? number.toString()
        : number.toPlainString();
  }

  private static void put(Map<String, String> values, String column, String value) {
    if (!value.isBlank()) {
      values.put(column, value.strip());
    }
  }

  /** A reader that refuses to read on for ever within one row, as after a quote never closed. */
  final class Rows extends FilterReader {
    private long left = LONGEST;

    Rows(Path path) throws IOException {
      super(Files.newBufferedReader(path));
    }

    void begin() {
      left = LONGEST;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(1);
      return read;
    }

    @Override
    public int read(char[] buffer, int from, int length) throws IOException {
      int read = super.read(buffer, from, length);
      count(Math.max(read, 0));
      return read;
    }

    private void count(int characters) throws IOException {
      left -= characters;
      if (left < 0) {
        throw new IOException("a row that does not end");
      }
    }
  }

  /** Comma-separated values (RFC 4180) with a header. */
  final class Commas implements ItemRows {
    private final Rows rows;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> columns;
    private long line;

    Commas(Path path) throws IOException {
      rows = new Rows(path);
      BufferedReader reader = new BufferedReader(rows);
      Csv.skipByteOrderMark(reader);
      parser = CSVFormat.RFC4180.parse(reader);
      records = parser.iterator();
      CSVRecord header = record();
      if (header == null) {
        close();
        throw refused("missing-header", path.toString(), "a line of column names");
      }
      columns = Csv.header(header, "--batch").stream().map(ItemRows::column).toList();
    }

    /** The next record that is not blank, with the line on which it begins. */
    private @Nullable CSVRecord record() {
      try {
        while (true) {
          rows.begin();
          line = parser.getCurrentLineNumber() + 1;
          if (!records.hasNext()) {
            return null;
          }
          CSVRecord record = records.next();
          if (!record.stream().allMatch(String::isBlank)) {
            return record;
          }
        }
      } catch (java.io.UncheckedIOException e) {
        throw unreadable(java.util.Objects.requireNonNull(e.getCause()));
      }
    }

    @Override
    public List<String> columns() {
      return columns;
    }

    @Override
    public @Nullable Row next() {
      CSVRecord record = record();
      if (record == null) {
        return null;
      }
      Map<String, String> values = new LinkedHashMap<>();
      for (int i = 0; i < Math.min(columns.size(), record.size()); i++) {
        put(values, columns.get(i), record.get(i));
      }
      List<Problem> problems = new ArrayList<>();
      if (record.size() > columns.size()) {
        problems.add(Csv.tooManyCells(record.get(columns.size()), columns.size()));
      }
      return new Row(line, values, problems);
    }

    @Override
    public void close() {
      try {
        parser.close();
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
  }

  /** One JSON object a line. */
  final class JsonLines implements ItemRows {
    private static final JsonMapper MAPPER =
        JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Rows rows;
    private final BufferedReader reader;
    private long line;

    JsonLines(Path path) throws IOException {
      rows = new Rows(path);
      reader = new BufferedReader(rows);
      Csv.skipByteOrderMark(reader);
    }

    @Override
    public List<String> columns() {
      return List.of();
    }

    @Override
    public @Nullable Row next() {
      try {
        String text = "";
        while (text != null && text.isBlank()) {
          rows.begin();
          text = reader.readLine();
          line++;
        }
        return text == null ? null : row(text);
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    private Row row(String text) {
      Map<String, String> values = new LinkedHashMap<>();
      List<Problem> problems = new ArrayList<>();
      try {
        JsonNode node = MAPPER.readTree(text);
        if (!node.isObject()) {
          problems.add(new Problem("bad-json", "", text, "one object a line", ""));
        }
        for (Map.Entry<String, JsonNode> each : node.properties()) {
          JsonNode value = each.getValue();
          if (value.isContainer()) {
            problems.add(
                new Problem("bad-value", each.getKey(), value.toString(), "a text or number", ""));
          } else if (value.isBoolean()) {
            values.put(column(each.getKey()), value.booleanValue() ? "yes" : "no");
          } else if (!value.isNull()) {
            put(
                values,
                column(each.getKey()),
                value.isNumber() ? plain(value.decimalValue()) : value.asString());
          }
        }
      } catch (JacksonException e) {
        problems.add(
            new Problem("bad-json", "", e.getOriginalMessage(), "one JSON object a line", ""));
      }
      return new Row(line, values, problems);
    }

    @Override
    public void close() {
      try {
        reader.close();
      } catch (IOException e) {
        throw unreadable(e);
      }
    }
  }

  /** Apache Parquet, streamed by DuckDB. */
  final class Parquet implements ItemRows {
    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private final List<String> columns = new ArrayList<>();
    private long number;

    Parquet(Path path) throws SQLException {
      connection = Duck.open();
      statement = connection.prepareStatement("select * from read_parquet(?)");
      statement.setString(1, path.toAbsolutePath().toString());
      rows = statement.executeQuery();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        columns.add(column(rows.getMetaData().getColumnName(i)));
      }
    }

    @Override
    public List<String> columns() {
      return columns;
    }

    @Override
    public @Nullable Row next() {
      try {
        if (!rows.next()) {
          return null;
        }
        number++;
        Map<String, String> values = new LinkedHashMap<>();
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          Object value = rows.getObject(i + 1);
          if (value != null) {
            String text = text(value);
            if (text == null) {
              problems.add(
                  new Problem(
                      "bad-value", columns.get(i), value.toString(), "a text, number or day", ""));
            } else {
              put(values, columns.get(i), text);
            }
          }
        }
        return new Row(number, values, problems);
      } catch (SQLException e) {
        throw refused("bad-parquet", Duck.firstLine(e), "a Parquet file");
      }
    }

    /** A number is written as its shortest decimal; null for what is no single value. */
    private static @Nullable String text(Object value) {
      return switch (value) {
        case String text -> text;
        case Boolean yes -> yes ? "yes" : "no";
        case BigDecimal decimal -> plain(decimal);
        case Double number when Double.isFinite(number) ->
            plain(BigDecimal.valueOf(number).stripTrailingZeros());
        case Float number when Float.isFinite(number) ->
            plain(new BigDecimal(number.toString()).stripTrailingZeros());
        case Number number -> number.toString();
        case java.time.LocalDate day -> day.toString();
        default -> null;
      };
    }

    @Override
    public void close() {
      Duck.close(rows, statement, connection);
    }
  }
}
