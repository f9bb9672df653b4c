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
