package dev.chokepoint.knowledge;

import dev.chokepoint.catalog.Catalog;
import dev.chokepoint.claims.Check;
import dev.chokepoint.claims.Claim;
import dev.chokepoint.claims.Event;
import dev.chokepoint.claims.Expression;
import dev.chokepoint.claims.Series;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/** Public claims of the knowledge and of a user's file, with the series and events they name. */
public final class ClaimFiles {
  private static final Set<String> KEYS =
      Set.of("id", "kind", "says", "source", "locator", "check", "why", "instead", "note");
  private static final Set<String> TOP = Set.of("source", "claims", "series", "events");
  private static final Set<String> CHECKS =
      Set.of("equal", "above", "atLeast", "below", "atMost", "same", "before", "all", "any", "not");

  private final Catalog catalog;
  private final Models models;
  private final SeriesReader.Known known =
      new SeriesReader.Known(new LinkedHashMap<>(), new LinkedHashMap<>());
  private final List<Claim> claims = new ArrayList<>();

  ClaimFiles(KnowledgeFolder.Files files, Catalog catalog, Models models) {
    this.catalog = catalog;
    this.models = models;
    List<Problem> problems = new ArrayList<>();
    for (KnowledgeFolder.Entry entry : files.of("series/")) {
      Cursor root = Cursor.of(entry.doc(), entry.path(), problems);
      root.only(Set.of("series", "events"));
      SeriesReader.read(root, known);
    }
    Set<String> ids = new LinkedHashSet<>();
    for (KnowledgeFolder.Entry entry : files.of("claims/")) {
      String list = entry.path().substring("claims/".length()).replace(".yaml", "");
      read(Cursor.of(entry.doc(), entry.path(), problems), list, known, ids, claims);
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
  }

  /** The claims that ship, in the order of their files. */
  public List<Claim> claims() {
    return List.copyOf(claims);
  }

  /** The series that ship, by id. */
  public Map<String, Series> series() {
    return known.series();
  }

  /** The events that ship, by id. */
  public Map<String, Event> events() {
    return known.events();
  }

  /**
   * The claims of a text, which may bring series and events of its own.
   *
   * @throws Refused with every problem and its line
   */
  public List<Claim> read(Source source) {
    List<Problem> problems = new ArrayList<>();
    List<Claim> read = new ArrayList<>();
    String name = source.lastName();
    Doc doc = YamlFile.read(source, name, problems);
    if (doc != null) {
      read(Cursor.of(doc, name, problems), name, known.copy(), new LinkedHashSet<>(), read);
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return read;
  }

  private void read(
      Cursor root, String list, SeriesReader.Known own, Set<String> ids, List<Claim> out) {
    root.only(TOP);
    SeriesReader.read(root, own);
    if (!root.at("claims").isPresent()) {
      root.problem("missing", "", "claims: a list of statements", "");
    }
    String source = root.at("source").text("");
    ExpressionReader expressions = new ExpressionReader(catalog, own, models);
    for (Cursor each : root.at("claims").list()) {
      Claim claim = claim(each, list, source, expressions);
      if (!ids.add(claim.id())) {
        each.problem("duplicate-id", claim.id(), "each id once", "");
      }
      out.add(claim);
    }
  }

  private static Claim claim(
      Cursor each, String list, String source, ExpressionReader expressions) {
    if (each.at("verdict").isPresent()) {
      each.at("verdict")
          .problem(
              "stored-verdict",
              each.at("verdict").text(),
              "no verdict in a claim: it is worked out from the check",
              "");
    }
    each.only(KEYS);
    Check check = each.at("check").isPresent() ? check(each.at("check"), expressions) : null;
    String why = each.at("why").text("");
    if ((check == null) == why.isEmpty()) {
      each.problem(
          check == null ? "missing" : "too-much",
          "",
          "either a check, or why nothing can be checked",
          "");
    }
    List<Claim.Version> instead = new ArrayList<>();
    for (Cursor version : each.at("instead").list()) {
      version.only(Set.of("says", "check"));
      instead.add(
          new Claim.Version(version.at("says").text(), check(version.at("check"), expressions)));
    }
    return new Claim(
        each.at("id").text(),
        list,
        kind(each.at("kind")),
        each.at("says").text(),
        source.isEmpty() ? each.at("source").text() : each.at("source").text(source),
        each.at("locator").text(""),
        check,
        why,
        instead,
        each.at("note").text(""));
  }

  private static Claim.Kind kind(Cursor at) {
    String word = at.text();
    List<String> words = Arrays.stream(Claim.Kind.values()).map(Claim.Kind::word).toList();
    for (Claim.Kind kind : Claim.Kind.values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    at.problem("bad-kind", word, String.join(", ", words), Nearest.hint(word, words));
    return Claim.Kind.QUANTITY;
  }

  private static Check check(Cursor at, ExpressionReader expressions) {
    String form = ExpressionReader.form(at, CHECKS);
    at.only(form.equals("equal") ? Set.of("equal", "within") : Set.of(form));
    return switch (form) {
      case "all" -> new Check.All(parts(at.at(form), expressions));
      case "any" -> new Check.Any(parts(at.at(form), expressions));
      case "not" -> new Check.Not(check(at.at(form), expressions));
      case "same", "before" -> {
        List<Expression.Word> words = two(at.at(form)).stream().map(expressions::word).toList();
        yield words.size() != 2
            ? new Check.All(List.of())
            : form.equals("same")
                ? new Check.Same(words.get(0), words.get(1))
                : new Check.Before(words.get(0), words.get(1));
      }
      case "" -> new Check.All(List.of());
      default -> compared(at, form, expressions);
    };
  }

  private static Check compared(Cursor at, String form, ExpressionReader expressions) {
    List<Expression> sides = two(at.at(form)).stream().map(expressions::amount).toList();
    if (sides.size() != 2) {
      return new Check.All(List.of());
    }
    Expression left = sides.get(0);
    Expression right = sides.get(1);
    return switch (form) {
      case "equal" -> new Check.Equal(left, right, within(at.at("within")));
      case "above" -> new Check.More(left, right, false);
      case "atLeast" -> new Check.More(left, right, true);
      case "below" -> new Check.Less(left, right, false);
      default -> new Check.Less(left, right, true);
    };
  }

  private static @Nullable BigFraction within(Cursor at) {
    String text = at.optional();
    if (text == null) {
      return null;
    }
    if (!text.matches("\\d{1,2}(\\.\\d{1,3})?%")) {
      at.problem("bad-tolerance", text, "a share such as 5%", "");
      return BigFraction.ZERO;
    }
    return Exact.of(text.substring(0, text.length() - 1)).divide(100);
  }

  private static List<Cursor> two(Cursor at) {
    List<Cursor> sides = at.list();
    if (sides.size() != 2) {
      at.problem("wrong-count", sides.size() + " sides", "two: computed, then stated", "");
      return List.of();
    }
    return sides;
  }

  private static List<Check> parts(Cursor at, ExpressionReader expressions) {
    List<Check> parts = at.list().stream().map(part -> check(part, expressions)).toList();
    if (parts.isEmpty()) {
      at.problem("missing", "", "one check or more", "");
    }
    return parts;
  }
}
