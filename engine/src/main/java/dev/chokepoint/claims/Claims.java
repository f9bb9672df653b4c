package dev.chokepoint.claims;

import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;

/** Holds claims against what is known. */
public final class Claims {
  private Claims() {}

  /** What the check of a claim finds. */
  public static Finding check(Claim claim, Facts facts) {
    Check check = claim.check();
    if (check == null) {
      return new Finding(
          claim,
          Finding.Verdict.NOT_CHECKABLE,
          null,
          List.of(),
          List.of(),
          List.of(claim.why()),
          List.of(),
          List.of());
    }
    Leaves leaves = new Leaves(facts);
    Reckoning own = new Reckoning(leaves);
    Truth truth = own.truth(check);
    Set<String> inputs = new LinkedHashSet<>(own.inputs());
    List<String> working = new ArrayList<>(own.working());
    List<String> sources = new ArrayList<>(own.sources());
    Claim.Version precise = null;
    if (truth != Truth.YES) {
      for (Claim.Version version : claim.instead()) {
        Reckoning other = new Reckoning(leaves, own);
        boolean holds = other.truth(version.check()) == Truth.YES;
        inputs.addAll(other.inputs());
        working.add("instead: " + version.says());
        working.addAll(other.working());
        other.sources().stream().filter(each -> !sources.contains(each)).forEach(sources::add);
        if (holds) {
          precise = version;
          break;
        }
      }
    }
    Finding.Verdict verdict = verdict(truth, own.isMixed(), precise != null);
    Turns turns = new Turns(claim, check, leaves, verdict);
    return new Finding(
        claim,
        verdict,
        precise,
        own.computed(),
        own.stated(),
        working,
        sources,
        inputs.stream().map(turns::of).flatMap(List::stream).toList());
  }

  static Finding.Verdict verdict(Truth truth, boolean mixed, boolean otherwise) {
    if (truth == Truth.YES) {
      return Finding.Verdict.HOLDS;
    }
    if (otherwise) {
      return Finding.Verdict.IMPRECISE;
    }
    return truth == Truth.NO
        ? Finding.Verdict.FAILS
        : mixed ? Finding.Verdict.MIXED_UNITS : Finding.Verdict.UNDETERMINED;
  }

  /** The verdict with one input multiplied, and on which side each comparison then lies. */
  static Outcome outcome(
      Claim claim, Check check, Leaves leaves, String input, BigFraction factor) {
    Reckoning own = Reckoning.with(leaves, input, factor);
    Truth truth = own.truth(check);
    long signs = own.signs();
    boolean otherwise = false;
    for (Claim.Version version : truth == Truth.YES ? List.<Claim.Version>of() : claim.instead()) {
      Reckoning other = Reckoning.with(leaves, input, factor);
      otherwise = other.truth(version.check()) == Truth.YES;
      signs = signs * 31 + other.signs();
      if (otherwise) {
        break;
      }
    }
    return new Outcome(verdict(truth, own.isMixed(), otherwise), signs);
  }

  /** A verdict with the sides of its comparisons. */
  record Outcome(Finding.Verdict verdict, long signs) {}
}
