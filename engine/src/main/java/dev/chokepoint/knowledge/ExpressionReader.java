package dev.chokepoint.knowledge;

import dev.chokepoint.catalog.Catalog;
import dev.chokepoint.catalog.Field;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.claims.Amount;
import dev.chokepoint.claims.Event;
import dev.chokepoint.claims.Expression;
import dev.chokepoint.claims.Series;
import dev.chokepoint.claims.Unit;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.economics.Money;
import dev.chokepoint.market.Throughput;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/** Reads what a claim works out: quantities and words. */
final class ExpressionReader {
  private static final Set<String> FORMS =
      Set.of(
          "figure",
          "metric",
          "price",
          "rental",
          "electricity",
          "series",
          "predict",
          "sum",
          "difference",
          "product",
          "quotient",
          "change",
          "largest",
          "smallest",
          "days");
  private static final Set<String> WORDS = Set.of("verdict", "policy", "entry", "event", "text");
  private static final List<String> TEXTS =
      List.of("family-architecture", "launch-date", "status", "foundry", "memory-type");
  private static final Set<String> TRADE =
      Set.of(
          "to",
          "on",
          "exporter",
          "party-hq",
          "ultimate-parent",
          "direction",
          "from-country",
          "datacenter",
          "certified");
  private static final Expression NOTHING =
      new Expression.Stated(new Amount(null, null, Unit.NONE), BigFraction.ZERO);

  private final Catalog catalog;
  private final SeriesReader.Known known;
  private final Models models;

  ExpressionReader(Catalog catalog, SeriesReader.Known known, Models models) {
    this.catalog = catalog;
    this.known = known;
    this.models = models;
  }

  /** A quantity: a text is a stated one, a map one form with its keys. */
  Expression amount(Cursor at) {
    if (!at.isMap()) {
      return AmountReader.read(at);
    }
    String form = form(at, FORMS);
    return switch (form) {
      case "figure" -> figure(only(at, form, "of"));
      case "metric" -> metric(only(at, form, "of"));
      case "price" -> price(only(at, form, "in", "on", "at"));
      case "rental" -> tariff(only(at, form, "in", "on", "at"), Expression.Tariff.RENTAL);
      case "electricity" -> tariff(only(at, form, "in", "on"), Expression.Tariff.ELECTRICITY);
      case "series" -> series(only(at, form, "at", "by"));
      case "predict" ->
          predict(only(at, form, "of", "model", "phase", "batch", "input", "output", "precision"));
      case "" -> NOTHING;
      default -> ofList(only(at, form), form);
    };
  }

  private Expression ofList(Cursor at, String form) {
    List<Cursor> parts = at.at(form).list();
    boolean two = !Set.of("sum", "product", "largest", "smallest").contains(form);
    if (two ? parts.size() != 2 : parts.size() < 2) {
      at.at(form)
          .problem(
              "wrong-count", parts.size() + " parts", two ? "two parts" : "two or more parts", "");
      return NOTHING;
    }
    if (form.equals("days")) {
      return new Expression.Days(word(parts.get(0)), word(parts.get(1)));
    }
    List<Expression> read = parts.stream().map(this::amount).toList();
    return switch (form) {
      case "sum" -> new Expression.Sum(read);
      case "difference" -> new Expression.Difference(read.get(0), read.get(1));
      case "product" -> new Expression.Product(read);
      case "quotient" -> new Expression.Quotient(read.get(0), read.get(1));
      case "change" -> new Expression.Change(read.get(0), read.get(1));
      default -> new Expression.Extreme(read, form.equals("largest"));
    };
  }

  /** The one form of a map; empty after adding a problem. */
  static String form(Cursor at, Set<String> forms) {
    List<String> found = at.keys().stream().filter(forms::contains).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    String near =
        found.isEmpty() && !at.keys().isEmpty()
            ? Nearest.hint(at.keys().iterator().next(), forms)
            : "";
    at.problem(
        "bad-expression",
        found.isEmpty() ? String.join(", ", at.keys()) : String.join(" and ", found),
        "exactly one of " + String.join(", ", new TreeSet<>(forms)),
        near);
    return "";
  }

