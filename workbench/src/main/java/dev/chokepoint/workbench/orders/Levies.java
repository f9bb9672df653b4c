package dev.chokepoint.workbench.orders;

import dev.chokepoint.controls.Provision;
import dev.chokepoint.knowledge.Knowledge;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Duty and shares of revenue that rules set on what is still to ship. */
final class Levies {
  private Levies() {}

  /** One entry for each rule in force on the later day that takes money from some open line. */
  static List<Object> of(Duck duck, Job job, Knowledge knowledge) {
    List<Object> out = new ArrayList<>();
    for (Provision provision : knowledge.rulebook().provisions()) {
      Provision.Version version = provision.inForce(job.to(), job.clock()).orElse(null);
      Provision.Levy levy = version == null ? null : version.levy();
      if (version == null || levy == null) {
        continue;
      }
      duck.each(
          ("SELECT coalesce(sum(lines), 0), coalesce(sum(amountUsd), 0),"
                  + " coalesce(sum(withoutAmount), 0) FROM grouped WHERE movement = 'open' AND list_contains(string_split(overlays, ' '),"
                  + " %s)")
              .formatted(Duck.text(provision.id())),
          row -> {
            BigDecimal amount = row.decimal(1);
            if (row.number(0) > 0 && amount != null) {
              Map<String, Object> entry = new LinkedHashMap<>();
              entry.put("overlay", provision.id());
              entry.put("version", version.id());
              entry.put("kind", levy.charge().word());
              entry.put("percent", levy.percent());
              entry.put("certainty", version.certainty().word());
              entry.put("lines", row.number(0));
              entry.put("linesWithoutAmount", row.number(2));
              entry.put("amountUsd", Summary.money(amount));
              entry.put("levyUsd", Summary.money(levy.of(amount)));
              out.add(entry);
            }
          });
    }
    return out;
  }
}
