package dev.chokepoint.controls;

import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the whole law of a day says where nothing that matters is in doubt.
 *
 * @param eccn the entry of the control list, or null when none modelled holds
 * @param reviewPolicy the strictest of the requirements that fire, or null when none does
 * @param firing requirements that fire
 * @param clauses one bit for each provision in force, in the order of the law, set where it holds
 */
record Ruling(
    Verdict verdict,
    @Nullable String eccn,
    @Nullable ReviewPolicy reviewPolicy,
    Set<String> firing,
    long clauses) {

  /** The ruling at a situation; a clause that is still unknown there decides nothing. */
  static Ruling of(Law law, Situation situation, Trade trade) {
    String eccn = null;
    Set<String> firing = new LinkedHashSet<>();
    ReviewPolicy strictest = null;
    boolean guarded = false;
    long clauses = 0;
    for (Law.InForce entry : law.all()) {
      if (law.truth(entry, situation) != Truth.YES) {
        continue;
      }
      clauses |= 1L << entry.index();
      switch (entry.provision().kind()) {
        case ENTRY -> eccn = eccn == null ? entry.id() : eccn;
        case REQUIREMENT -> {
          firing.add(entry.id());
          ReviewPolicy policy = policy(law, entry.version(), situation, trade);
          strictest = strictest == null || policy.compareTo(strictest) < 0 ? policy : strictest;
        }
        case GUARD -> guarded = true;
        case EXCEPTION, OVERLAY -> {}
      }
    }
    Verdict verdict =
        !firing.isEmpty()
            ? Verdict.LICENCE_REQUIRED
            : guarded ? Verdict.NOT_MODELLED : Verdict.NO_LICENCE_REQUIRED;
    return new Ruling(verdict, eccn, strictest, firing, clauses);
  }

  /** The entry, or {@code none}. */
  String entry() {
    return eccn == null ? "none" : eccn;
  }

  private static ReviewPolicy policy(
      Law law, Provision.Version version, Situation situation, Trade trade) {
    ReviewPolicy listed = listedPolicy(version, trade);
    if (listed != null) {
      return listed;
    }
    Provision.Review strictest = strictest(reviews(law, version, situation));
    return strictest == null ? ReviewPolicy.UNKNOWN : strictest.policy();
  }

  /** The line of the strictest policy, the first of equals; null of none. */
  static Provision.@Nullable Review strictest(Collection<Provision.Review> lines) {
    Provision.Review strictest = null;
    for (Provision.Review line : lines) {
      if (strictest == null || line.policy().compareTo(strictest.policy()) < 0) {
        strictest = line;
      }
    }
    return strictest;
  }

  /** Lines of review policy that hold and that no other displaces. */
  static List<Provision.Review> reviews(Law law, Provision.Version version, Situation situation) {
    List<Provision.Review> holding = new ArrayList<>();
    for (Provision.Review review : version.review()) {
      if (law.truth(review.when(), situation, 0) == Truth.YES) {
        holding.add(review);
      }
    }
    return holding.size() < 2
        ? holding
        : holding.stream()
            .filter(review ->
                holding.stream().noneMatch(other -> other.displaces().contains(review.id())))
            .toList();
  }

  /** Policy of the party's own record, where the requirement rests on the listing itself. */
  static @Nullable ReviewPolicy listedPolicy(Provision.Version version, Trade trade) {
    return version.review().isEmpty()
        ? trade.parties().stream().map(Rulebook.Party::policy).sorted().findFirst().orElse(null)
        : null;
  }
}
