package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metrics;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item with what its figures amount to under each of its readings.
 *
 * @param variants readings of its contested figures, the one that governs first
 * @param subjects what conditions are asked about, for each of those
 * @param summed the same for the one that governs, with the literal sum over all processing units
 *     as its TPP; null where there is none
 */
record Asked(
    Item item,
    List<Readings.Variant> variants,
    List<List<Subject>> subjects,
    @Nullable List<Subject> summed) {

  static Asked of(Item item, Trade trade) {
    List<Readings.Variant> variants = Readings.variants(item);
    List<List<Subject>> subjects =
        variants.stream().map(variant -> Subject.of(variant.item(), trade)).toList();
    return new Asked(item, variants, subjects, summed(subjects.getFirst()));
  }

  /** Those that the answer is read from. */
  List<Subject> governing() {
    return subjects.getFirst();
  }

  /** Every reading of the item that is decided. */
  List<List<Subject>> readings() {
    List<List<Subject>> readings = new ArrayList<>(subjects);
    List<Subject> more = summed;
    if (more != null) {
      readings.add(more);
    }
    return readings;
  }

  private static @Nullable List<Subject> summed(List<Subject> subjects) {
    List<Subject> summed = new ArrayList<>();
    boolean any = false;
    for (Subject subject : subjects) {
      Metrics.Measured sum = Metrics.literalSum(subject.item());
      summed.add(sum == null ? subject : subject.with(sum));
      any |= sum != null;
    }
    return any ? summed : null;
  }
}
