package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.explore.Frontier;
import dev.chokepoint.explore.FrontierCurve;
import dev.chokepoint.explore.FrontierPlace;
import dev.chokepoint.units.Exact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/** The frontier as JSON and as rows. */
final class FrontierJson {
  /** Names of the curves, in their order. */
  private static final List<String> NAMES =
      List.of("tppByDie", "dieByTpp", "tppByDieElsewhere", "ioByTpp", "memoryByIo");

  static final List<String> COLUMNS =
      List.of(
          "asOf",
          "curve",
          "from",
          "fromIncluded",
          "to",
          "toIncluded",
          "kind",
          "slope",
          "offset",
          "reached",
          "item",
          "verdict",
          "clauses",
          "metric",
          "value",
          "most",
          "left");

  private FrontierJson() {}

  static Map<String, Object> document(FrontierCommand.Answered a) {
    List<Object> rules = new ArrayList<>();
    for (int i = 0; i < a.frontiers().size(); i++) {
      Frontier frontier = a.frontiers().get(i);
      List<Object> curves = new ArrayList<>();
      for (int c = 0; c < NAMES.size(); c++) {
        curves.add(curve(NAMES.get(c), frontier.curves().get(c)));
      }
      BigFraction die = a.die();
      List<Object> places = new ArrayList<>();
      for (Map.Entry<Item, List<FrontierPlace>> each : a.places().entrySet()) {
        places.add(place(each.getKey(), each.getValue().get(i)));
      }
      rules.add(
          Json.object(
              "asOf",
              frontier.day().toString(),
              "curves",
              curves,
              "onDie",
              die == null
                  ? null
                  : Json.object(
                      "dieAreaMm2", Exact.decimal(die),
                      "forDatacenters", bound(frontier.tpp().at(die)),
                      "elsewhere", bound(frontier.elsewhere().at(die))),
              "places",
              places));
    }
    return Json.object(
        "clock", a.clock().word(),
        "lastReviewed", a.rulebook().lastReviewed().toString(),
        "whatIf", a.rulebook().whatIf(),
        "destination", a.destination(),
        "exporter", a.exporter(),
        "rules", rules,
        "warnings", a.warnings().stream().map(w -> Json.warning(w.code(), w.text())).toList(),
        "notes", a.notes(),
        "disclaimer", Answer.DISCLAIMER);
  }

  private static Map<String, Object> bound(FrontierCurve.Bound bound) {
    boolean is = bound.kind() == FrontierCurve.Kind.BOUND;
    return Json.object(
        "kind", bound.kind().word(),
        "value", is ? Exact.decimal(bound.value()) : null,
        "reached", is ? bound.reached() : null);
  }

  private static Map<String, Object> curve(String name, FrontierCurve curve) {
    return Json.object(
        "curve", name,
        "metric", curve.of().key(),
        "over", curve.over().key(),
        "side", curve.most() ? "most" : "least",
        "pieces", curve.pieces().stream().map(FrontierJson::piece).toList());
  }

  private static Map<String, Object> piece(FrontierCurve.Piece piece) {
    boolean is = piece.kind() == FrontierCurve.Kind.BOUND;
    return Json.object(
        "from", Exact.decimal(piece.from()),
        "fromIncluded", piece.fromIncluded(),
        "to", decimal(piece.to()),
        "toIncluded", piece.toIncluded(),
        "kind", piece.kind().word(),
        "slope", is ? Exact.decimal(piece.slope()) : null,
        "offset", is ? Exact.decimal(piece.offset()) : null,
        "reached", is ? piece.reached() : null);
  }

  private static Map<String, Object> place(Item item, FrontierPlace place) {
    return Json.object(
        "item", item.id(),
        "name", item.name(),
        "verdict", place.verdict().word(),
        "eccn", place.determination().eccn(),
        "clauses", place.clauses(),
        "room", place.room().stream().map(FrontierJson::room).toList(),
        "nearestFlips", MarginLines.nearest(place.margins()));
  }

  private static Map<String, Object> room(FrontierPlace.Room room) {
    return Json.object(
        "metric", room.metric().key(),
        "value", room.value().isExact() ? Exact.decimal(room.value().low()) : null,
        "most", decimal(room.most().value()),
        "reached", room.most().reached(),
        "left", decimal(room.left()));
  }

  private static java.math.@Nullable BigDecimal decimal(@Nullable BigFraction value) {
    return value == null ? null : Exact.decimal(value);
  }

  static List<List<String>> rows(FrontierCommand.Answered a) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < a.frontiers().size(); i++) {
      Frontier frontier = a.frontiers().get(i);
      String day = frontier.day().toString();
      for (int c = 0; c < NAMES.size(); c++) {
        for (FrontierCurve.Piece piece : frontier.curves().get(c).pieces()) {
          List<String> row = new ArrayList<>(List.of(day, NAMES.get(c)));
          piece(piece).values().forEach(value -> row.add(value == null ? "" : value.toString()));
          rows.add(padded(row));
        }
      }
      for (Map.Entry<Item, List<FrontierPlace>> each : a.places().entrySet()) {
        FrontierPlace place = each.getValue().get(i);
        FrontierPlace.Room near = place.nearest();
        String[] row = new String[COLUMNS.size()];
        Arrays.fill(row, "");
        row[0] = day;
        row[10] = each.getKey().id();
        row[11] = place.verdict().word();
        row[12] = String.join("; ", place.clauses());
        if (near != null) {
          Metric metric = near.metric();
          row[13] = metric.key();
          row[14] = Exact.text(near.value().low());
          row[15] = String.valueOf(decimal(near.most().value()));
          row[16] = String.valueOf(decimal(near.left()));
        }
        rows.add(List.of(row));
      }
    }
    return rows;
  }

  private static List<String> padded(List<String> row) {
    while (row.size() < COLUMNS.size()) {
      row.add("");
    }
    return row;
  }
}
