package dev.chokepoint.screening;

import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.ReviewPolicy;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What controls said of an item on a route in a period, as short as a row needs it.
 *
 * @param itemId item that governs, or empty where the name is not in the catalogue
 * @param clauses requirements that fire; one that only may ends in {@code ?}
 * @param overlays duties, guidance and announcements that go with the answer
 * @param reason one sentence for people
 * @param warnings codes, each once
 */
public record Outcome(
    String itemId,
    Verdict verdict,
    @Nullable String eccn,
    @Nullable ReviewPolicy reviewPolicy,
    List<Clause> clauses,
    List<String> overlays,
    String reason,
    List<String> warnings) {

  private static final int LONGEST_REASON = 400;

  /** A requirement with the savings clause of its version. */
  public record Clause(String id, Provision.@Nullable Savings savings) {}

  /** The stricter first; an item on the control list is the stricter of two that answer alike. */
  static final Comparator<Outcome> STRICTEST_FIRST =
      Comparator.comparing(Outcome::verdict)
          .thenComparing(
              Outcome::reviewPolicy, Comparator.nullsLast(Comparator.<ReviewPolicy>naturalOrder()))
          .thenComparing(outcome -> outcome.eccn() == null);

  /** Ids of the requirements in one cell. */
  public String clauseIds() {
    return clauses.stream().map(Clause::id).collect(Collectors.joining(" "));
  }

  static Outcome of(Determination d) {
    List<Clause> clauses = new ArrayList<>();
    for (Determination.Requirement requirement : d.requirements()) {
      Determination.Finding finding = requirement.finding();
      clauses.add(
          new Clause(
              finding.provision().id() + (finding.truth() == Truth.YES ? "" : "?"),
              finding.version().savings()));
    }
    return new Outcome(
        d.item().id(),
        d.verdict(),
        d.eccn(),
        d.reviewPolicy(),
        List.copyOf(clauses),
        d.overlays().stream().map(o -> o.finding().provision().id()).distinct().toList(),
        shortened(reason(d)),
        d.warnings().stream().map(Determination.Warning::code).distinct().toList());
  }

  /** The same with whom a name was taken for; free only where no person has to settle it. */
  Outcome with(Named party) {
    if (party.note().isEmpty()) {
      return this;
    }
    boolean open = party.review() && verdict == Verdict.NO_LICENCE_REQUIRED;
    List<String> codes = new ArrayList<>(warnings);
    codes.add(party.review() ? "party-review" : "party-by-name");
    return new Outcome(
        itemId,
        open ? Verdict.UNDETERMINED : verdict,
        eccn,
        reviewPolicy,
        clauses,
        overlays,
        shortened(party.note() + ". " + reason),
        codes);
  }

  /** A name that the catalogue does not hold: never guessed. */
  public static Outcome unmatched(String sku, List<String> nearest) {
    String hint = Nearest.hint(nearest);
    return new Outcome(
        "",
        Verdict.UNDETERMINED,
        null,
        null,
        List.of(),
        List.of(),
        "\"%s\" is not in the catalogue or the product table.%s"
            .formatted(shortened(sku), hint.isEmpty() ? "" : " " + hint),
        List.of("unmatched-sku"));
  }

  private static String reason(Determination d) {
    Determination.Residual residual = d.residual();
    return switch (d.verdict()) {
      case LICENCE_REQUIRED ->
          d.requirements().stream()
              .filter(r -> r.finding().truth() == Truth.YES)
              .map(r -> r.finding().provision().id() + ": " + r.finding().steps().decidedBy())
              .collect(Collectors.joining(" | "));
      case UNDETERMINED -> residual == null ? "depends on facts not known" : residual.text();
      case NOT_MODELLED ->
          d.warnings().stream()
              .map(Determination.Warning::text)
              .findFirst()
              .orElse("outside what is modelled");
      case NO_LICENCE_REQUIRED -> "no licence requirement of those modelled applies";
    };
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + " …";
  }
}
