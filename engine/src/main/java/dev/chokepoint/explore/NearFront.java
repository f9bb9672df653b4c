package dev.chokepoint.explore;

import dev.chokepoint.catalog.Field;
import java.util.ArrayList;
import java.util.List;

/** Of changes with the same knobs those that lose nowhere more than another. */
final class NearFront {
  private NearFront() {}

  private record Scored(NearChange change, List<Double> figures) {
    boolean beats(Scored other) {
      for (int i = 0; i < figures.size(); i++) {
        if (figures.get(i) < other.figures.get(i)) {
          return false;
        }
      }
      return true;
    }
  }

  static List<NearChange> of(List<NearChange> changes) {
    List<Scored> front = new ArrayList<>();
    for (NearChange change : changes) {
      Scored next = new Scored(change, figures(change));
      if (front.stream().noneMatch(each -> each.beats(next))) {
        front.removeIf(next::beats);
        front.add(next);
      }
    }
    return front.stream().map(Scored::change).toList();
  }

  /** Whatever may make a chip slower, each the more the better. */
  private static List<Double> figures(NearChange change) {
    return List.of(
        change.share(Field.FP16).doubleValue(),
        change.share(Field.FP8).doubleValue(),
        change.share(Field.FP4).doubleValue(),
        change.share(Field.FP32).doubleValue(),
        (double) change.cores(),
        change.clock().doubleValue(),
        change.memory().bandwidth().doubleValue(),
        change.memory().gigabytes().doubleValue(),
        change.memory().grade() ? 1.0 : 0.0,
        (double) change.links(),
        -change.die().doubleValue());
  }
}
