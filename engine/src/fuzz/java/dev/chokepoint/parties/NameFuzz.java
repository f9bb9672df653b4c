package dev.chokepoint.parties;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Refused;
import java.time.LocalDate;
import java.util.List;

/** Any name is refused or answered with ranked scores, also where it stands on the list itself. */
class NameFuzz {
  private static final Words WORDS = Knowledge.load().words();
  private static final int SHORT = 300;

  private static Party party(String name, List<String> aliases) {
    return new Party(
        "",
        "Entity List (EL) - Bureau of Industry and Security",
        "",
        name,
        aliases,
        List.of(),
        List.of("CN"),
        "",
        "",
        "",
        null,
        null);
  }

  @DictionaryEntries({
    "Huawei",
    "Technologies",
    "Co., Ltd.",
    "CETC",
    "13th",
    "\u534E\u4E3A",
    "\u0430",
    "\u202E",
    "\u200B",
    "l.l.c.",
    "A/S",
    "(",
    ")",
    "a.k.a."
  })
  @FuzzTest(maxDuration = "60s")
  void nameIsRefusedOrAnswered(FuzzedDataProvider data) {
    String listed = data.consumeString(SHORT);
    String name = data.consumeRemainingAsString();
    Search search =
        new Search(
            new NameIndex(
                new PartyList(
                    LocalDate.EPOCH,
                    false,
                    List.of(
                        party("Huawei Technologies Co., Ltd.", List.of("\u534E\u4E3A")),
                        party("China Electronics Technology Group", List.of("CETC")),
                        party(listed, List.of(name)))),
                WORDS));
    try {
      double last = 1;
      for (Hit hit : search.find(name, Search.Options.DEFAULT).hits()) {
        if (!(hit.score() > 0 && hit.score() <= last) || hit.why().isEmpty()) {
          throw new IllegalStateException("score " + hit.score() + " after " + last);
        }
        last = hit.score();
      }
    } catch (Refused e) {
      if (e.problems().isEmpty()) {
        throw new IllegalStateException("refused without a problem", e);
      }
    }
  }
}
