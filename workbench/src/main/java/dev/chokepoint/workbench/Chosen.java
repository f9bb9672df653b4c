package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.MeasurementNames;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The one chip that a prediction is for. A short name may mean several items; the one that tables
 * of measurements mean by it is then taken, else the first, and the answer says so.
 *
 * @param note what else the name means; empty when nothing
 */
record Chosen(Item item, String note) {

  static Chosen of(Knowledge knowledge, @Nullable String chip, @Nullable String described) {
    if (chip == null && described == null) {
      throw new Refused(
          new Problem(
              "missing",
              "--chip",
              "",
              "a chip, or --spec with a description",
              "Maybe --chip H20."));
    }
    List<Item> items = Asked.of(knowledge.catalog(), chip, described).items();
    Item first = items.getFirst();
    if (chip == null || items.size() == 1) {
      return new Chosen(first, "");
    }
    String token = chip.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    MeasurementNames.Chip usual = knowledge.measurementNames().chips().get(token);
    Item item =
        usual == null
            ? first
            : items.stream()
                .filter(each -> each.id().equals(usual.item()))
                .findFirst()
                .orElse(first);
    List<String> others =
        items.stream().map(Item::id).filter(id -> !id.equals(item.id())).sorted().toList();
    return new Chosen(
        item,
        "%s may also mean %s; %s is taken".formatted(chip, String.join(", ", others), item.id()));
  }
}
