package dev.chokepoint.workbench.orders;

import dev.chokepoint.screening.Licences;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Lines that need a licence against the licences held, in the order of the book. */
final class Drawn {
  private Drawn() {}

  /** Fills the table of lines that a licence was asked for; returns what is left of each. */
  static List<Licences.Balance> fill(Duck duck, Typed typed, Job job, Products products) {
    duck.run("CREATE TABLE drawn (line BIGINT, covered BOOLEAN, number VARCHAR, why VARCHAR)");
    Path file = job.options().licences();
    if (file == null) {
      return List.of();
    }
    Licences licences = new Licences(read(file, products));
    String needs =
        "SELECT t.line, t.licence, j.itemId, j.shipTo_, t.customer, units, amountUsd FROM %s t JOIN judged j ON %s WHERE bad IS NULL AND j.licensable ORDER BY t.line"
            .formatted(typed.rows(), Judged.MEETING);
    duck.fill(
        "drawn",
        rows ->
            duck.each(
                needs,
                row -> {
                  String named = row.text(1).strip();
                  Licences.Draw draw =
                      licences.draw(
                          new Licences.Need(
                              named.isEmpty() ? null : named,
                              row.text(2),
                              row.text(3),
                              Nearest.key(row.text(4)),
                              row.number(5),
                              row.decimal(6),
                              job.to()));
                  rows.add(row.number(0), draw.covered(), draw.number(), draw.why());
                }));
    return licences.balances();
  }

  private static List<Licences.Licence> read(Path file, Products products) {
    List<Licences.Licence> licences = new ArrayList<>();
    Set<String> numbers = new HashSet<>();
    for (SideTable.Row row : Beside.LICENCES.read(file)) {
      if (!numbers.add(row.get("number"))) {
        throw new Refused(
            new Problem(
                "duplicate-key", row.place("number"), row.get("number"), "each licence once", ""));
      }
      licences.add(
          new Licences.Licence(
              row.get("number"),
              items(row, products),
              destinations(row),
              customers(row),
              row.get("quantity").isEmpty()
                  ? null
                  : row.need("quantity", CellValues.quantity(row.get("quantity"))),
              usd(row),
              day(row, "valid_from", LocalDate.of(1990, 1, 1)),
              row.need(
                  "expires", CellValues.day(row.get("expires"), CellValues.DayOrder.REFUSED))));
    }
    return licences;
  }

  private static @Nullable BigDecimal usd(SideTable.Row row) {
    return row.get("value_usd").isEmpty()
        ? null
        : row.need("value_usd", CellValues.price(row.get("value_usd")));
  }

  private static LocalDate day(SideTable.Row row, String column, LocalDate otherwise) {
    return row.get(column).isEmpty()
        ? otherwise
        : row.need(column, CellValues.day(row.get(column), CellValues.DayOrder.REFUSED));
  }

  private static Set<String> items(SideTable.Row row, Products products) {
    Set<String> ids = new TreeSet<>();
    for (String name : parts(row.get("items"))) {
      if (products.find(name).isEmpty()) {
        throw new Refused(
            new Problem(
                "unknown-chip",
                row.place("items"),
                name,
                "names of the catalogue or the product table, separated by ;",
                Nearest.hint(products.nearest(name))));
      }
      products.find(name).forEach(item -> ids.add(item.id()));
    }
    return ids;
  }

  private static Set<String> destinations(SideTable.Row row) {
    Set<String> codes = new TreeSet<>();
    for (String name : parts(row.get("destinations"))) {
      codes.add(row.need("destinations", CellValues.country(name)));
    }
    return codes;
  }

  private static Set<String> customers(SideTable.Row row) {
    Set<String> names = new TreeSet<>();
    parts(row.get("customers")).forEach(name -> names.add(Nearest.key(name)));
    return names;
  }

  private static List<String> parts(String cell) {
    return java.util.Arrays.stream(cell.split(";"))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
