package dev.chokepoint.porting;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which days and versions of a target its tables can speak of. */
public final class Known {
  private static final Pattern VERSION = Pattern.compile("\\d{1,4}(?:\\.\\d{1,4}){0,3}");

  /** After so many days without news a reader is told. */
  private static final int FRESH_DAYS = 180;

  private final PortingFacts facts;

  public Known(PortingFacts facts) {
    this.facts = facts;
  }

  /**
   * Refuses a day or a version of which nothing is known.
   *
   * @param version of the target; null for the newest one of the day
   */
  public void require(LocalDate asOf, @Nullable String version) {
    if (version != null) {
      requireVersion(asOf, version);
    }
    if (!facts.releases().isEmpty()) {
      facts.releaseOn(asOf);
      return;
    }
    LocalDate first = firstDay();
    if (first != null && asOf.isBefore(first)) {
      throw refused(
          "--as-of",
          asOf.toString(),
          "what is known of " + facts.target().title() + " is the state of " + first + " or later");
    }
  }

  private void requireVersion(LocalDate asOf, String version) {
    String title = facts.target().title();
    if (!VERSION.matcher(version).matches()) {
      throw new Refused(
          new Problem(
              "bad-version", "--target-version", version, "numbers with dots, such as 6.1.0", ""));
    }
    if (facts.releases().isEmpty()) {
      throw refused(
          "--target-version",
          version,
          "the tables of " + title + " speak of one state, no version");
    }
    Release newest = Objects.requireNonNull(newest());
    if (Versions.compare(version, newest.version()) > 0) {
      throw refused(
          "--target-version",
          version,
          "releases of %s are known up to %s of %s"
              .formatted(title, newest.version(), newest.date()));
    }
    for (Release release : facts.releases()) {
      if (Versions.compare(release.version(), version) == 0 && release.date().isAfter(asOf)) {
        throw refused(
            "--target-version",
            version,
            "released on %s, after the day asked of %s".formatted(release.date(), asOf));
      }
    }
  }

  private static Refused refused(String option, String value, String limit) {
    return new Refused(new Problem("not-modelled", option, value, limit, ""));
  }

  private @Nullable Release newest() {
    return facts.releases().stream()
        .max(Comparator.comparing(Release::version, Versions::compare))
        .orElse(null);
  }

  private Stream<LocalDate> days() {
    Set<String> ids = new TreeSet<>();
    facts.names().values().forEach(mapping -> ids.add(mapping.table()));
    facts.constructs().values().forEach(mapping -> ids.add(mapping.table()));
    facts.python().values().forEach(list -> list.forEach(mapping -> ids.add(mapping.table())));
    return ids.stream()
        .map(id -> facts.tables().get(id))
        .filter(Objects::nonNull)
        .map(PortTable::date)
        .filter(Objects::nonNull);
  }

  private @Nullable LocalDate firstDay() {
    return days().min(Comparator.naturalOrder()).orElse(null);
  }

  private Optional<LocalDate> lastDay() {
    return Stream.concat(days(), facts.releases().stream().map(Release::date))
        .max(Comparator.naturalOrder());
  }

  /** What a reader must know of the day asked of; empty where there is nothing to say. */
  public List<String> notes(LocalDate asOf) {
    LocalDate last = lastDay().orElse(null);
    if (last == null || !asOf.isAfter(last.plusDays(FRESH_DAYS))) {
      return List.of();
    }
    return List.of(
        "The newest source for %s is of %s: what changed in the %d days up to %s is not known."
            .formatted(facts.target().title(), last, ChronoUnit.DAYS.between(last, asOf), asOf));
  }
}
