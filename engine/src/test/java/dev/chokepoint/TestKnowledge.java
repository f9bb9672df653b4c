package dev.chokepoint;

import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.Spec;
import java.nio.file.Path;
import java.time.LocalDate;

/** The knowledge of this build, and short ways to ask it. */
public final class TestKnowledge {
  public static final Knowledge KNOWLEDGE = Knowledge.load();

  private TestKnowledge() {}

  public static Path root() {
    String root = System.getProperty("chokepoint.root");
    return root == null ? Path.of("..") : Path.of(root);
  }

  public static Path folder() {
    return root().resolve("knowledge");
  }

  public static Determination classify(String item, String to, String asOf) {
    return Controls.classify(
        KNOWLEDGE.rulebook(),
        KNOWLEDGE.catalog().find(item).getFirst(),
        TradeRequest.to(to, LocalDate.parse(asOf)),
        Clock.ENFORCED);
  }

  public static Determination spec(String spec, String to, String asOf) {
    return Controls.classify(
        KNOWLEDGE.rulebook(),
        Spec.parse(spec, KNOWLEDGE.catalog()).item(),
        TradeRequest.to(to, LocalDate.parse(asOf)),
        Clock.ENFORCED);
  }
}
