package dev.chokepoint.workbench.parties;

import dev.chokepoint.parties.Party;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The US Consolidated Screening List as its agency hands it out: CSV with or without the column
 * {@code _id}, or JSON.
 */
public final class ConsolidatedList {
  /** Ten times the JSON of 2026. */
  private static final long MOST_BYTES = 1L << 30;

  static final int MOST_PARTIES = 1_000_000;
  private static final int LONGEST_CELL = 1 << 20;
  private static final int MOST_ALIASES = 1_000;
  private static final int COUNTRY = 2;
  static final Set<String> NEEDED = Set.of("source", "name", "alt_names", "addresses");
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private ConsolidatedList() {}

  /** The parties of a file, in its order; refused whole where any of it cannot be read. */
  public static List<Party> read(Path file) {
    String name = String.valueOf(file.getFileName());
    if (!Files.isRegularFile(file)) {
      throw new Refused(
          new Problem("no-such-file", name, file.toString(), "a list as CSV or JSON", ""));
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      if (Files.size(file) > MOST_BYTES) {
        throw new Refused(
            new Problem("file-too-large", name, "", "at most " + MOST_BYTES + " bytes", ""));
      }
      return read(in, name);
    } catch (IOException e) {
      throw new Refused(unreadable(e, name));
    }
  }

