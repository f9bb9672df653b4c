package dev.chokepoint.workbench.parties;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.chokepoint.units.Refused;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Any bytes as a list are refused with a problem, or every party of them has a name. */
class ListFuzz {
  @DictionaryEntries({
    "source,name,alt_names,addresses",
    "_id,source,entity_number,type,programs,name",
    "Entity List (EL)",
    "\"",
    ";",
    "\ufeff",
    "[{\"source\":\"EL\",\"name\":\"",
    "{\"results\":[",
    "\"alt_names\":[",
    "}]}",
    "2026-07-31"
  })
  @FuzzTest(maxDuration = "60s")
  void listIsRefusedOrRead(byte[] bytes) throws IOException {
    try {
      ConsolidatedList.read(new ByteArrayInputStream(bytes), "list")
          .forEach(party -> {
            if (party.name().isBlank() || party.record().isEmpty()) {
              throw new IllegalStateException("a party without a name");
            }
            party.footnote();
          });
    } catch (Refused e) {
      if (e.problems().isEmpty()) {
        throw new IllegalStateException("refused without a problem", e);
      }
    }
  }
}
