package dev.chokepoint.workbench.orders;

import dev.chokepoint.parties.Hit;
import dev.chokepoint.parties.Party;
import dev.chokepoint.screening.Named;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.parties.Naming;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The names of a book that are, or look like, listed ones. Each name is read once, however often
 * and in whatever column it stands; those like no listed one are not kept.
 */
final class Names {
  /** Columns that name somebody who takes part. */
  private static final List<Column> PARTIES =
      List.of(
          Column.END_USER,
          Column.ULTIMATE_PARENT,
          Column.SOLD_TO,
          Column.BILL_TO,
          Column.INTERMEDIATE);

  /** The columns of a row share a number of so many bits. */
  private static final int BITS = 60;

  /** Kept for readings that many parties share, once there are too many to tell apart. */
  private static final int SHARED = 1000;

  private static final int BATCH = 8192;

  private final Duck duck;
  private final Stage stage;
  private final Naming naming;
  private final List<Naming> readers = new ArrayList<>();
  private final List<Column> columns;
  private final SortedMap<String, Naming.Reading> found = new TreeMap<>();
  private final List<List<Named>> readings = new ArrayList<>();
  private final Map<List<Named>, Long> numbers = new HashMap<>();
  private long asked;

  Names(Duck duck, Stage stage, Job job, Naming naming) {
    this.duck = duck;
    this.stage = stage;
    this.naming = naming;
    this.columns = PARTIES.stream().filter(stage::has).toList();
    for (int thread = 0; thread < job.options().threads(); thread++) {
      readers.add(naming.another());
    }
  }

  /** Columns of the book that name somebody, in the order of their bits. */
  List<Column> columns() {
    return columns;
  }

  /** Bits of a row's number that each column has. */
  int bits() {
    return BITS / Math.max(1, columns.size());
  }

  /** Reads every name, and makes the dictionary from names to numbers, which count from 1. */
  void fill() {
    duck.run("CREATE TABLE d_party (raw VARCHAR, v BIGINT)");
    duck.run(
        "CREATE TABLE names (name VARCHAR, taken VARCHAR, why VARCHAR, listedName VARCHAR,"
            + " matchedAlias VARCHAR, list VARCHAR, source VARCHAR, citation VARCHAR, licencePolicy"
            + " VARCHAR, footnote VARCHAR, countries VARCHAR, score DECIMAL(6,5), matched VARCHAR,"
            + " decision VARCHAR, listDate VARCHAR)");
    if (columns.isEmpty()) {
      return;
    }
    List<String> distinct =
        columns.stream()
            .map(c -> "SELECT %s AS n FROM %s".formatted(c.key(), Stage.scan(stage.file())))
            .toList();
    List<String> batch = new ArrayList<>();
    duck.each(
        "SELECT DISTINCT n FROM (" + String.join(" UNION ALL ", distinct) + ")",
        row -> {
          batch.add(row.text(0));
          if (batch.size() == BATCH) {
            read(batch);
          }
        });
    read(batch);
    duck.fill(
        "d_party",
        rows ->
            found.forEach((raw, reading) -> {
              if (!reading.named().isEmpty()) {
                rows.add(raw, number(reading.named()));
              }
            }));
    duck.fill("names", rows -> found.forEach((raw, reading) -> add(rows, raw, reading)));
  }

  /** Every reader takes its share of the names. */
  private void read(List<String> batch) {
    record Read(String raw, Naming.Reading reading) {}
    List<Read> read =
        IntStream.range(0, readers.size())
            .parallel()
            .boxed()
            .flatMap(share ->
                IntStream.range(0, batch.size())
                    .filter(at -> at % readers.size() == share && !batch.get(at).isBlank())
                    .mapToObj(at ->
                        Optional.ofNullable(readers.get(share).read(batch.get(at)))
                            .map(reading -> new Read(batch.get(at), reading)))
                    .flatMap(Optional::stream))
            .toList();
    read.forEach(each -> found.put(each.raw(), each.reading()));
    asked += batch.stream().filter(name -> !name.isBlank()).count();
    batch.clear();
  }

  private long number(List<Named> named) {
    long most = (1L << bits()) - 1;
    List<Named> kept =
        readings.size() < most - SHARED
            ? named
            : named.stream().map(Named::shared).distinct().toList();
    Long known = numbers.get(kept);
    if (known != null) {
      return known;
    }
    if (readings.size() >= most) {
      throw new Refused(
          new Problem(
              "too-many-parties",
              "input",
              String.valueOf(readings.size()),
              "at most " + most + " listed parties in the names of a book",
              "Maybe split the book."));
    }
    readings.add(kept);
    long number = readings.size();
    numbers.put(kept, number);
    return number;
  }

  private void add(Duck.Rows rows, String raw, Naming.Reading reading) {
    Hit hit = reading.hit();
    Party party = hit == null ? null : hit.party();
    Integer footnote = party == null ? null : party.footnote();
    rows.add(
        raw,
        reading.taken().word(),
        reading.why(),
        party == null ? "" : party.name(),
        hit == null ? "" : hit.matchedAlias(),
        party == null ? "" : party.list(),
        party == null ? "" : party.source(),
        party == null ? "" : party.citation(),
        party == null ? "" : party.policy(),
        footnote == null ? "" : footnote.toString(),
        party == null ? "" : String.join(" ", party.countries()),
        hit == null ? null : BigDecimal.valueOf(hit.score()).setScale(5, RoundingMode.FLOOR),
        hit == null ? "" : String.join(" | ", hit.why()),
        reading.decision() == null ? "" : reading.decision().because(),
        naming.screen().list().date().toString());
  }

  /** Those whom the columns of a row name, each once, in order. */
  List<Named> named(long row) {
    Set<Named> named = new java.util.TreeSet<>();
    for (int at = 0; at < columns.size(); at++) {
      int number = (int) ((row >> (at * bits())) & ((1L << bits()) - 1));
      if (number > 0) {
        named.addAll(readings.get(number - 1));
      }
    }
    return List.copyOf(named);
  }

  /** All that some row may name. */
  Collection<Named> all() {
    Set<Named> all = new LinkedHashSet<>();
    readings.forEach(all::addAll);
    return all;
  }

  /** Writes {@code names.csv}: every name that is, or looks like, a listed one. */
  void write(Path results) {
    Path draft = results.resolve("names.csv.tmp");
    duck.run(Results.csv(duck, "SELECT * FROM names ORDER BY name", draft, true));
    Disk.publish(draft, results.resolve("names.csv"));
  }

  /** What the summary says of names. */
  Map<String, Object> json() {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("listDate", naming.screen().list().date().toString());
    out.put("embedded", naming.screen().list().embedded());
    out.put("asked", asked);
    for (Naming.Taken taken : Naming.Taken.values()) {
      out.put(taken.word(), found.values().stream().filter(r -> r.taken() == taken).count());
    }
    out.put("notCovered", naming.screen().notCovered());
    return out;
  }
}
