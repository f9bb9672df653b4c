package dev.chokepoint.controls;

import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A determination as short as a row of many needs it.
 *
 * @param overlays ids of duties, guidance and announcements that go with the answer
 * @param reason one sentence for people
 * @param warnings codes, each once
 */
public record Brief(
    String itemId,
    Verdict verdict,
    @Nullable String eccn,
    @Nullable ReviewPolicy reviewPolicy,
    List<Requirement> requirements,
    List<String> overlays,
    String reason,
    List<String> warnings) {

  public Brief {
    requirements = List.copyOf(requirements);
    overlays = List.copyOf(overlays);
    warnings = List.copyOf(warnings);
  }

  /**
   * A requirement that fires, or may, with the savings clause of its version.
   *
   * @param certain whether it fires whatever is in doubt
   */
  public record Requirement(String id, boolean certain, Provision.@Nullable Savings savings) {

    /** The id, with a question mark where it only may fire. */
    public String word() {
      return certain ? id : id + "?";
    }
  }

  /** What a determination says, in short. */
  public static Brief of(Determination d) {
    List<Requirement> requirements = new ArrayList<>();
    List<String> fired = new ArrayList<>();
    for (Determination.Requirement requirement : d.requirements()) {
      Determination.Finding finding = requirement.finding();
      boolean certain = finding.truth() == Truth.YES;
      requirements.add(
          new Requirement(finding.provision().id(), certain, finding.version().savings()));
      if (certain) {
        fired.add(fired(finding));
      }
    }
    Determination.Residual residual = d.residual();
    return new Brief(
        d.item().id(),
        d.verdict(),
        d.eccn(),
        d.reviewPolicy(),
        requirements,
        d.overlays().stream().map(o -> o.finding().provision().id()).distinct().toList(),
        reason(d.verdict(), fired, residual == null ? null : residual.text(), d.warnings()),
        codes(d.warnings()));
  }

  /** Why a requirement fires. */
  static String fired(Determination.Finding finding) {
    return finding.provision().id() + ": " + finding.steps().decidedBy();
  }

  static List<String> codes(List<Determination.Warning> warnings) {
    return warnings.stream().map(Determination.Warning::code).distinct().toList();
  }

  /**
   * The sentence.
   *
   * @param fired why each requirement that is certain fires
   */
  static String reason(
      Verdict verdict,
      List<String> fired,
      @Nullable String residual,
      List<Determination.Warning> warnings) {
    return switch (verdict) {
      case LICENCE_REQUIRED -> fired.stream().collect(Collectors.joining(" | "));
      case UNDETERMINED -> residual == null ? "depends on facts not known" : residual;
      case NOT_MODELLED ->
          warnings.isEmpty() ? "outside what is modelled" : warnings.getFirst().text();
      case NO_LICENCE_REQUIRED -> "no licence requirement of those modelled applies";
    };
  }
}
