package dev.chokepoint.knowledge;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Any bytes as a file of rules are refused with their problems or read as rules. */
class OverlayFuzz {
  private static final KnowledgeFolder.Files LAW = Index.read();

  @DictionaryEntries({
    "provisions:",
    "- id: ",
    "kind: requirement",
    "versions:",
    "effective: ",
    "when: ",
    "all: [",
    "any: ",
    "not: ",
    "anyCircuit: ",
    "atLeast: ",
    "below: ",
    "tpp: ",
    "in: {",
    "destination: ",
    "use: ",
    "definitions:",
    "review:",
    "policy: ",
    "&a ",
    "*a",
    "!!binary ",
    "---",
    "savings: {"
  })
  @FuzzTest(maxDuration = "60s")
  void fileOfRulesIsRefusedOrRead(byte[] bytes) {
    List<Problem> problems = new ArrayList<>();
    Doc doc = YamlFile.parse(bytes, "fuzz.yaml", problems);
    if (doc == null) {
      if (problems.isEmpty()) {
        throw new IllegalStateException("no document and no problem");
      }
      return;
    }
    List<KnowledgeFolder.Entry> entries = new ArrayList<>(LAW.entries());
    entries.add(new KnowledgeFolder.Entry("what-if/fuzz.yaml", doc));
    try {
      Knowledge read = Knowledge.of(new KnowledgeFolder.Files(entries, problems, LAW.hash()));
      Controls.classify(
          read.rulebook(),
          read.catalog().get("nvidia-h20-96"),
          TradeRequest.to("CN", LocalDate.parse("2026-09-01")),
          Clock.ENFORCED);
    } catch (Refused e) {
      if (e.problems().isEmpty()) {
        throw new IllegalStateException("refused without a problem", e);
      }
    }
  }
}