  private static Cursor only(Cursor at, String form, String... more) {
    Set<String> keys = new TreeSet<>(Arrays.asList(more));
    keys.add(form);
    at.only(keys);
    return at;
  }

  private Expression figure(Cursor at) {
    String key = at.at("figure").text();
    Field field = Field.find(key).orElse(null);
    if (field == null) {
      at.at("figure")
          .problem(
              "unknown-figure",
              key,
              "a key that `chokepoint spec --keys` lists",
              Nearest.hint(key, Field.keys()));
      return NOTHING;
    }
    return new Expression.OfFigure(items(at.at("of")), field);
  }

  private Expression metric(Cursor at) {
    String key = at.at("metric").text();
    Metric metric = Metric.find(key);
    if (metric == null) {
      List<String> keys = Arrays.stream(Metric.values()).map(Metric::key).toList();
      at.at("metric")
          .problem("unknown-metric", key, String.join(", ", keys), Nearest.hint(key, keys));
      return NOTHING;
    }
    return new Expression.OfMetric(items(at.at("of")), metric);
  }

  private Expression price(Cursor at) {
    Item item = item(at.at("price"));
    Currency currency = currency(at.at("in"));
    LocalDate on = at.at("on").date();
    String site = at.at("at").optional();
    if (site != null && on == null) {
      at.at("on").text();
    }
    return item == null ? NOTHING : new Expression.OfPrice(item, currency, on, site);
  }

  private Expression tariff(Cursor at, Expression.Tariff tariff) {
    boolean rented = tariff == Expression.Tariff.RENTAL;
    Item item = rented ? item(at.at(tariff.key())) : null;
    String site = rented ? at.at("at").optional() : at.at(tariff.key()).text();
    Currency currency = currency(at.at("in"));
    LocalDate on = at.at("on").date();
    if (on == null) {
      at.at("on").text();
    }
    return on == null || (rented && item == null)
        ? NOTHING
        : new Expression.OfTariff(tariff, item, site, currency, on);
  }

  private static Currency currency(Cursor at) {
    String code = at.text();
    try {
      return Currency.getInstance(code.isEmpty() ? "USD" : code);
    } catch (IllegalArgumentException e) { // The JDK's answer to a word that is no currency.
      at.problem("unknown-currency", code, "a code of ISO 4217", "Maybe USD?");
      return Money.USD;
    }
  }

  private Expression series(Cursor at) {
    String id = at.at("series").text();
    Series series = known.series().get(id);
    if (series == null) {
      at.at("series")
          .problem(
              "unknown-series",
              id,
              "a series of knowledge/series or of this file",
              Nearest.hint(id, known.series().keySet()));
      return NOTHING;
    }
    String period = at.at("at").text();
    String by = at.at("by").optional();
    List<Series.Point> points =
        series.points().stream().filter(p -> p.period().equals(period)).toList();
    if (points.isEmpty()) {
      at.at("at")
          .problem(
              "unknown-period",
              period,
              "one of " + String.join(", ", distinct(series, Series.Point::period)),
              "");
    } else if (by != null && points.stream().noneMatch(p -> p.by().equals(by))) {
      at.at("by")
          .problem(
              "unknown-source",
              by,
              "one of " + String.join(", ", points.stream().map(Series.Point::by).toList()),
              "");
    }
    return new Expression.OfSeries(series, period, by);
  }

  private static List<String> distinct(
      Series series, java.util.function.Function<Series.Point, String> part) {
    return series.points().stream().map(part).distinct().toList();
  }

