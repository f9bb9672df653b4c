package dev.chokepoint.knowledge;

import dev.chokepoint.controls.Condition;
import dev.chokepoint.controls.Conditions;
import dev.chokepoint.controls.Countries;
import dev.chokepoint.controls.Fact;
import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.Rulebook;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Checks that everything a provision names exists.
 *
 * @param places where each provision stands, by its id
 * @param countryLabels country codes and groups
 * @param itemIds ids of the catalogue
 */
record References(
    Map<String, Cursor> places,
    Set<String> countryLabels,
    List<Rulebook.Party> parties,
    Set<String> itemIds) {

  void check(Provision provision) {
    Cursor at = java.util.Objects.requireNonNull(places.get(provision.id()));
    provision.displaces().forEach(other -> checkProvision(at.at("displaces"), other));
    provision.overcomes().forEach(other -> checkProvision(at.at("overcomes"), other));
    for (Provision.Version version : provision.versions()) {
      check(at, version.when());
      checkReviews(at, version.review());
      for (Provision.Remark remark : version.remarks()) {
        if (remark.when() != null) {
          check(at, remark.when());
        }
      }
    }
  }

  private void checkReviews(Cursor at, List<Provision.Review> reviews) {
    Set<String> lines = new TreeSet<>();
    reviews.forEach(review -> lines.add(review.id()));
    for (Provision.Review review : reviews) {
      check(at, review.when());
      review.displaces().stream()
          .filter(other -> !lines.contains(other))
          .forEach(other ->
              at.problem("unknown-review", other, "an id of " + String.join(", ", lines), ""));
    }
  }

  private void check(Cursor at, Condition condition) {
    Conditions.walk(
        condition,
        node -> {
          if (node instanceof Condition.Meets meets) {
            checkProvision(at, meets.provision());
          }
          if (node instanceof Condition.In in) {
            checkLabels(at, in);
          }
        });
  }

  private void checkLabels(Cursor at, Condition.In in) {
    Set<String> labels = new TreeSet<>(in.labels());
    labels.addAll(in.except());
    if (in.fact().isCountry()) {
      labels.removeAll(countryLabels);
      labels.removeIf(label -> Countries.find(label).isPresent());
      labels.forEach(
          label -> at.problem("unknown-group", label, "a country or a country group", ""));
    } else if (!in.fact().choices().isEmpty()) {
      Set<String> words = new TreeSet<>(in.fact().choices());
      labels.removeAll(words);
      labels.forEach(label ->
          at.problem(
              "unknown-label",
              in.fact().key() + ": " + label,
              "one of " + String.join(", ", words),
              ""));
    } else if (in.fact() == Fact.ITEM) {
      labels.removeAll(itemIds);
      labels.forEach(id -> at.problem("unknown-chip", id, "an id of the catalogue", ""));
    } else if (in.fact() == Fact.PARTY) {
      parties.forEach(party -> labels.removeAll(party.categories()));
      labels.remove("unlisted");
      labels.forEach(
          label -> at.problem("unknown-category", label, "a category of a party list", ""));
    }
  }

  private void checkProvision(Cursor at, String id) {
    if (!places.containsKey(id)) {
      at.problem("unknown-provision", id, "an id of a provision", "");
    }
  }
}
