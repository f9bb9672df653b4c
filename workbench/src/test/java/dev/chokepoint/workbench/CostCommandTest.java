package dev.chokepoint.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalDate;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Costs on the command line against published sums. */
class CostCommandTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Offset<Double> MICRO = within(1e-6);
  private static final String SERVE =
      "--model llama-3.1-8b --concurrency 16 --input 1024 --output 256 --tp 1 --count 1";

  @Test
  void deepSeekV3CostsWhatItsReportSays() {
    // arXiv 2412.19437, Table 1: 2.788 million H800 hours at 2 USD; 14.8 million million tokens.
    JsonNode cost =
        cost(
            "--chip nvidia-h800-sxm5 --count 2048 --model deepseek-v3 --phase train --chip-hours"
                + " 2788000 --trained 14.8e12 --hourly",
            "2 USD");
    assertThat(cost.get("usdOfHours").asDouble()).isCloseTo(5_576_000, within(0.5));
    // 5,576,000 / 14,800,000
    assertThat(cost.at("/usdPerMillion/total/mid").asDouble()).isCloseTo(0.376757, MICRO);
    assertThat(cost.at("/usdPerMillion/input").isNull()).isTrue();
  }

  @Test
  void llama405BTakesAboutTheHoursThatItsMakersState() {
    // Llama 3 paper, section 3.3: tp8 pp16 dp128, interleaved stages, FSDP of optimiser and
    // gradients, nothing recomputed, 16 million tokens a step; model card: 30.84 million hours.
    JsonNode cost =
        cost(
            "--chip nvidia-h100-sxm5 --count 16384 --model llama-3.1-405b --phase train --precision"
                + " bf16 --tp 8 --pp 16 --dp 128 --global-batch 2048 --length 8192 --zero 2"
                + " --recompute none --interleave 7 --hourly",
            "1 USD");
    double hours = cost.at("/usdPerMillion/total/mid").asDouble() * 15.6e6;
    assertThat(hours).isBetween(30.84e6 * 0.9, 30.84e6 * 1.1);
  }

  @Test
  void aDayOfServingCostsWhatDeepSeekSays() {
    // 226.75 nodes of eight for a day at 2 USD: 87,072 USD for 608 and 168 thousand million tokens.
    JsonNode cost =
        cost(
            "--chip nvidia-h800-sxm5 --count 1814 --model deepseek-v3 --chip-hours 43536"
                + " --prompted 608e9 --answered 168e9 --hourly",
            "2 USD");
    assertThat(cost.get("usdOfHours").asDouble()).isCloseTo(87_072, within(0.01));
    assertThat(cost.at("/usdPerMillion/outputBearingAll/mid").asDouble())
        .isCloseTo(0.518286, MICRO);
    assertThat(cost.at("/usdPerMillion/total/mid").asDouble()).isCloseTo(0.112206, MICRO);
  }

  @Test
  void perMillionIsTheYearOverTheTokensOfItAndSharesAddUp() {
    JsonNode cost = cost("--chip nvidia-h100-sxm5 --site US --as-of 2026-06-01 " + SERVE);
    double year = cost.at("/usdPerYear/mid").asDouble();
    double tokens = cost.at("/usdPerMillion/tokensPerYear").asDouble();
    assertThat(cost.at("/usdPerMillion/total/mid").asDouble())
        .isCloseTo(year / tokens * 1e6, within(1e-9));
    double lines = 0;
    for (JsonNode line : cost.get("lines")) {
      lines += line.get("kind").asString().equals("year") ? line.get("usd").asDouble() : 0;
    }
    assertThat(lines).isCloseTo(year, within(0.01));
    // Four tokens of prompts for each of an answer.
    double in = cost.at("/usdPerMillion/input/mid").asDouble();
    double out = cost.at("/usdPerMillion/output/mid").asDouble();
    assertThat((4 * in + out) / 5)
        .isCloseTo(cost.at("/usdPerMillion/total/mid").asDouble(), within(1e-9));
    assertThat(cost.get("drivers").size()).isGreaterThan(3);
    // InferenceX-app states 1.30 to 1.69 USD an hour for owners of an H100.
    assertThat(cost.at("/usdPerChipHour/low").asDouble()).isLessThan(1.69);
    assertThat(cost.at("/usdPerChipHour/high").asDouble()).isGreaterThan(1.30);
  }

  @Test
  void theLawOfTheSiteStandsBesideTheCostAndItsDutiesAreLines() {
    JsonNode before = run("cost --json --chip nvidia-h20-96 --site CN --as-of 2025-03-01 " + SERVE);
    assertThat(before.at("/legal/verdict").asString()).isEqualTo("no-licence-required");
    JsonNode after = run("cost --json --chip nvidia-h20-96 --site CN --as-of 2025-09-01 " + SERVE);
    assertThat(after.at("/legal/verdict").asString()).isEqualTo("licence-required");
    double chips = line(after, "chips");
    // 15 percent from August 2025, half of it passed on.
    assertThat(line(after, "share of revenue")).isCloseTo(chips * 0.075, within(0.01));
    assertThat(line(before, "share of revenue")).isZero();
    JsonNode yuan =
        run(
            "cost --json --currency CNY --chip nvidia-h20-96 --site CN --as-of 2025-03-01 "
                + SERVE);
    assertThat(yuan.at("/cost/lines/0/amount").asDouble()).isCloseTo(110_000, within(0.01));
    assertThat(yuan.at("/exchange/perUsd").asDouble()).isEqualTo(7.2734);
  }

  private static double line(JsonNode all, String name) {
    for (JsonNode line : all.at("/cost/lines")) {
      if (line.get("name").asString().equals(name)) {
        return line.get("usd").asDouble();
      }
    }
    throw new AssertionError(name);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unknown-site | --chip H20 --site XX",
        "no-price | --chip biren-br104",
        "no-price | --chip nvidia-h20-96 --rent",
        "bad-number | --chip H20 --residual -0.1",
        "bad-number | --chip H20 --residual 1.1",
        "bad-number | --chip H20 --utilisation 0",
        "bad-money | --chip H20 --price 10000",
        "unknown-currency | --chip H20 --currency XYZW",
        "no-exchange-rate | --chip H20 --currency NOK",
        "missing | --chip H20 --answered 1e9",
        "not-one-chip | --chip sys-dgx-h100",
        "bad-value | --chip H20 --phase decode",
        "before-coverage | --chip H20 --as-of 2020-01-01",
      })
  void aWrongRequestIsNamed(String id, String words) {
    JsonNode problems = run("cost --json " + words + " " + SERVE).get("problems");
    assertThat(problems.get(0).get("id").asString()).isEqualTo(id);
  }

  @Test
  void aChipWithoutAPublicPriceGetsARangeByRuleThatSaysSo() {
    JsonNode all = run("cost --json --chip nvidia-h800-sxm5 --as-of 2025-06-01 " + SERVE);
    JsonNode chip = all.at("/inputs/0");
    assertThat(chip.get("input").asString()).isEqualTo("chip price");
    assertThat(chip.get("note").asString()).contains("by rule");
    assertThat(chip.get("source").asString()).contains("nvidia-h100-sxm5");
    assertThat(chip.get("low").asDouble()).isLessThan(chip.get("high").asDouble() / 2);
  }

  private static JsonNode cost(String words, String... more) {
    return run("cost --json " + words, more).get("cost");
  }

  private static JsonNode run(String words, String... more) {
    StringWriter out = new StringWriter();
    List<String> arguments = new java.util.ArrayList<>(List.of(words.strip().split("\\s+", -1)));
    arguments.addAll(List.of(more));
    Main.run(
        LocalDate.parse("2026-11-24"),
        new PrintWriter(out, true),
        new PrintWriter(new StringWriter()),
        arguments.toArray(new String[0]));
    return MAPPER.readTree(out.toString());
  }
}
