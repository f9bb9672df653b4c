package dev.chokepoint.screening;

import dev.chokepoint.controls.Brief;
import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.ReviewPolicy;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.units.Nearest;
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

  /** Warning of a line of which a person found somebody to be another than a listed party. */
  public static final String CLEARED = "cleared-by-person";

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

  static Outcome of(Brief brief) {
    return new Outcome(
        brief.itemId(),
        brief.verdict(),
        brief.eccn(),
        brief.reviewPolicy(),
        brief.requirements().stream().map(r -> new Clause(r.word(), r.savings())).toList(),
        brief.overlays(),
        shortened(brief.reason()),
        brief.warnings());
  }

  /** The same with whom a name was taken for; free only where no person has to settle it. */
  Outcome with(Named party) {
    if (party.note().isEmpty()) {
      return this;
    }
    boolean open = party.review() && verdict == Verdict.NO_LICENCE_REQUIRED;
    List<String> codes = new ArrayList<>(warnings);
    String code = party.isCleared() ? CLEARED : party.review() ? "party-review" : "party-by-name";
    if (!codes.contains(code)) {
      codes.add(code);
    }
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

  private static String shortened(String text) {
    return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + " …";
  }
}
