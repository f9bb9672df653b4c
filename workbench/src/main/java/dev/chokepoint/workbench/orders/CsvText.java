package dev.chokepoint.workbench.orders;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.BufferedReader;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Text of rows, read with care: every line keeps its number, and a bad row says why. */
final class CsvText {
  private static final List<Character> DELIMITERS = List.of(',', '\t', ';', '|');

  /** A record that is longer is most likely an open quote. */
  static final int LONGEST_RECORD = 16 << 20;

  private static final int HEADER_CHARACTERS = 1 << 20;

  private CsvText() {}

  /** A header as it stands at the start of a text. */
  record Header(List<String> names, char delimiter, boolean oneLine) {}

  /** Finds the delimiter under which most columns are known; refuses a text without a header. */
  static Header header(Reader reader, String file) throws IOException {
    BufferedReader buffered = new BufferedReader(reader, HEADER_CHARACTERS);
    buffered.mark(HEADER_CHARACTERS);
    skipByteOrderMark(buffered);
    char[] start = new char[HEADER_CHARACTERS - 1];
    int length = 0;
    for (int read = 0; read >= 0 && length < start.length; length += Math.max(0, read)) {
      read = buffered.read(start, length, start.length - length);
    }
    String text = new String(start, 0, length);
    Header best = null;
    long bestKnown = -1;
    for (char delimiter : DELIMITERS) {
      Header header = header(text, delimiter);
      if (header == null) {
        continue;
      }
      long known = header.names().stream().filter(name -> Column.find(name).isPresent()).count();
      long score = known * 1000 + header.names().size();
      if (score > bestKnown) {
        best = header;
        bestKnown = score;
      }
    }
    if (best == null) {
      throw new Refused(
          new Problem("missing-header", file, "", "a first line of column names", ""));
    }
    return best;
  }

  private static @Nullable Header header(String text, char delimiter) throws IOException {
    try (CSVParser parser = format(delimiter).parse(new java.io.StringReader(text))) {
      for (CSVRecord record : parser) {
        if (!record.stream().allMatch(String::isBlank)) {
          return new Header(record.toList(), delimiter, parser.getCurrentLineNumber() <= 1);
        }
      }
      return null;
    } catch (UncheckedIOException e) {
      return null;
    }
  }

  static CSVFormat format(char delimiter) {
    return CSVFormat.RFC4180.builder().setDelimiter(delimiter).setIgnoreEmptyLines(false).get();
  }

  private static void skipByteOrderMark(BufferedReader reader) throws IOException {
    reader.mark(1);
    if (reader.read() != '\ufeff') {
      reader.reset();
    }
  }

  /** Copies rows to a file that the database reads without surprises. */
  static Opened convert(Reader in, Path to, String file, List<String> notes) throws IOException {
    BufferedReader buffered = new BufferedReader(in);
    buffered.mark(HEADER_CHARACTERS + 1);
    Header header = header(new Unclosing(buffered, HEADER_CHARACTERS), file);
    buffered.reset();
    skipByteOrderMark(buffered);
    Limited limited = new Limited(buffered, file);
    try (CSVParser parser = format(header.delimiter()).parse(limited);
        Converted out = new Converted(to, header.names())) {
      rows(parser, limited, out);
    } catch (UncheckedIOException e) {
      throw new Refused(
          new Problem(
              "bad-csv",
              file + " line " + (limited.line + 1),
              String.valueOf(e.getMessage()),
              "cells as RFC 4180 quotes them",
              "Maybe a quote is not closed or stands inside a cell."));
    }
    return Converted.opened(to, header.names(), notes);
  }

  private static void rows(CSVParser parser, Limited limited, Converted out) throws IOException {
    long line = 1;
    boolean inHeader = true;
    for (Iterator<CSVRecord> records = parser.iterator(); records.hasNext(); ) {
      CSVRecord record = records.next();
      limited.nextRecord(parser.getCurrentLineNumber());
      boolean blank = record.size() == 1 && record.get(0).isBlank();
      if (!blank && inHeader) {
        inHeader = false;
      } else if (!blank) {
        out.row(line, record.toList());
      }
      line = parser.getCurrentLineNumber() + 1;
    }
  }

  /** Refuses a record without an end. */
  private static final class Limited extends FilterReader {
    private final String file;
    private long inRecord;
    private long line;

    Limited(Reader in, String file) {
      super(in);
      this.file = file;
    }

    void nextRecord(long atLine) {
      inRecord = 0;
      line = atLine;
    }

    @Override
    public int read() throws IOException {
      int c = super.read();
      count(1);
      return c;
    }

    @Override
    public int read(char[] buffer, int at, int length) throws IOException {
      int read = super.read(buffer, at, length);
      count(Math.max(0, read));
      return read;
    }

    private void count(int characters) {
      inRecord += characters;
      if (inRecord > LONGEST_RECORD) {
        throw new Refused(
            new Problem(
                "record-too-long",
                file + " line " + (line + 1),
                "",
                "at most " + LONGEST_RECORD + " characters in one row",
                "Maybe a quote is not closed."));
      }
    }
  }

  /** The first part of a reader that stays open. */
  private static final class Unclosing extends FilterReader {
    private int left;

    Unclosing(Reader in, int most) {
      super(in);
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      return left-- > 0 ? super.read() : -1;
    }

    @Override
    public int read(char[] buffer, int at, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int read = super.read(buffer, at, Math.min(length, left));
      left -= Math.max(0, read);
      return read;
    }

    @Override
    public void close() {}
  }

  /** Cells of a row that hold what no cell may hold. */
  static List<String> withoutZeros(List<String> cells) {
    List<String> out = new ArrayList<>(cells.size());
    for (String cell : cells) {
      out.add(cell.replace('\0', '\ufffd'));
    }
    return out;
  }
}
