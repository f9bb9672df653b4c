package dev.chokepoint.workbench;

import static dev.chokepoint.workbench.CommandLineTest.json;
import static dev.chokepoint.workbench.CommandLineTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Input that cannot be answered gives a problem that names value and limit, never a number. */
class PerformanceInputTest {
  private static final String H100 = "--chip nvidia-h100-sxm5 ";

  @TempDir Path folder = Path.of("");

  private static CommandLineTest.Run said(String words) {
    return run((words + " --json").split(" +", -1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "unknown-model | predict --chip H100 --model lama-3.1-70b --phase decode --batch 1 --input"
            + " 9",
        "unknown-chip | predict --chip H1000 --model qwen3-8b --phase decode --batch 1 --input 9",
        "layout-does-not-divide | predict --chip H100 --model qwen3-8b --phase decode --batch 1"
            + " --input 9 --tp 3",
        "layout-does-not-divide | predict --chip H100 --model qwen3-8b --phase decode --batch 1"
            + " --input 9 --tp 2 --count 3",
        "layout-does-not-divide | predict --chip A100 --model gpt-3-175b --phase train --tp 8 --dp"
            + " 2 --global-batch 3 --length 2048",
        "bad-number | predict --chip H100 --model qwen3-8b --phase decode --batch 0 --input 9",
        "bad-number | predict --chip H100 --model qwen3-8b --phase decode --batch 99999999999"
            + " --input 9",
        "bad-number | predict --chip H100 --model qwen3-8b --phase decode --batch 1 --input -4",
        "bad-number | predict --chip H100 --model qwen3-8b --phase decode --batch 1 --input nan",
        "bad-number | predict --chip H100 --model qwen3-8b --concurrency 4 --input 9 --output 9"
            + " --cached 1.5",
        "bad-number | predict --chip H100 --model qwen3-8b --concurrency 4 --input 9 --output 9"
            + " --max-tpot 0",
        "beyond-the-model | predict --chip H100 --model llama-2-7b --phase decode --batch 1 --input"
            + " 4097",
        "beyond-the-model | predict --chip H100 --model llama-2-7b --concurrency 4 --input 4000"
            + " --output 200",
        "missing | predict --chip H100 --model qwen3-8b --phase decode --batch 1",
        "missing | predict --chip H100 --model qwen3-8b --concurrency 4 --input 9 --output 9"
            + " --drafts 2",
        "not-used | predict --chip H100 --model qwen3-8b --phase decode --batch 1 --input 9"
            + " --cached 2",
        "not-used | predict --chip H100 --model qwen3-8b --phase decode --batch 1 --input 9"
            + " --global-batch 512",
        "not-used | predict --chip H100 --model qwen3-8b --phase decode --batch 1 --input 9"
            + " --max-ttft 1",
        "not-used | predict --chip H100 --model qwen3-8b --phase prefill --batch 1 --input 9"
            + " --max-tpot 1",
        "not-used | predict --chip H100 --model qwen3-8b --concurrency 4 --input 9 --output 9"
            + " --batch 3",
        "not-used | predict --chip H100 --model qwen3-8b --concurrency 4 --input 9 --output 9"
            + " --prefill-chips 2",
        "not-used | predict --chip H100 --model qwen3-8b --concurrency 4 --input 9 --output 9 --tp"
            + " 2 --max-chips 1",
        "bad-value | predict --chip H100 --model qwen3-8b --concurrency 4 --input 9 --output 1"
            + " --max-tpot 1",
        "layout-does-not-divide | predict --chip A100 --model gpt-3-175b --phase train --tp 8"
            + " --count 16 --global-batch 4 --length 2048",
        "not-used | compare --chips H100,H20 --model qwen3-8b --concurrency 4",
        "not-used | compare --chips H100,H20 --model qwen3-8b --drafts 2",
        "not-used | compare --chips H100,H20 --model qwen3-8b --rounds 2",
        "not-used | compare --chips H100,H20 --model qwen3-8b --cached 0.5",
        "not-used | compare --chips H100,H20 --model qwen3-8b --batch 2",
        "not-used | compare --chips H100,H20 --model qwen3-8b --phase train",
        "missing | predict --model qwen3-8b --phase decode --batch 1 --input 9",
        "bad-value | predict --chip H100 --model qwen3-8b --phase chat",
        "bad-value | compare --chips H100 --model qwen3-8b",
        "beyond-the-model | compare --chips H100,H20 --model llama-2-7b --input 4096 --output 4096",
        "bad-shape | op gemm --chip H100 --m 0 --n 1 --k 1",
        "unknown-kind | op gem --chip H100 --m 1 --n 1 --k 1",
        "missing | validate",
        "missing | calibrate",
        "no-such-folder | validate --measurements no-such-folder",
      })
  void aWrongRequestIsAProblem(String id, String words) {
    CommandLineTest.Run said = said(words);
    assertThat(said.code()).as(said.out() + said.err()).isEqualTo(2);
    assertThat(said.out()).doesNotContain("NaN").doesNotContain("Infinity");
    JsonNode first = json(said.out()).get("problems").get(0);
    assertThat(first.get("id").asString()).as(said.out()).isEqualTo(id);
    assertThat(first.get("limit").asString()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--concurrency 8 --input 4000 --output 200 --tp 4 --max-tpot 1 | between tokens",
        "--concurrency 8 --input 4000 --output 200 --tp 4 --max-ttft 1 | first token",
        "--phase decode --batch 8 --input 400 --tp 4 --max-tpot 1 | between tokens",
        "--phase prefill --batch 8 --input 400 --tp 4 --max-ttft 1 | first token",
      })
  void aLayoutThatBreaksALimitSaysSo(String words, String broken) {
    CommandLineTest.Run said =
        said("predict " + H100 + "--model llama-3.1-70b --precision fp8 " + words);
    assertThat(said.code()).as(said.out()).isEqualTo(2);
    assertThat(said.err()).contains(broken).contains("over 1");
    assertThat(json(said.out()).get("warnings").toString()).contains(broken);
    CommandLineTest.Run kept =
        said(
            "predict "
                + H100
                + "--model llama-3.1-70b --precision fp8 "
                + words.replaceAll("(--max-t...) 1$", "$1 60000"));
    assertThat(kept.code()).as(kept.out()).isZero();
  }

  @Test
  void aRangedRateIsNamedAndWidensTheInterval() {
    String chip =
        "op gemm --spec name=Z,memory=HBM3,fp32=30,cores=100,boost=1500,tdp=400,onchip=50,"
            + "memory-capacity=80,memory-bandwidth=2000,bf16=%s --m 4096 --n 4096 --k 4096";
    JsonNode ranged = json(said(chip.formatted("400..500")).out());
    JsonNode low = json(said(chip.formatted("400")).out());
    JsonNode high = json(said(chip.formatted("500")).out());
    assertThat(ranged.get("notes").toString()).contains("400 to 500");
    assertThat(ranged.get("seconds").get("high").asDouble())
        .isGreaterThan(low.get("seconds").get("mid").asDouble());
    assertThat(ranged.get("seconds").get("low").asDouble())
        .isLessThan(high.get("seconds").get("mid").asDouble())
        .isGreaterThanOrEqualTo(2.0 * 4096 * 4096 * 4096 / 500e12 * 0.99999);
  }

  @Test
  void operandsLargerThanTheMemoryAreNamed() {
    String notes =
        json(said("op gemm " + H100 + "--m 1000000 --n 1000000 --k 1000000").out())
            .get("notes")
            .toString();
    assertThat(notes).contains("does not fit").contains("80 GB");
  }

  /** An L40S holds no more than a few sequences of 100,000 tokens beside the weights. */
  @Test
  void aComparisonSaysHowFarItReaches() {
    CommandLineTest.Run said =
        said("compare --chips nvidia-l40s,nvidia-b200-sxm --model llama-3.1-8b --input 100000");
    JsonNode answer = json(said.out());
    int steps = answer.get("rows").get(0).get("decode").size();
    assertThat(steps).isBetween(1, 5);
    long most = answer.get("rows").get(0).get("decode").get(steps - 1).get("batchPerChip").asLong();
    assertThat(answer.get("warnings").toString())
        .contains("nvidia-l40s holds %d sequences a chip, not %d".formatted(most, 2 * most));
    String text =
        run("compare --chips nvidia-l40s,nvidia-b200-sxm --model llama-3.1-8b --input 100000"
                .split(" +", -1))
            .out();
    assertThat(text).doesNotContain("1 to 1024 a chip");
  }

  @Test
  void whatDoesNotFitHasNoTimesAndSaysWhatWould() {
    CommandLineTest.Run said =
        said("predict " + H100 + "--model llama-3.1-405b --phase decode --batch 1 --input 512");
    assertThat(said.code()).isEqualTo(2);
    JsonNode answer = json(said.out());
    assertThat(answer.get("fits").asBoolean()).isFalse();
    assertThat(answer.get("tpotMs").isNull()).isTrue();
    assertThat(answer.get("warnings").get(0).asString()).contains("--tp");
  }

  @Test
  void aPrecisionThatTheChipLacksIsNamed() {
    CommandLineTest.Run said =
        said(
            "predict --chip nvidia-a100-sxm4-80 --model qwen3-8b --phase decode --batch 4"
                + " --input 512 --precision fp8");
    assertThat(said.code()).isZero();
    assertThat(json(said.out()).get("warnings").toString()).contains("no fp8 multiplier");
  }

  @Test
  void withoutBandwidthNothingIsPredicted() {
    CommandLineTest.Run said =
        said(
            "op gemm --spec name=Z,memory=HBM3,fp16=100,bf16=100,cores=100,boost=1500,tdp=300,"
                + "onchip=40,memory-capacity=40 --m 8 --n 8 --k 8");
    assertThat(said.code()).isEqualTo(2);
    assertThat(said.out()).contains("memory-bw").doesNotContain("NaN");
  }

  @Test
  void aHugeBatchIsFiniteOrDoesNotFit() {
    for (String batch : new String[] {"1", "4096", "16777216"}) {
      CommandLineTest.Run said =
          said("predict " + H100 + "--model qwen3-8b --phase decode --input 1 --batch " + batch);
      assertThat(said.out()).doesNotContain("NaN").doesNotContain("Infinity");
      assertThat(said.code()).isIn(0, 2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{",
        "[]",
        "{\"hidden_size\": 0}",
        "{\"architectures\": [\"LlamaForCausalLM\"], \"hidden_size\": -4096}",
        "{\"hidden_size\": \"many\", \"num_hidden_layers\": 2}",
        "{\"hidden_size\": 1e400, \"num_hidden_layers\": 2, \"num_attention_heads\": 3}",
      })
  void aMalformedConfigIsAProblem(String text) throws IOException {
    JsonNode problems = json(configured(text).out()).get("problems");
    assertThat(problems.size()).isPositive();
    java.util.Set<String> once = new java.util.HashSet<>();
    problems.forEach(each -> assertThat(once.add(each.toString())).as(each.toString()).isTrue());
    assertThat(problems.toString()).doesNotContain("REDACTED");
  }

  private static final String LLAMA =
      """
      {"model_type": "llama", "hidden_size": 4096, "num_hidden_layers": 2,
       "num_attention_heads": 32, "num_key_value_heads": 8, "intermediate_size": 14336,
       "vocab_size": 32000, "max_position_embeddings": 8192, "head_dim": 128}
      """;

  /** Every key beyond its limit, at once and not after minutes. */
  @ParameterizedTest
  @CsvSource({
    "num_hidden_layers,50000000",
    "num_hidden_layers,2147483647",
    "num_hidden_layers,4294967296",
    "hidden_size,2147483648",
    "num_attention_heads,4294967296",
    "num_key_value_heads,0",
    "num_key_value_heads,3",
    "num_key_value_heads,4294967297",
    "head_dim,4294967296",
    "intermediate_size,4294967296",
    "vocab_size,4294967296",
    "max_position_embeddings,99999999999",
  })
  @org.junit.jupiter.api.Timeout(20)
  void aSizeBeyondItsLimitIsAProblemThatNamesTheKey(String key, String value) throws IOException {
    String text = LLAMA.replaceFirst("\"" + key + "\": [0-9]+", "\"" + key + "\": " + value);
    assertThat(text).isNotEqualTo(LLAMA);
    JsonNode problems = json(configured(text).out()).get("problems");
    assertThat(problems.toString()).contains(key).contains(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"model_type\": \"mamba\"",
        "\"model_type\": \"llama\", \"ssm_cfg\": {}",
        "\"model_type\": \"t5\", \"is_encoder_decoder\": true",
        "\"model_type\": \"llama\", \"is_encoder_decoder\": true",
        "\"model_type\": \"jamba\", \"mamba_d_state\": 16",
      })
  void whatIsNoStackOfAttentionIsRefused(String words) throws IOException {
    CommandLineTest.Run said = configured(LLAMA.replace("\"model_type\": \"llama\"", words));
    assertThat(said.code()).isEqualTo(2);
    assertThat(json(said.out()).get("problems").get(0).get("id").asString())
        .isEqualTo("not-modelled");
  }

  @Test
  void anUnknownArchitectureIsNeverPredictedInSilence() throws IOException {
    CommandLineTest.Run said = configured(LLAMA.replace("llama", "martian"));
    assertThat(json(said.out()).get("warnings").toString()).contains("martian is not known");
    assertThat(json(configured(LLAMA).out()).get("warnings").toString())
        .doesNotContain("not known");
  }

  private CommandLineTest.Run configured(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("config.json"), text);
    return said("predict " + H100 + "--phase decode --batch 1 --input 9 --model " + file);
  }

  @Test
  void anUnknownChipOfAFileIsReported() throws IOException {
    Files.writeString(
        folder.resolve("gemm_zed9000.csv"),
        "gemm_dtype,m,n,k,latency_ms\nbfloat16,128,4096,4096,0.02\n");
    CommandLineTest.Run said = said("validate --measurements " + folder);
    assertThat(said.code()).isEqualTo(11);
    assertThat(json(said.out()).get("unread").get(0).get("token").asString()).isEqualTo("zed9000");
    Path map =
        Files.writeString(
            folder.resolve("map.txt"), "token,item,stack\nzed9000,nvidia-h200-sxm,vllm\n");
    CommandLineTest.Run mapped = said("validate --measurements " + folder + " --chip-map " + map);
    assertThat(mapped.code()).as(mapped.err()).isZero();
    JsonNode line = json(mapped.out()).get("files").get(0);
    assertThat(line.get("item").asString()).isEqualTo("nvidia-h200-sxm");
    assertThat(line.get("stack").asString()).isEqualTo("vllm");
  }

  @Test
  void manySkippedRowsFail() throws IOException {
    Files.writeString(
        folder.resolve("gemm_h100sxm.csv"),
        """
        gemm_dtype,m,n,k,latency_ms
        bfloat16,128,4096,4096,0.02
        bfloat16,0,1,1,0.02
        bfloat16,1,1,1,-3
        """);
    CommandLineTest.Run said = said("validate --measurements " + folder);
    assertThat(said.code()).isEqualTo(2);
    assertThat(json(said.out()).get("files").get(0).get("skipped").size()).isPositive();
  }

  /** Measurements that are all 1.2 times the prediction leave no doubt about their spread. */
  @Test
  void someonesOwnMeasurementsNarrowTheIntervalOfTheirRun() throws IOException {
    String gemm = "op gemm " + H100 + "--n 4096 --k 4096 --precision bf16 --m ";
    StringBuilder rows = new StringBuilder("gemm_dtype,m,n,k,latency_ms\n");
    for (int m = 64; m < 64 + 40; m++) {
      double mid = json(said(gemm + m).out()).get("seconds").get("mid").asDouble();
      rows.append("bfloat16,%d,4096,4096,%s%n".formatted(m, 1.2e3 * mid));
    }
    Path file = Files.writeString(folder.resolve("gemm_h100sxm.csv"), rows.toString());
    JsonNode before = json(said(gemm + 80).out()).get("seconds");
    JsonNode after = json(said(gemm + 80 + " --mine " + file).out()).get("seconds");
    assertThat(after.get("mid")).isEqualTo(before.get("mid"));
    assertThat(after.get("high").asDouble() / after.get("mid").asDouble())
        .isCloseTo(1.2, org.assertj.core.data.Offset.offset(0.001));
    assertThat(after.get("low")).isEqualTo(after.get("mid"));
    JsonNode line = json(said("calibrate --mine " + file).out()).get("mine").get(0);
    assertThat(line.get("enough").asBoolean()).isTrue();
    assertThat(line.get("bias").asDouble())
        .isCloseTo(-16.7, org.assertj.core.data.Offset.offset(0.1));
  }
}
