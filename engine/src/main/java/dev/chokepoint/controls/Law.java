package dev.chokepoint.controls;

import dev.chokepoint.catalog.Metric;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/** The versions in force on one day of one clock, and the one evaluator of conditions. */
final class Law {

  /** A provision with its version of the day. */
  record InForce(Provision provision, Provision.Version version) {
    String id() {
      return provision.id();
    }
  }

  private final List<InForce> inForce = new ArrayList<>();
  private final Map<String, InForce> byId = new LinkedHashMap<>();

  Law(Rulebook rulebook, LocalDate day, Clock clock) {
    for (Provision provision : rulebook.provisions()) {
      provision
          .inForce(day, clock)
          .ifPresent(version -> {
            InForce entry = new InForce(provision, version);
            inForce.add(entry);
            byId.put(provision.id(), entry);
          });
    }
  }

  List<InForce> all() {
    return inForce;
  }

  List<InForce> of(Provision.Kind kind) {
    return inForce.stream().filter(entry -> entry.provision().kind() == kind).toList();
  }

  @Nullable InForce find(String id) {
    return byId.get(id);
  }

  /** Visits every condition of every version in force. */
  void walk(Consumer<Condition> visitor) {
    for (InForce entry : inForce) {
      Conditions.walk(entry.version().when(), visitor);
      entry.version().review().forEach(review -> Conditions.walk(review.when(), visitor));
      entry
          .version()
          .remarks()
          .forEach(remark -> {
            if (remark.when() != null) {
              Conditions.walk(remark.when(), visitor);
            }
          });
    }
  }

  /** Whether a provision holds for a subject and no provision that displaces it does. */
  boolean holds(InForce entry, Point point, int subject) {
    if (!holds(entry.version().when(), point, subject)) {
      return false;
    }
    for (InForce other : inForce) {
      if (other.provision().displaces().contains(entry.id())
          && holds(other.version().when(), point, subject)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a condition holds for a subject at a point. */
  boolean holds(Condition condition, Point point, int subject) {
    return switch (condition) {
      case Condition.All all -> {
        for (Condition part : all.parts()) {
          if (!holds(part, point, subject)) {
            yield false;
          }
        }
        yield true;
      }
      case Condition.Any any -> {
        for (Condition part : any.parts()) {
          if (holds(part, point, subject)) {
            yield true;
          }
        }
        yield false;
      }
      case Condition.Not not -> !holds(not.part(), point, subject);
      case Condition.Compare compare -> compares(compare, point, subject);
      case Condition.In in -> {
        Set<String> labels = point.labels(subject, in.fact());
        yield intersects(labels, in.labels()) && !intersects(labels, in.except());
      }
      case Condition.Meets meets -> {
        InForce other = byId.get(meets.provision());
        yield other != null && holds(other, point, subject);
      }
      case Condition.AnyCircuit any -> {
        boolean found = false;
        for (int i = 0; i < point.subjects() && !found; i++) {
          found = point.labels(i, Fact.KIND).contains("accelerator") && holds(any.part(), point, i);
        }
        yield found;
      }
    };
  }

  private static boolean compares(Condition.Compare compare, Point point, int subject) {
    Metric metric = compare.metric();
    if (metric.isBase()) {
      return compare.operator().accepts(point.metric(subject, metric).compareTo(compare.limit()));
    }
    BigFraction first = point.metric(subject, metric.first());
    BigFraction second = point.metric(subject, metric.second());
    if (!metric.isRatio()) {
      return compare.operator().accepts(first.add(second).compareTo(compare.limit()));
    }
    return second.signum() > 0
        && compare.operator().accepts(first.compareTo(second.multiply(compare.limit())));
  }

  private static boolean intersects(Set<String> labels, Set<String> wanted) {
    for (String label : wanted) {
      if (labels.contains(label)) {
        return true;
      }
    }
    return false;
  }
}
