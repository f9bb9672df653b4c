package dev.chokepoint.knowledge;

import dev.chokepoint.economics.Price;
import dev.chokepoint.economics.Prices;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads dated prices; nothing is taken without a source. */
final class PricesReader {
  static final String FOLDER = "prices/";
  private static final Set<String> KEYS =
      Set.of(
          "id", "of", "for", "at", "chips", "low", "mid", "high", "unit", "from", "grade", "basis",
          "source", "note");

  /** What a price may be of. */
  private static final Set<String> KINDS =
      Set.of(
          "exchange",
          "chip",
          "server",
          "network",
          "facility",
          "power",
          "power-per-tdp",
          "pue",
          "pue-reference",
          "electricity",
          "capital-cost",
          "years",
          "facility-years",
          "upkeep",
          "residual",
          "utilisation",
          "goodput",
          "passed-on",
          "sales-tax",
          "tax-taken-back",
          "rental",
          "owner-cost",
          "api-input",
          "api-output");

  private final Set<String> chips;
  private final Set<String> models;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Price> prices = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private int siblings;
  private BigDecimal margin = BigDecimal.ZERO;
  private String ruleSource = "";

  private PricesReader(Set<String> chips, Set<String> models) {
    this.chips = chips;
    this.models = models;
  }

  static Prices read(KnowledgeFolder.Files files, Set<String> chips, Set<String> models) {
    PricesReader reader = new PricesReader(chips, models);
    for (KnowledgeFolder.Entry entry : files.of(FOLDER)) {
      reader.read(Cursor.of(entry.doc(), entry.path(), reader.problems));
    }
    if (!reader.problems.isEmpty()) {
      throw new Refused(reader.problems);
    }
    return new Prices(reader.prices, reader.siblings, reader.margin, reader.ruleSource);
  }

  private void read(Cursor root) {
    root.only(Set.of("prices", "rule"));
    if (root.at("rule").isPresent()) {
      Cursor rule = root.at("rule");
      rule.only(Set.of("siblings", "margin", "source"));
      siblings = number(rule.at("siblings")).intValue();
      margin = number(rule.at("margin"));
      ruleSource = rule.at("source").text();
    }
    root.at("prices").list().forEach(each -> prices.add(price(each)));
  }

  private Price price(Cursor each) {
    each.only(KEYS);
    String id = each.at("id").text();
    if (!ids.add(id)) {
      each.problem("duplicate-id", id, "each id once", "");
    }
    BigDecimal low = number(each.at("low"));
    BigDecimal mid = number(each.at("mid"));
    BigDecimal high = number(each.at("high"));
    if (low.compareTo(mid) > 0 || mid.compareTo(high) > 0) {
      each.problem("out-of-order", low + ", " + mid + ", " + high, "low <= mid <= high", "");
    }
    LocalDate from = each.at("from").date();
    if (from == null) {
      each.at("from").text();
    }
    String unit = each.at("unit").text();
    return new Price(
        id,
        word(each.at("of"), KINDS),
        known(each.at("for")),
        country(each.at("at")),
        domestic(each.at("chips")),
        low,
        mid,
        high,
        currency(unit, each.at("unit")),
        unit,
        from == null ? LocalDate.EPOCH : from,
        word(each.at("grade"), Set.of("A", "B", "C")),
        basis(each.at("basis")),
        each.at("source").text(),
        each.at("note").text(""));
  }

  private static String word(Cursor cursor, Set<String> known) {
    String word = cursor.text();
    if (!known.contains(word)) {
      cursor.problem(
          "bad-value",
          word,
          "one of " + String.join(", ", known.stream().sorted().toList()),
          Nearest.hint(word, known));
    }
    return word;
  }

  private static Price.Basis basis(Cursor cursor) {
    String word = cursor.text();
    return Arrays.stream(Price.Basis.values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseGet(() -> {
          cursor.problem("bad-value", word, "quoted, derived, recalled or assumption", "");
          return Price.Basis.ASSUMPTION;
        });
  }

  private @Nullable String known(Cursor cursor) {
    String id = cursor.optional();
    if (id != null && !chips.contains(id) && !models.contains(id)) {
      cursor.problem("unknown-id", id, "a chip or a model", Nearest.hint(id, chips));
    }
    return id;
  }

  private static @Nullable String country(Cursor cursor) {
    String code = cursor.optional();
    if (code != null && !code.matches("[A-Z]{2}")) {
      cursor.problem("bad-value", code, "a country as CN", "");
    }
    return code;
  }

  private static @Nullable Boolean domestic(Cursor cursor) {
    String word = cursor.optional();
    return word == null
        ? null
        : (Boolean) word(cursor, Set.of("domestic", "foreign")).equals("domestic");
  }

  /** The currency of a unit such as {@code USD/kWh}; none of {@code kW/chip}. */
  private static @Nullable Currency currency(String unit, Cursor cursor) {
    String head = unit.replaceFirst("/.*", "");
    if (!head.matches("[A-Z]{3}")) {
      return null;
    }
    try {
      return Currency.getInstance(head);
    } catch (IllegalArgumentException e) { // The JDK's answer to a word that is no currency.
      cursor.problem("unknown-currency", head, "a code of ISO 4217", "");
      return null;
    }
  }

  private static BigDecimal number(Cursor cursor) {
    String text = cursor.text();
    if (!text.matches("[0-9]{1,15}(\\.[0-9]{1,9})?")) {
      cursor.problem("bad-number", text, "a decimal of 0 or more", "");
      return BigDecimal.ZERO;
    }
    return new BigDecimal(text);
  }
}
