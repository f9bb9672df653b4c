package dev.chokepoint.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** rent-or-buy and tenant on the command line. */
class RentOrBuyCommandTest {
  private static final Path EXAMPLES =
      Path.of(System.getProperty("chokepoint.root", "..")).resolve("examples");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @TempDir Path folder = Path.of("");

  @Test
  void theExampleSumsUpFromWhatItShows() throws IOException {
    JsonNode all = run(0, "rent-or-buy", EXAMPLES.resolve("rent-or-buy.yaml"));
    // 64 chips: 30,000 and 33 percent of network and 4,000 of server, and 5 percent of tax.
    assertThat(all.get("onceUsd").asDouble()).isCloseTo(64 * 43_900 * 1.05, within(0.01));
    double own = 0;
    double probability = 0;
    for (JsonNode each : all.get("cases")) {
      own += each.get("probability").asDouble() * each.get("ownUsd").asDouble();
      probability += each.get("probability").asDouble();
    }
    assertThat(probability).isCloseTo(1, within(1e-12));
    assertThat(own).isCloseTo(all.get("ownUsd").asDouble(), within(0.01));
    assertThat(all.at("/legal/verdict").asString()).isEqualTo("no-licence-required");
  }

  /** Each end of a driver is what the command says when that end is stated. */
  @Test
  void whatMovesTheAnswerIsWhatStatingItGives() throws IOException {
    String text = Files.readString(EXAMPLES.resolve("rent-or-buy.yaml"));
    JsonNode all = run(0, "rent-or-buy", EXAMPLES.resolve("rent-or-buy.yaml"));
    double before = Double.MAX_VALUE;
    for (JsonNode driver : all.get("drivers")) {
      double swing =
          Math.abs(
              driver.get("ownLessRentUsdAtLow").asDouble()
                  - driver.get("ownLessRentUsdAtHigh").asDouble());
      assertThat(swing).isPositive().isLessThanOrEqualTo(before);
      before = swing;
      String key =
          switch (driver.get("input").asString()) {
            case "rent" -> "rent";
            case "chip price" -> "price";
            default -> "";
          };
      for (String end : key.isEmpty() ? new String[0] : new String[] {"Low", "High"}) {
        String value = driver.get(end.toLowerCase(Locale.ROOT)).asString();
        JsonNode stated = run(0, "rent-or-buy", write(text + key + ": " + value + " USD\n"));
        assertThat(driver.get("ownLessRentUsdAt" + end).asDouble())
            .isCloseTo(
                stated.get("ownUsd").asDouble() - stated.get("rentUsd").asDouble(), within(0.01));
        assertThat(driver.get("breakEvenUtilisationAt" + end).asDouble())
            .isCloseTo(stated.get("breakEvenUtilisation").asDouble(), within(1e-9));
      }
    }
    // Both sides are lines in the use, so that two uses give what was asked.
    JsonNode none = all.get("uses").get(0);
    JsonNode full = all.get("uses").get(1);
    assertThat(none.get("rentUsd").asDouble()).isZero();
    for (String side : new String[] {"ownUsd", "rentUsd"}) {
      double slope = full.get(side).asDouble() - none.get(side).asDouble();
      assertThat(none.get(side).asDouble() + 0.6 * slope)
          .isCloseTo(all.get(side).asDouble(), within(0.01));
    }
  }

  @Test
  void aChipThatNeedsALicenceIsSaidToNeedOne() throws IOException {
    String text =
        Files.readString(EXAMPLES.resolve("rent-or-buy.yaml"))
            .replace("site: MY", "site: CN")
            .replace("count: 64", "count: 8");
    JsonNode all = run(0, "rent-or-buy", write(text));
    assertThat(all.at("/legal/verdict").asString()).isEqualTo("licence-required");
    assertThat(all.get("warnings").toString()).contains("buying is not free");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "probabilities-do-not-sum | probability: 0.7 | probability: 0.6",
        "bad-number | share: 0.2 | share: -0.2",
        "bad-number | utilisation: 0.6 | utilisation: 1.6",
        "bad-number | discount: 0.10 | discount: free",
        "unknown-site | site: MY | site: ZZ",
        "unknown-chip | chip: nvidia-h100-sxm5 | chip: nvidia-h1000",
        "no-price | chip: nvidia-h100-sxm5 | chip: biren-br104",
        "bad-value | effect: resale-ends | effect: resale-end",
        "out-of-order | on: 2027-06-01 | on: 2037-06-01",
        "unknown-key | months: 36 | month: 36",
        "bad-money | count: 64 | 'price: 30000\ncount: 64'",
        "missing | as-of: 2026-06-01 | ''",
      })
  void aWrongFileIsNamed(String id, String from, String to) throws IOException {
    String text = Files.readString(EXAMPLES.resolve("rent-or-buy.yaml"));
    JsonNode problems =
        run(2, "rent-or-buy", write(text.replace(from, to.replace("\\n", "\n")))).get("problems");
    assertThat(problems.toString()).contains("\"" + id + "\"");
  }

  @Test
  void aTenantIsAskedAboutAndFlagged() throws IOException {
    JsonNode all = run(11, "tenant", EXAMPLES.resolve("tenant.yaml"));
    assertThat(all.get("action").asString()).isEqualTo("resolve-flags");
    assertThat(all.at("/chips/0/access").asString()).isEqualTo("no-licence-required");
    assertThat(all.at("/chips/0/delivery").asString()).isEqualTo("licence-required");
    String text = Files.readString(EXAMPLES.resolve("tenant.yaml"));
    JsonNode stop =
        run(10, "tenant", write(text.replace("weapons-training: no", "weapons-training: yes")));
    assertThat(stop.get("action").asString()).isEqualTo("licence-before-service");
    JsonNode open =
        run(11, "tenant", write(text.replace("large-training: yes", "large-training: no")));
    assertThat(open.get("action").asString()).isEqualTo("ask");
    JsonNode wrong = run(2, "tenant", write(text.replace("formed-since", "formed-sinc")));
    assertThat(wrong.toString()).contains("unknown-key").contains("formed-since");
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("asked.yaml"), text);
  }

  private static JsonNode run(int code, String command, Path file) {
    StringWriter out = new StringWriter();
    int exit =
        Main.run(
            LocalDate.parse("2026-11-24"),
            new PrintWriter(out, true),
            new PrintWriter(new StringWriter()),
            command,
            file.toString(),
            "--json");
    assertThat(exit).as(out.toString()).isEqualTo(code);
    return MAPPER.readTree(out.toString());
  }
}
