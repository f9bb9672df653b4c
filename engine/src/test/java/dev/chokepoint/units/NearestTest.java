package dev.chokepoint.units;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slips of the keyboard find what was meant; what is like nothing finds nothing. */
class NearestTest {
  private static final List<String> COMMANDS =
      List.of("classify", "timeline", "chips", "chip", "coverage", "spec", "demo");

  @ParameterizedTest
  @CsvSource({
    "classfy, classify",
    "calssify, classify",
    "CLASSIFY, classify",
    "time-line, timeline",
    "timline, timeline",
    "covrage, coverage",
    "specs, spec"
  })
  void aSlipFindsTheCommand(String slip, String command) {
    assertThat(Nearest.of(slip, COMMANDS)).startsWith(command);
  }

  @Test
  void theBestComesFirstAndStrangersStayAway() {
    assertThat(Nearest.of("chipz", COMMANDS)).containsExactlyInAnyOrder("chips", "chip");
    assertThat(Nearest.of("screen", COMMANDS)).isEmpty();
    assertThat(Nearest.of("", COMMANDS)).isEmpty();
    assertThat(Nearest.of("nvidia-h100-smx5", List.of("nvidia-h100-pcie", "nvidia-h100-sxm5")))
        .startsWith("nvidia-h100-sxm5");
  }

  @Test
  void aPartOfANameFindsItAndSpellingsOfOneNameCountOnce() {
    assertThat(Nearest.of("Emirates", List.of("Oman", "United Arab Emirates")))
        .containsExactly("United Arab Emirates");
    assertThat(Nearest.of("h2O", List.of("H20", "h-20", "H 20"))).containsExactly("H20");
    assertThat(Nearest.of("x", List.of("Mexico", "Luxembourg"))).isEmpty();
  }

  @Test
  void hintsBeginWithMaybeAndNeverListNothing() {
    assertThat(Nearest.hint(List.of())).isEmpty();
    assertThat(Nearest.hint(List.of("a"))).isEqualTo("Maybe a?");
    assertThat(Nearest.hint(List.of("a", "b", "c"))).isEqualTo("Maybe a, b or c?");
  }
}
