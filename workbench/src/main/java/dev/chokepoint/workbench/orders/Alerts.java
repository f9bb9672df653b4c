package dev.chokepoint.workbench.orders;

import dev.chokepoint.knowledge.Knowledge;
import java.nio.file.Path;
import java.util.Map;

/** Red flags of customers. */
final class Alerts {
  Alerts(Duck duck, Stage stage, Typed typed, Job job, Knowledge knowledge, Path results) {}

  void put(Map<String, Object> out) {
    out.put("redFlags", null);
  }
}
