package dev.chokepoint.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Load;
import dev.chokepoint.performance.Machine;
import dev.chokepoint.performance.Model;
import dev.chokepoint.performance.Search;
import dev.chokepoint.performance.Setting;
import dev.chokepoint.performance.TrainingSearch;
import dev.chokepoint.units.Refused;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every chip of the catalogue gives figures or says what it lacks. */
class CatalogueSweepTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();

  private static List<Item> chips() {
    return KNOWLEDGE.catalog().ids().stream()
        .map(KNOWLEDGE.catalog()::get)
        .filter(each -> each.kind() == Item.Kind.ACCELERATOR)
        .toList();
  }

  /** A model on a chip; empty where no rule gives a figure that is missing. */
  private static Optional<Setting> setting(Item item, String name, boolean serving) {
    PredictOptions options = new PredictOptions();
    options.model = name;
    Model model = KNOWLEDGE.models().get(name);
    try {
      return Optional.of(options.setting(KNOWLEDGE, item, model, serving));
    } catch (Refused e) {
      assertThat(e.problems()).as(item.id()).extracting("id").contains("missing-figure");
      return Optional.empty();
    }
  }

  @Test
  void servingIsFiniteOnEveryChip() {
    int found = 0;
    int alone = 0;
    for (Item item : chips()) {
      for (String model : List.of("llama-3.1-8b", "qwen3-30b-a3b")) {
        Setting setting = setting(item, model, true).orElse(null);
        if (setting == null) {
          continue;
        }
        Machine machine = setting.passes().predictor().machine();
        boolean joined = machine.linkBytesPerSecond() > 0 || machine.hostBytesPerSecond() > 0;
        try {
          Search.Score best =
              Search.best(setting, Load.of(16, 1024, 128), new int[] {1, 4}, Search.Limits.NONE)
                  .best();
          found++;
          alone += joined ? 0 : 1;
          assertThat(joined || best.candidate().layout().chips() == 1).as(item.id()).isTrue();
          assertThat(List.of(best.ttft(), best.tpot(), best.tokensPerSecond()))
              .as("%s, %s: %s", item.id(), model, best.candidate().text())
              .allMatch(each -> Double.isFinite(each) && each > 0);
        } catch (Refused e) {
          assertThat(e.problems().getFirst().id())
              .as(item.id())
              .isEqualTo(joined ? "does-not-fit" : "missing-figure");
        }
      }
    }
    assertThat(found).isGreaterThan(150);
    assertThat(alone).as("chips that state no link").isPositive();
  }

  @Test
  void trainingIsFiniteOnEveryChip() {
    for (Item item : chips()) {
      Setting setting = setting(item, "llama-3.1-8b", false).orElse(null);
      for (int count = 1; setting != null && count <= 16; count *= 16) {
        TrainingSearch.Score best =
            TrainingSearch.best(setting, new TrainingSearch.Run(64, 2048), count, 0.9);
        assertThat(best == null || Double.isFinite(best.tokensPerSecond())).as(item.id()).isTrue();
      }
    }
  }
}
