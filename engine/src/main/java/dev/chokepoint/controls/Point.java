package dev.chokepoint.controls;

import dev.chokepoint.catalog.Metric;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;

/**
 * One complete state of affairs: every doubtful quantity and fact has a value here. The law is
 * two-valued at a point; doubt is the difference between points.
 */
final class Point {
  private final List<Map<Metric, BigFraction>> metrics;
  private final List<Map<Fact, Set<String>>> facts;

  Point(List<Map<Metric, BigFraction>> metrics, List<Map<Fact, Set<String>>> facts) {
    this.metrics = metrics;
    this.facts = facts;
  }

  BigFraction metric(int subject, Metric metric) {
    return metrics.get(subject).getOrDefault(metric, BigFraction.ZERO);
  }

  Set<String> labels(int subject, Fact fact) {
    return facts.get(fact.isOfItem() ? subject : 0).getOrDefault(fact, Set.of());
  }

  int subjects() {
    return metrics.size();
  }

  /** A point that differs in one metric of one subject. */
  Point with(int subject, Metric metric, BigFraction value) {
    List<Map<Metric, BigFraction>> changed = new java.util.ArrayList<>(metrics);
    Map<Metric, BigFraction> own = new EnumMap<>(Metric.class);
    own.putAll(metrics.get(subject));
    own.put(metric, value);
    changed.set(subject, own);
    return new Point(changed, facts);
  }

  /** A point that differs in one fact. */
  Point with(int subject, Fact fact, Set<String> labels) {
    List<Map<Fact, Set<String>>> changed = new java.util.ArrayList<>(facts);
    Map<Fact, Set<String>> own = new EnumMap<>(Fact.class);
    own.putAll(facts.get(subject));
    own.put(fact, labels);
    changed.set(subject, own);
    return new Point(metrics, changed);
  }
}