  private Expression predict(Cursor at) {
    String key = at.at("predict").text();
    Expression.Result result =
        Arrays.stream(Expression.Result.values())
            .filter(each -> each.key().equals(key))
            .findFirst()
            .orElse(null);
    List<String> keys =
        Arrays.stream(Expression.Result.values()).map(Expression.Result::key).toList();
    if (result == null) {
      at.at("predict")
          .problem("unknown-result", key, String.join(", ", keys), Nearest.hint(key, keys));
    }
    Item item = item(at.at("of"));
    Throughput.Work work = WorkReader.read(at, models);
    return item == null || result == null
        ? NOTHING
        : new Expression.OfPrediction(item, work, result);
  }

  /** A word: a text is one as stated, a map what the law answers or what is known of an event. */
  Expression.Word word(Cursor at) {
    if (!at.isMap()) {
      return new Expression.Said(at.text());
    }
    String form = form(at, WORDS);
    if (form.equals("event")) {
      only(at, form, "is");
      return event(at);
    }
    if (form.equals("text")) {
      only(at, form, "of");
      return text(at);
    }
    if (form.isEmpty()) {
      return new Expression.Said("");
    }
    only(at, form, TRADE.toArray(new String[0]));
    Expression.Answered answered =
        Arrays.stream(Expression.Answered.values())
            .filter(each -> each.key().equals(form))
            .findFirst()
            .orElseThrow();
    LocalDate on = at.at("on").date();
    if (on == null) {
      at.at("on").text();
    }
    TradeRequest trade =
        new TradeRequest(
            on == null ? LocalDate.EPOCH : on,
            at.at("to").text(),
            at.at("party-hq").optional(),
            at.at("ultimate-parent").optional(),
            null,
            at.at("exporter").optional(),
            at.at("direction").optional(),
            at.at("from-country").optional(),
            at.at("datacenter").optional(),
            at.at("certified").optional());
    return new Expression.OfLaw(items(at.at(form)), trade, answered);
  }

  private Expression.Word text(Cursor at) {
    String key = at.at("text").text();
    if (!TEXTS.contains(key)) {
      at.at("text")
          .problem("unknown-text", key, String.join(", ", TEXTS), Nearest.hint(key, TEXTS));
    }
    return new Expression.OfText(items(at.at("of")), key);
  }

  private Expression.Word event(Cursor at) {
    String id = at.at("event").text();
    Event event = known.events().get(id);
    if (event == null) {
      at.at("event")
          .problem(
              "unknown-event",
              id,
              "an event of knowledge/series or of this file",
              Nearest.hint(id, known.events().keySet()));
      return new Expression.Said("");
    }
    String is = at.at("is").text();
    if (!Set.of("date", "place").contains(is)) {
      at.at("is").problem("bad-value", is, "date or place", "");
    }
    return new Expression.OfEvent(event, is.equals("date"));
  }

  /** Every item meant by one name or by each of several. */
  private List<Item> items(Cursor at) {
    List<Item> items = new ArrayList<>();
    for (String name : at.isPresent() ? at.texts() : List.of(at.text())) {
      items.addAll(found(at, name));
    }
    return items;
  }

  private @Nullable Item item(Cursor at) {
    List<Item> items = items(at);
    if (items.size() > 1) {
      List<String> ids = items.stream().map(Item::id).toList();
      at.problem("ambiguous-item", at.text(), "one of " + String.join(", ", ids), "");
    }
    return items.size() == 1 ? items.getFirst() : null;
  }

  private List<Item> found(Cursor at, String name) {
    try {
      List<Item> items =
          name.contains("=") ? List.of(Spec.parse(name, catalog).item()) : catalog.find(name);
      if (items.isEmpty() && !name.isEmpty()) {
        at.problem(
            "unknown-chip", name, "an id, name or alias", Nearest.hint(catalog.nearest(name)));
      }
      return items;
    } catch (Refused e) {
      for (Problem each : e.problems()) {
        at.problem(each.id(), each.value(), each.limit(), each.hint());
      }
      return List.of();
    }
  }
}
