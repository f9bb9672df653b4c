package dev.chokepoint.knowledge;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.List;

/** Any bytes as a file of cases, or as the record of a chip, are refused or read. */
class CaseFuzz {
  private static final Knowledge KNOWLEDGE = Knowledge.load();

  @DictionaryEntries({
    "cases:", "- id: ", "item: ", "spec: ", "asOf: ", "to: ", "expect:", "requirements: [",
    "eccn: ", "figures:", "values:", "value: ", "source: ", "sources:", "contests:", "contains:"
  })
  @FuzzTest(maxDuration = "60s")
  void fileOfCasesIsRefusedOrRead(byte[] bytes) {
    List<Problem> problems = new ArrayList<>();
    Doc doc = YamlFile.parse(bytes, "fuzz.yaml", problems);
    if (doc == null || !problems.isEmpty()) {
      return;
    }
    try {
      WorkedCase.of(
          new KnowledgeFolder.Files(
              List.of(new KnowledgeFolder.Entry("rules/us-ear/cases/fuzz.yaml", doc)),
              problems,
              ""));
      ItemReader.read(
          Cursor.of(doc, "fuzz.yaml", problems),
          KNOWLEDGE.catalog()::find,
          KNOWLEDGE.catalog()::nearest,
          problems);
    } catch (Refused e) {
      if (e.problems().isEmpty()) {
        throw new IllegalStateException("refused without a problem", e);
      }
    }
  }
}