  /** The parties of a text; {@code name} stands in problems. */
  public static List<Party> read(InputStream in, String name) throws IOException {
    InputStream text = in.markSupported() ? in : new BufferedInputStream(in);
    text.mark(4);
    int first = text.read();
    if (first == 0xEF) {
      text.read();
      text.read();
      text.mark(4);
      first = text.read();
    }
    while (first == ' ' || first == '\n' || first == '\r' || first == '\t') {
      text.mark(4);
      first = text.read();
    }
    text.reset();
    if (first < 0) {
      throw new Refused(new Problem("empty-file", name, "", "a list as CSV or JSON", ""));
    }
    if (first == '{' || first == '[') {
      return ListJson.read(text, name);
    }
    Reader reader =
        new InputStreamReader(
            text,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    try {
      return csv(reader, name);
    } catch (UncheckedIOException e) {
      throw new Refused(unreadable(java.util.Objects.requireNonNull(e.getCause()), name));
    }
  }

  private static Problem unreadable(IOException e, String name) {
    return e instanceof CharacterCodingException
        ? new Problem("bad-encoding", name, "", "UTF-8", "Maybe the file was cut short.")
        : new Problem(
            "bad-csv",
            name,
            String.valueOf(e.getMessage()),
            "RFC 4180 with a header",
            "Maybe the file was cut short.");
  }

  private static List<Party> csv(Reader reader, String name) throws IOException {
    List<Party> parties = new ArrayList<>();
    try (CSVParser parser = CSVFormat.RFC4180.parse(reader)) {
      Iterator<CSVRecord> records = parser.iterator();
      if (!records.hasNext()) {
        throw new Refused(new Problem("empty-file", name, "", "a list as CSV or JSON", ""));
      }
      List<String> header = header(records.next(), name);
      while (records.hasNext()) {
        CSVRecord record = records.next();
        if (record.size() == 1 && record.get(0).isBlank()) {
          continue;
        }
        if (record.size() != header.size()) {
          throw new Refused(
              cells(record, header.size(), name + ":" + parser.getCurrentLineNumber(), records));
        }
        parties.add(party(new Row(header, record), name + ":" + parser.getCurrentLineNumber()));
        limit(parties.size(), name);
      }
    }
    return filled(parties, name);
  }

  static List<Party> filled(List<Party> parties, String name) {
    if (parties.isEmpty()) {
      throw new Refused(new Problem("no-parties", name, "0 parties", "at least one party", ""));
    }
    return parties;
  }

  static void limit(int parties, String name) {
    if (parties > MOST_PARTIES) {
      throw new Refused(
          new Problem("too-many-parties", name, "", "at most " + MOST_PARTIES + " parties", ""));
    }
  }

  private static Problem cells(
      CSVRecord record, int columns, String place, Iterator<CSVRecord> rest) {
    boolean last = !rest.hasNext() && record.size() < columns;
    return new Problem(
        last ? "truncated-list" : "wrong-cells",
        place,
        record.size() + " cells",
        columns + " cells, as in the header",
        last ? "Maybe the file was cut short; fetch it again." : "");
  }

  private static List<String> header(CSVRecord record, String name) {
    List<String> header = new ArrayList<>();
    for (String cell : record) {
      header.add(cell.strip().toLowerCase(Locale.ROOT));
    }
    List<Problem> problems = new ArrayList<>();
    for (String column : NEEDED.stream().sorted().toList()) {
      if (!header.contains(column)) {
        problems.add(
            new Problem(
                "missing-column",
                name + " header",
                column,
                "the columns of the Consolidated Screening List",
                Nearest.hint(column, header)));
      }
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return header;
  }

  /** Cells of a row by column. */
  private record Row(List<String> header, CSVRecord cells) implements Fields {
    @Override
    public String text(String field) {
      int at = header.indexOf(field);
      return at < 0 ? "" : cells.get(at);
    }

    @Override
    public List<String> list(String field) {
      List<String> out = new ArrayList<>();
      for (String part : text(field).split(";", -1)) {
        if (!part.isBlank()) {
          out.add(part.strip());
        }
      }
      return out;
    }

    @Override
    public List<String> countries() {
      return list("addresses").stream().map(Row::country).toList();
    }

    /** What stands behind the last comma of an address. */
    private static String country(String address) {
      return address.substring(address.lastIndexOf(',') + 1).strip();
    }
  }

  /** A party of the list, whatever the form of the file. */
  interface Fields {
    String text(String field);

    List<String> list(String field);

    /** What the addresses end with; only ISO 3166 codes are kept. */
    List<String> countries();
  }

  static Party party(Fields fields, String place) {
    String name = fields.text("name").strip();
    if (name.isEmpty()) {
      throw new Refused(new Problem("missing", place, "", "the name of a party", ""));
    }
    if (fields.text("source").isBlank()) {
      throw new Refused(new Problem("missing", place, name, "the source of a party", ""));
    }
    List<String> aliases = fields.list("alt_names");
    if (name.length() > LONGEST_CELL || aliases.size() > MOST_ALIASES) {
      throw new Refused(
          new Problem(
              "too-many-names",
              place,
              aliases.size() + " names",
              "at most " + MOST_ALIASES + " aliases and " + LONGEST_CELL + " characters",
              ""));
    }
    Set<String> countries = new LinkedHashSet<>();
    for (String country : fields.countries()) {
      if (country.length() == COUNTRY && COUNTRIES.contains(country)) {
        countries.add(country);
      }
    }
    String id = fields.text("entity_number").strip();
    return new Party(
        id.isEmpty() ? fields.text("_id").strip() : id,
        fields.text("source").strip(),
        fields.text("type").strip(),
        name,
        List.copyOf(new LinkedHashSet<>(aliases)),
        fields.list("programs"),
        List.copyOf(countries),
        fields.text("federal_register_notice").strip(),
        fields.text("license_requirement").strip(),
        fields.text("license_policy").strip(),
        date(fields.text("start_date")),
        date(fields.text("end_date")));
  }

  private static @Nullable LocalDate date(String text) {
    try {
      return text.isBlank() ? null : LocalDate.parse(text.strip());
    } catch (DateTimeParseException e) {
      return null; // the list itself prints "Permanent" and the like
    }
  }

  /** The cells of a party in the columns of {@link #COLUMNS}, so that {@link #read} reads them. */
  static List<String> cells(Party party) {
    return List.of(
        party.id(),
        party.source(),
        party.id(),
        party.type(),
        String.join("; ", party.programs()),
        party.name(),
        String.join("; ", party.countries()),
        party.citation(),
        party.from() == null ? "" : party.from().toString(),
        party.until() == null ? "" : party.until().toString(),
        party.requirement(),
        party.policy(),
        String.join("; ", party.aliases()));
  }

  static final List<String> COLUMNS =
      List.of(
          "_id",
          "source",
          "entity_number",
          "type",
          "programs",
          "name",
          "addresses",
          "federal_register_notice",
          "start_date",
          "end_date",
          "license_requirement",
          "license_policy",
          "alt_names");

  /** How many parties each source has. */
  static Map<String, Integer> counts(List<Party> parties) {
    return new dev.chokepoint.parties.PartyList(LocalDate.EPOCH, false, parties).counts();
  }
}
