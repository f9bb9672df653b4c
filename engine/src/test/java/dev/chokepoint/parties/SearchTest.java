package dev.chokepoint.parties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chokepoint.TestKnowledge;
import dev.chokepoint.units.Refused;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in many spellings against a few listed ones. */
class SearchTest {
  private static final Search SEARCH =
      new Search(
          new NameIndex(
              new PartyList(
                  LocalDate.parse("2026-07-31"),
                  false,
                  List.of(
                      party("Huawei Technologies Co., Ltd."),
                      party("Shanghai Biren Intelligent Technology Co., Ltd."),
                      party(
                          "China Electronics Technology Group Corporation 13th Research Institute"),
                      party("China Electronics Technology Group Corporation", "CETC"))),
              TestKnowledge.KNOWLEDGE.words()));

  private static Party party(String name, String... aliases) {
    return new Party(
        "",
        "Entity List (EL) - Bureau of Industry and Security",
        "",
        name,
        List.of(aliases),
        List.of(),
        List.of("CN"),
        "",
        "",
        "",
        null,
        null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Huawei Technologies Company Limited | Huawei Technologies Co., Ltd.",
        "华为技术有限公司 | Huawei Technologies Co., Ltd.",
        "Hua Wei Tech | Huawei Technologies Co., Ltd.",
        "Huawie Technologies | Huawei Technologies Co., Ltd.",
        "Biren Intelligent Technology (Shanghai) | Shanghai Biren Intelligent Technology Co., Ltd.",
        "CETC 13th Research Institute | China Electronics Technology Group Corporation 13th Research Institute",
      })
  void aSpellingIsFound(String asked, String listed) {
    assertThat(SEARCH.find(asked, Search.Options.DEFAULT).hits().getFirst().party().name())
        .isEqualTo(listed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Technology", "Shanghai Technology", "Research Institute", "Nordic Bakery"})
  void commonWordsAloneAreNoMatch(String asked) {
    assertThat(SEARCH.find(asked, Search.Options.DEFAULT).hits()).isEmpty();
  }

  private static double best(String asked) {
    Search.Options every = new Search.Options(null, Search.Sought.ANY, 0, 1);
    return SEARCH.find(asked, every).hits().stream().mapToDouble(Hit::score).findFirst().orElse(0);
  }

  /** From the name itself, by slips and foreign words, to names that share ordinary words alone. */
  @Test
  void scoresFallFromStrongMatchToStrongNonMatch() {
    List<String> ladder =
        List.of(
            "Shanghai Biren Intelligent Technology Co., Ltd.",
            "Shanghai Biren Inteligent Tecnology",
            "Shanghai Biran Inteligent Technology",
            "Biran Optics Technology",
            "Shanghai Optics Intelligent Technology",
            "Nordic Bakery");
    for (int at = 1; at < ladder.size(); at++) {
      assertThat(best(ladder.get(at)))
          .as(ladder.get(at))
          .isLessThan(best(ladder.get(at - 1)) + (best(ladder.get(at - 1)) == 0 ? 1e-9 : 0));
    }
    assertThat(best(ladder.getFirst())).isGreaterThan(0.95);
    assertThat(best("Shanghai Optics Intelligent Technology")).isLessThan(0.2);
    assertThat(best("Nordic Bakery")).isLessThan(0.1);
  }

  @Test
  void aCyrillicLetterIsFoundAndFlagged() {
    Search.Found found = SEARCH.find("Hu\u0430wei Technologies", Search.Options.DEFAULT);
    assertThat(found.hits()).isNotEmpty();
    assertThat(found.flags()).contains(Flag.HOMOGLYPH);
  }

  @Test
  void turnedTextIsFoundAndFlagged() {
    Search.Found found = SEARCH.find("\u202EHuawei\u202C Technologies", Search.Options.DEFAULT);
    assertThat(found.hits()).isNotEmpty();
    assertThat(found.flags()).contains(Flag.BIDIRECTIONAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Co., Ltd.", "\uD83D\uDE42", "   "})
  void aNameWithoutAWordIsAProblem(String asked) {
    assertThatThrownBy(() -> SEARCH.find(asked, Search.Options.DEFAULT))
        .isInstanceOf(Refused.class);
  }

  @Test
  void aNameOfTenThousandCharactersIsAProblem() {
    assertThatThrownBy(() -> SEARCH.find("a".repeat(10_000), Search.Options.DEFAULT))
        .isInstanceOf(Refused.class);
  }
}
