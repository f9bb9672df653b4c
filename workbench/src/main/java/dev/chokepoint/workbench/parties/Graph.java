package dev.chokepoint.workbench.parties;

import dev.chokepoint.knowledge.Source;
import dev.chokepoint.parties.Holdings;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Holdings of a CSV: owner, owned, percent, and perhaps the list that the owner stands on.
 *
 * @param holdings who holds how much of whom
 * @param lists list codes that the file states of owners, by number
 */
public record Graph(Holdings holdings, Map<Integer, String> lists) {
  private static final List<String> OWNER =
      List.of("owner", "parent", "shareholder", "holder", "from", "investor");
  private static final List<String> OWNED =
      List.of("owned", "company", "entity", "subsidiary", "child", "target", "to", "party");
  private static final List<String> STAKE =
      List.of(
          "percent",
          "percentage",
          "stake",
          "share",
          "pct",
          "ownership",
          "ownership_percent",
          "ownership_pct",
          "stake_percent",
          "%");
  private static final List<String> LIST = List.of("list", "owner_list", "listed");
  private static final int MOST_PROBLEMS = 20;
  private static final int MOST_DIGITS = 60;
  private static final int MOST_ROWS = 20_000_000;

  /** Reads a table; every wrong row is a problem, and a table with one is refused. */
  public static Graph read(Source source) {
    String name = source.lastName();
    if (!source.isThere()) {
      throw new Refused(
          new Problem("no-such-file", name, source.name(), "a readable CSV file", ""));
    }
    try (BufferedReader reader = source.text()) {
      return read(reader, name);
    } catch (UncheckedIOException e) {
      throw unreadable(java.util.Objects.requireNonNull(e.getCause()), name);
    } catch (IOException e) {
      throw unreadable(e, name);
    }
  }

  private static Refused unreadable(IOException e, String name) {
    return new Refused(
        e instanceof CharacterCodingException
            ? new Problem("bad-encoding", name, "", "UTF-8", "")
            : new Problem(
                "bad-csv", name, String.valueOf(e.getMessage()), "RFC 4180 with a header", ""));
  }

  private static Graph read(BufferedReader reader, String name) throws IOException {
    Holdings holdings = new Holdings();
    Map<Integer, String> lists = new HashMap<>();
    List<Problem> problems = new ArrayList<>();
    try (CSVParser parser = CSVFormat.RFC4180.parse(reader)) {
      Iterator<CSVRecord> records = parser.iterator();
      if (!records.hasNext()) {
        throw new Refused(new Problem("missing-header", name, "", "owner, owned and percent", ""));
      }
      List<String> header = new ArrayList<>();
      records.next().forEach(cell -> header.add(cell.strip().toLowerCase(Locale.ROOT)));
      int owner = column(header, OWNER, name, problems);
      int owned = column(header, OWNED, name, problems);
      int stake = column(header, STAKE, name, problems);
      int list = LIST.stream().filter(header::contains).findFirst().map(header::indexOf).orElse(-1);
      if (!problems.isEmpty()) {
        throw new Refused(problems);
      }
      while (records.hasNext() && problems.size() < MOST_PROBLEMS) {
        CSVRecord record = records.next();
        if (record.size() == 1 && record.get(0).isBlank()) {
          continue;
        }
        String place = name + ":" + parser.getCurrentLineNumber();
        try {
          if (record.size() != header.size()) {
            throw new Refused(
                new Problem(
                    "wrong-cells",
                    place,
                    record.size() + " cells",
                    header.size() + " cells, as in the header",
                    "Maybe quote a cell that holds a comma."));
          }
          if (record.get(owner).isBlank() || record.get(owned).isBlank()) {
            throw new Refused(new Problem("missing", place, "", "an owner and an owned", ""));
          }
          holdings.add(
              record.get(owner), record.get(owned), stake(record.get(stake), place), place);
          if (list >= 0 && !record.get(list).isBlank()) {
            lists.put(
                holdings.number(record.get(owner)),
                record.get(list).strip().toUpperCase(Locale.ROOT));
          }
        } catch (Refused e) {
          problems.addAll(e.problems());
        }
        if (holdings.size() > MOST_ROWS) {
          throw new Refused(
              new Problem("too-many-rows", name, "", "at most " + MOST_ROWS + " holdings", ""));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return new Graph(holdings.close(), lists);
  }

  private static int column(
      List<String> header, List<String> names, String file, List<Problem> problems) {
    for (String name : names) {
      if (header.contains(name)) {
        return header.indexOf(name);
      }
    }
    problems.add(
        new Problem(
            "missing-column",
            file + " header",
            names.getFirst(),
            "one of " + String.join(", ", names),
            Nearest.hint(names.getFirst(), header)));
    return -1;
  }

  /** A percentage in millionths of a percent; blank, ? and unknown are unknown. */
  private static long stake(String text, String place) {
    String plain = text.strip().replace("%", "").strip();
    if (plain.isEmpty() || plain.equals("?") || plain.equalsIgnoreCase("unknown")) {
      return -1;
    }
    try {
      if (plain.length() > MOST_DIGITS) {
        throw new NumberFormatException();
      }
      BigDecimal value = new BigDecimal(plain);
      if (value.precision() - value.scale() > 9 || value.scale() > MOST_DIGITS) {
        throw new NumberFormatException();
      }
      if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(100)) > 0) {
        throw new Refused(
            new Problem("out-of-range", place, plain, "0 to 100 percent", "Maybe ? if unknown."));
      }
      // Down: a stake just under half must never become half.
      return value.movePointRight(6).setScale(0, java.math.RoundingMode.DOWN).longValueExact();
    } catch (NumberFormatException | ArithmeticException e) {
      throw new Refused(
          new Problem(
              "bad-value", place, text.strip(), "a percentage as 49.9, or ? if unknown", ""));
    }
  }
}
