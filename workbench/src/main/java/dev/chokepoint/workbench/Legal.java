package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.knowledge.Knowledge;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The legal state of a chip at a site, beside what it costs there. */
final class Legal {
  private Legal() {}

  /** What the law enforced on a day says of bringing a chip to a country. */
  static Determination at(
      Knowledge knowledge, Item item, String site, @Nullable String partyHq, LocalDate day) {
    TradeRequest trade =
        new TradeRequest(day, site, partyHq, null, null, null, null, null, null, null);
    return Controls.classify(knowledge.rulebook(), item, trade, Clock.ENFORCED);
  }

  /** Every item of the catalogue, read as it is asked for. */
  static Iterable<Item> items(Knowledge knowledge) {
    return () -> knowledge.catalog().ids().stream().map(knowledge.catalog()::get).iterator();
  }

  /** Verdict and what requires it, in a line. */
  static String line(Determination legal) {
    List<String> by = requirements(legal);
    return legal.verdict().word().replace('-', ' ')
        + (by.isEmpty() ? "" : " by " + String.join(", ", by));
  }

  static Map<String, Object> json(Determination legal) {
    return Json.object(
        "asOf", legal.trade().asOf().toString(),
        "destination", legal.trade().destination(),
        "verdict", legal.verdict().word(),
        "requirements", requirements(legal));
  }

  static List<String> requirements(Determination legal) {
    return legal.requirements().stream().map(each -> each.finding().provision().id()).toList();
  }
}
