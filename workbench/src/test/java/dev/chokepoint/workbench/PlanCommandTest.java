package dev.chokepoint.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Plans of fleets on the command line. */
class PlanCommandTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("chokepoint.root", "..")).resolve("examples");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** One small demand, for a plan that takes a moment. */
  private static final String SMALL =
      """
      site: MY
      as-of: 2025-03-01
      quarters: 2
      max-copy: 2
      demands:
        - {id: chat, model: llama-3.1-8b, input: 1024, output: 256, output-tokens-per-day: [300e6, 900e6]}
      chips: [nvidia-h20-96, nvidia-h100-sxm5]
      """;

  @TempDir Path folder = Path.of("");

  @Test
  void bothSolversFindTheSameCostAndItIsTheSumOfWhatIsBought() throws IOException {
    JsonNode large = run(0, write(SMALL), "--gap", "0");
    JsonNode small = run(0, write(SMALL), "--gap", "0", "--solver", "ojalgo");
    assertThat(large.at("/plan/status").asString()).isEqualTo("optimal");
    double cost = large.at("/plan/costUsd").asDouble();
    assertThat(small.at("/plan/costUsd").asDouble()).isCloseTo(cost, within(0.001));
    assertThat(small.at("/plan/solver").asString()).isEqualTo("ojAlgo");
    double sum = 0;
    for (JsonNode bought : large.at("/plan/fleet")) {
      double quarter = 0;
      for (JsonNode offer : large.get("offers")) {
        if (offer.get("item").equals(bought.get("item"))) {
          quarter = offer.get("usdPerQuarter").asDouble();
        }
      }
      List<JsonNode> chips = new ArrayList<>();
      bought.get("chipsByQuarter").forEach(chips::add);
      sum += quarter * (2 * chips.get(0).asDouble() + chips.get(1).asDouble());
    }
    assertThat(sum).isCloseTo(cost, within(0.01));
  }

  @Test
  void whatNeedsALicenceEntersOnlyWhenOneIsAssumedAndIsMarked() throws IOException {
    // NVIDIA was told on 2025-04-09 that the H20 needs a licence for China; the H100 needed one
    // before.
    String file = write(SMALL.replace("site: MY", "site: CN").replace("2025-03-01", "2025-06-01"));
    JsonNode none = run(10, file);
    assertThat(none.at("/plan/status").asString()).isEqualTo("no-legal-plan");
    assertThat(none.at("/chips/0/excluded").asString()).contains("LETTER-2025");
    JsonNode assumed = run(0, file, "--assume-licence");
    assertThat(assumed.at("/plan/fleet/0/licenceAssumed").asBoolean()).isTrue();
    JsonNode before = run(0, file, "--as-of", "2025-03-01");
    assertThat(before.at("/plan/fleet/0/item").asString()).isEqualTo("nvidia-h20-96");
    assertThat(before.at("/plan/fleet/0/licenceAssumed").asBoolean()).isFalse();
  }

  @Test
  void theTightExampleNamesThePowerThatItLacks() {
    JsonNode all =
        run(
            2,
            EXAMPLES.resolve("demand-tight.yaml").toString(),
            "--site",
            "CN",
            "--as-of",
            "2025-03-01");
    assertThat(all.at("/plan/status").asString()).isEqualTo("infeasible");
    assertThat(all.at("/plan/relaxations").toString()).contains("power");
  }

  @Test
  void theLeastRelaxationIsEnoughAndALittleLessIsNot() throws IOException {
    String tight = SMALL + "power-kw: 4\n";
    JsonNode none = run(2, write(tight));
    JsonNode power = null;
    for (JsonNode each : none.at("/plan/relaxations")) {
      power = each.get("limit").asString().equals("power") ? each : power;
    }
    double share = java.util.Objects.requireNonNull(power).get("share").asDouble();
    run(0, write(SMALL + "power-kw: " + 4 * (1 + share) + "\n"));
    run(2, write(SMALL + "power-kw: " + 4 * (1 + share - 0.002) + "\n"));
  }

  @Test
  void aChipIsBoughtUnderTheLawOfItsQuarter() throws IOException {
    // The letter of 2025-04-09 lies between the first days of the two quarters.
    String file = write(SMALL.replace("site: MY", "site: CN"));
    JsonNode all = run(0, file);
    assertThat(all.at("/plan/fleet/0/chipsByQuarter/1").asInt()).isZero();
    assertThat(all.at("/chips/0/laws/0/verdict").asString()).isEqualTo("no-licence-required");
    assertThat(all.at("/chips/0/laws/1/verdict").asString()).isEqualTo("licence-required");
    assertThat(all.at("/chips/0/laws/1/on").asString()).isEqualTo("2025-06-01");
    assertThat(all.at("/notes/0").asString())
        .contains("LETTER-2025")
        .contains("those that are there serve on");
    JsonNode ofDay = run(0, file, "--law-of-day");
    assertThat(ofDay.at("/plan/fleet/0/chipsByQuarter/1").asInt()).isPositive();
    assertThat(ofDay.at("/plan/costUsd").asDouble()).isLessThan(all.at("/plan/costUsd").asDouble());
  }

  @Test
  void chipsThatAreThereStopWhereAnyDealingWithThemNeedsALicence() throws IOException {
    // Guidance of 2025-05-13: General Prohibition 10 holds for any dealing with an Ascend 910B.
    String file =
        write(
            SMALL.replace("nvidia-h100-sxm5", "huawei-ascend-910b2")
                + "existing: {huawei-ascend-910b2: 512}\n");
    JsonNode all = run(0, file);
    assertThat(all.at("/chips/1/laws/0/use").asString()).isEqualTo("no-licence-required");
    assertThat(all.at("/chips/1/laws/1/use").asString()).isEqualTo("licence-required");
    assertThat(all.at("/chips/1/servesQuarters").asInt()).isEqualTo(1);
    assertThat(all.get("notes").toString()).contains("those that are there stop");
    for (JsonNode served : all.at("/plan/served")) {
      String item = served.get("item").asString();
      assertThat(item.equals("huawei-ascend-910b2")).isEqualTo(served.get("quarter").asInt() == 1);
    }
  }

  @Test
  void aTrainingRunIsDoneByItsQuarter() throws IOException {
    String run =
        """
          - {id: tune, model: llama-3.1-8b, precision: bf16, training: {tokens: 40e9, global-batch: 256, length: 4096, by-quarter: 1}}
        """;
    JsonNode all =
        run(
            0,
            write(
                SMALL
                    .replace("max-copy: 2", "max-copy: 16")
                    .replace("chips: [", run + "chips: [")));
    double trained = 0;
    for (JsonNode served : all.at("/plan/served")) {
      if (served.get("demand").asString().equals("tune")) {
        assertThat(served.get("quarter").asInt()).isEqualTo(1);
        assertThat(served.get("copies").asInt()).isEqualTo(1);
        for (JsonNode choice : all.get("choices")) {
          boolean same =
              choice.get("demand").equals(served.get("demand"))
                  && choice.get("item").equals(served.get("item"))
                  && choice.get("chips").equals(served.get("chipsPerCopy"));
          trained += same ? choice.get("tokensPerDay").asDouble() * 91.25 : 0;
        }
      }
    }
    assertThat(trained).isGreaterThanOrEqualTo(40e9);
    JsonNode never =
        run(2, write(SMALL.replace("chips: [", run.replace("40e9", "40e15") + "chips: [")));
    assertThat(never.at("/plan/relaxations").toString()).contains("training tune");
  }

  @Test
  void portingComesFromAReport() throws IOException {
    StringWriter report = new StringWriter();
    Main.run(
        LocalDate.parse("2026-11-24"),
        new PrintWriter(report, true),
        new PrintWriter(new StringWriter()),
        "port",
        EXAMPLES.resolve("cuda-sample").toString(),
        "--to",
        "cann",
        "--json");
    Files.writeString(folder.resolve("port.json"), report.toString());
    double days = MAPPER.readTree(report.toString()).at("/effortDays/mid").asDouble();
    JsonNode all =
        run(0, write(SMALL + "porting: {Huawei: {report: port.json, per-day: 700 USD}}\n"));
    assertThat(all.at("/porting/0/usd").asDouble()).isCloseTo(days * 700, within(0.01));
    assertThat(all.at("/porting/0/from").asString()).contains("cuda-sample to cann");
    JsonNode stated = run(0, write(SMALL + "porting: {AMD: {days: 30, per-day: 700 USD}}\n"));
    assertThat(stated.at("/porting/0/usd").asDouble()).isCloseTo(21_000, within(0.001));
    JsonNode wrong =
        run(2, write(SMALL + "porting: {AMD: {report: port.json, per-day: 700 USD}}\n"));
    assertThat(wrong.toString()).contains("other-target");
    JsonNode none = run(2, write(SMALL + "porting: {AMD: {report: no.json, per-day: 7 USD}}\n"));
    assertThat(none.toString()).contains("bad-baseline");
  }

  /** Costs of a plan over scenarios are those of its parts. */
  @ParameterizedTest
  @ValueSource(strings = {"expected", "worst", "regret"})
  void aPlanForScenariosSumsUp(String aim) throws IOException {
    JsonNode all = run(0, write(SMALL + SCENARIOS + "aim: " + aim + "\n"), "--gap", "0");
    assertThat(JsonSchemaTest.errors(JsonSchemaTest.schema("plan"), all)).isEmpty();
    double expected = 0;
    double worst = 0;
    double regret = 0;
    for (JsonNode each : all.at("/robust/scenarios")) {
      double cost = each.get("costUsd").asDouble();
      expected += each.get("probability").asDouble() * cost;
      worst = Math.max(worst, cost);
      regret = Math.max(regret, cost - each.get("bestUsd").asDouble());
      assertThat(each.at("/fleet/0/chipsByQuarter/0")).isEqualTo(all.at(FIRST));
    }
    assertThat(all.at("/robust/expectedUsd").asDouble()).isCloseTo(expected, within(0.01));
    assertThat(all.at("/robust/worstUsd").asDouble()).isCloseTo(worst, within(0.01));
    assertThat(all.at("/robust/regretUsd").asDouble()).isCloseTo(regret, within(0.01));
    // A rule that ends purchases from the second quarter on: all is bought in the first there.
    assertThat(all.at("/robust/scenarios/2/fleet/0/chipsByQuarter/1").asInt()).isZero();
  }

  private static final String FIRST = "/plan/fleet/0/chipsByQuarter/0";

  private static final String SCENARIOS =
      """
      scenarios:
        - {name: as expected, probability: 0.5}
        - {name: more, probability: 0.25, demand: {chat: 1.5}, prices: {all: 1.2, electricity: 2}}
        - {name: letter, probability: 0.25, rule: {on: 2025-04-09, chips: [nvidia-h20-96, nvidia-h100-sxm5], effect: purchase-ends}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "probabilities-do-not-sum | probability: 0.5 | probability: 0.4",
        "unknown-key | 'prices: {all' | 'prices: {nvidia-l20'",
        "unknown-key | '{chat: 1.5}' | '{chatt: 1.5}'",
        "bad-value | purchase-ends | purchases-end",
        "unknown-key | 'chips: [nvidia-h20-96, nvidia-h100-sxm5], effect' | 'chips: [h2], effect'",
        "bad-number | '{chat: 1.5}' | '{chat: -1}'",
        "bad-number | 'probability: 0.5' | 'probability: 1.5'",
        "twice | name: more | name: letter",
      })
  void aWrongScenarioIsNamed(String id, String from, String to) throws IOException {
    assertThat(SCENARIOS).contains(from);
    JsonNode problems = run(2, write(SMALL + SCENARIOS.replace(from, to)));
    assertThat(problems.toString()).contains("\"" + id + "\"");
  }

  @Test
  void aChipWithoutAPriceIsNamedAndNeverBought() throws IOException {
    JsonNode all = run(0, write(SMALL.replace("chips: [", "chips: [biren-br104, ")));
    assertThat(all.at("/chips/0/excluded").asString()).contains("price");
    assertThat(all.at("/plan/fleet").toString()).doesNotContain("biren");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no-exchange-rate | quarters: 2 | 'quarters: 2\nbudget: 100 NOK'",
        "bad-value | quarters: 2 | 'quarters: 2\naim: least'",
        "twice | '[nvidia-h20-96, nvidia-h100-sxm5]' | '[nvidia-h20-96, nvidia-h20-96]'",
        "unknown-site | site: MY | site: ZZ",
        "unknown-key | quarters: 2 | quarter: 2",
        "wrong-count | [300e6, 900e6] | [300e6]",
        "bad-number | 300e6 | -300e6",
        "unknown-model | llama-3.1-8b | lama",
        "unknown-chip | nvidia-h20-96 | nvidia-h2000",
        "bad-money | quarters: 2 | 'quarters: 2\nbudget: 100'",
        "unknown-chip | quarters: 2 | 'quarters: 2\nexisting: {nvidia-l20: 8}'",
      })
  void aWrongFileIsNamed(String id, String from, String to) throws IOException {
    JsonNode problems = run(2, write(SMALL.replace(from, to.replace("\\n", "\n"))));
    assertThat(problems.toString()).contains("\"" + id + "\"");
  }

  private String write(String text) throws IOException {
    return Files.writeString(folder.resolve("demand.yaml"), text).toString();
  }

  private static JsonNode run(int code, String file, String... more) {
    List<String> words = new ArrayList<>(List.of("plan", file, "--json"));
    words.addAll(List.of(more));
    StringWriter out = new StringWriter();
    int exit =
        Main.run(
            LocalDate.parse("2026-11-24"),
            new PrintWriter(out, true),
            new PrintWriter(new StringWriter()),
            words.toArray(new String[0]));
    assertThat(exit).as(out.toString()).isEqualTo(code);
    return MAPPER.readTree(out.toString());
  }
}
