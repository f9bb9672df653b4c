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
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What `port` says of the sample program, whose uses were counted by hand. */
class PortCommandTest {
  private static final Path ROOT = Path.of(System.getProperty("chokepoint.root", ".."));
  private static final Path SAMPLE = ROOT.resolve("examples/cuda-sample");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @TempDir Path folder;

  private record Run(int code, String out, String err) {
    JsonNode json() {
      return MAPPER.readTree(out);
    }
  }

  private static Run run(Path where, String... options) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> words = new ArrayList<>(List.of("port", where.toString()));
    words.addAll(List.of(options));
    int code =
        Main.run(
            LocalDate.parse("2026-11-24"),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            words.toArray(new String[0]));
    return new Run(code, out.toString(), err.toString());
  }

  private static JsonNode sample(String... options) {
    List<String> words = new ArrayList<>(List.of(options));
    words.add("--json");
    Run run = run(SAMPLE, words.toArray(new String[0]));
    assertThat(run.code()).as(run.err()).isZero();
    return run.json();
  }

  @Test
  void theInventoryOfTheSampleIsWhatAPersonCounts() {
    JsonNode json = sample("--to", "rocm");
    assertThat(json.get("kernels").asInt()).isEqualTo(2);
    assertThat(json.get("launches").asInt()).isEqualTo(1);
    assertThat(json.at("/features/wmma").asInt()).isEqualTo(14);
    assertThat(json.at("/features/inline-ptx").asInt()).isEqualTo(1);
    // Two in the kernel file, one in the library that it carries.
    assertThat(json.at("/features/warp-shuffle").asInt()).isEqualTo(3);
    assertThat(json.at("/referencesElsewhere/disabled").asInt()).isEqualTo(2);
    assertThat(json.at("/vendored/files").asInt()).isEqualTo(1);
    assertThat(json.get("minimumCuda").asString()).isEqualTo("11.0");
    // cudaMemcpy twice with its two directions, cudaMalloc twice and so on, by hand: 15 and the
    // three of device.cuh, less those of the branch that is switched off.
    assertThat(json.at("/referencesByLibrary/runtime").asInt()).isEqualTo(18);
    assertThat(json.at("/referencesByLibrary/blas").asInt()).isEqualTo(8);
  }

  @Test
  void theBranchForHipIsDoneForRocmAndForNobodyElse() {
    assertThat(sample("--to", "rocm").get("alreadyPorted").toString())
        .isEqualTo("[\"src/device.cuh\"]");
    for (String target : List.of("cann", "musa", "sycl")) {
      assertThat(sample("--to", target).get("alreadyPorted").isEmpty()).as(target).isTrue();
    }
  }

  @Test
  void kernelsAreWrittenAnewForCann() {
    JsonNode json = sample("--to", "cann");
    assertThat(json.at("/scores/kernels").asDouble()).isZero();
    assertThat(json.get("changedLines").isNull()).isTrue();
    assertThat(json.get("topCosts").get(0).get("cause").asString())
        .isEqualTo("kernel softmax_kernel");
    JsonNode malloc = use(json, "cudaMalloc");
    assertThat(malloc.get("becomes").asString()).isEqualTo("aclrtMalloc");
    assertThat(use(json, "__shfl_xor_sync").get("verdict").asString()).isEqualTo("rewrite");
  }

  @Test
  void whatIsUnknownIsCountedAsWork() throws IOException {
    Path file = Files.writeString(folder.resolve("a.cu"), "void f() { cudaBrandNewCall(1); }\n");
    for (String target : List.of("rocm", "cann", "musa", "sycl")) {
      JsonNode json = run(file, "--to", target, "--json").json();
      assertThat(use(json, "cudaBrandNewCall").get("verdict").asString()).isEqualTo("unknown");
      JsonNode cost = json.get("byCause").get(0);
      assertThat(json.get("byFile").get(0).at("/effortDays/mid").asDouble()).isPositive();
      assertThat(cost.get("cause").isNull()).isFalse();
    }
  }

  @Test
  void masksOfShufflesCameWithHip62() {
    JsonNode before = sample("--to", "rocm", "--as-of", "2024-07-01");
    assertThat(use(before, "__shfl_xor_sync").get("verdict").asString()).isEqualTo("none");
    JsonNode now = sample("--to", "rocm", "--as-of", "2024-09-01");
    assertThat(use(now, "__shfl_xor_sync").get("verdict").asString()).isEqualTo("supported");
    assertThat(use(now, "__shfl_xor_sync").get("since").asString()).isEqualTo("6.2.0");
    assertThat(
            use(sample("--to", "rocm", "--target-version", "6.1.2"), "__shfl_xor_sync")
                .get("verdict")
                .asString())
        .isEqualTo("none");
  }

  /**
   * The counts by name that HIPIFY's manual prints for the sample of its own tests, in other code:
   * 40 converted, none left. Mathematics of the host and vector types are in the code and not in
   * the counts.
   */
  @Test
  void countsAreThoseOfHipify() throws IOException {
    var published =
        java.util.Map.ofEntries(
            java.util.Map.entry("cudaDeviceReset", 1),
            java.util.Map.entry("cudaError_t", 1),
            java.util.Map.entry("cudaEventCreate", 2),
            java.util.Map.entry("cudaEventElapsedTime", 1),
            java.util.Map.entry("cudaEventRecord", 3),
            java.util.Map.entry("cudaEventSynchronize", 3),
            java.util.Map.entry("cudaEvent_t", 1),
            java.util.Map.entry("cudaFree", 4),
            java.util.Map.entry("cudaFreeHost", 3),
            java.util.Map.entry("cudaGetDeviceCount", 1),
            java.util.Map.entry("cudaGetErrorString", 1),
            java.util.Map.entry("cudaGetLastError", 1),
            java.util.Map.entry("cudaMalloc", 3),
            java.util.Map.entry("cudaMemcpy", 6),
            java.util.Map.entry("cudaMemcpyDeviceToHost", 3),
            java.util.Map.entry("cudaMemcpyHostToDevice", 3),
            java.util.Map.entry("cudaSuccess", 1),
            java.util.Map.entry("cudaThreadSynchronize", 1));
    StringBuilder code = new StringBuilder("#include <cuda.h>\n");
    code.append("dim3 grid(int n) { return dim3((int)ceilf(sqrtf(n))); }\nfloat4 *r;\n");
    code.append("__global__ void k(int *a) { a[threadIdx.x] = 1; }\n// cudaFree(0);\nvoid f() {\n");
    published.forEach((name, count) -> code.append(("  use(" + name + ");\n").repeat(count)));
    code.append("  r[0] = make_float4(0, 0, 0, 0);\n  k<<<grid(1), 64>>>(0);\n}\n");
    Files.writeString(folder.resolve("a.cu"), code);
    JsonNode json = run(folder, "--to", "rocm", "--json").json();
    assertThat(json.at("/hipify/references").asInt()).isEqualTo(40);
    assertThat(json.at("/hipify/unconverted").asInt()).isZero();
  }

  /** HIPIFY's tables leave this name, and a working port has something for it: both are told. */
  @Test
  void unsupportedFollowsTheTablesWhateverAPortDoes() throws IOException {
    Files.writeString(
        folder.resolve("a.cu"), "int f() { return CUBLAS_GEMM_DEFAULT_TENSOR_OP; }\n");
    JsonNode json = run(folder, "--to", "rocm", "--json").json();
    assertThat(json.at("/unsupported/references").asInt()).isEqualTo(1);
    assertThat(json.at("/hipify/unconverted").asInt()).isEqualTo(1);
    assertThat(use(json, "CUBLAS_GEMM_DEFAULT_TENSOR_OP").get("verdict").asString())
        .isEqualTo("partial");
  }

  private static JsonNode use(JsonNode json, String name) {
    for (JsonNode use : json.get("uses")) {
      if (use.get("name").asString().equals(name)) {
        return use;
      }
    }
    throw new AssertionError("no use of " + name);
  }

  @Test
  void effortIsAnIntervalAndItsFilesSumUp() {
    for (String target : List.of("rocm", "cann", "musa", "sycl")) {
      JsonNode json = sample("--to", target);
      double low = json.at("/effortDays/low").asDouble();
      double mid = json.at("/effortDays/mid").asDouble();
      double high = json.at("/effortDays/high").asDouble();
      assertThat(low).isPositive().isLessThan(mid);
      assertThat(mid).isLessThan(high);
      double causes = 0;
      for (JsonNode cost : json.get("byCause")) {
        causes += cost.at("/effortDays/mid").asDouble();
      }
      assertThat(causes).isCloseTo(mid, within(0.02));
      double stages = 0;
      for (JsonNode stage : json.get("orderOfWork")) {
        stages += stage.at("/effortDays/mid").asDouble();
      }
      assertThat(stages).isCloseTo(mid, within(0.02));
    }
  }

  @Test
  void everyVerdictNamesATableThatIsListed() {
    for (String target : List.of("rocm", "cann", "musa", "sycl")) {
      JsonNode json = sample("--to", target);
      Set<String> listed = new TreeSet<>();
      json.get("tables").forEach(table -> listed.add(table.get("id").asString()));
      for (JsonNode use : json.get("uses")) {
        String table = use.get("table").asString();
        boolean unknown = use.get("verdict").asString().equals("unknown");
        assertThat(unknown || listed.contains(table)).as(use.toString()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rewrite>0", "unknown>0", "effort>0.1", "references > 10"})
  void aConditionThatHoldsFailsTheBuild(String condition) {
    assertThat(run(SAMPLE, "--to", "rocm", "--fail-on", condition).code()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rewrite>100", "effort>10000"})
  void aConditionThatDoesNotHoldPasses(String condition) {
    assertThat(run(SAMPLE, "--to", "rocm", "--fail-on", condition).code()).isZero();
  }

  @Test
  void badRequestsAreRefusedWithTheirValueAndLimit() {
    assertThat(run(SAMPLE, "--to", "rocm", "--fail-on", "speed>1").code()).isEqualTo(2);
    assertThat(run(SAMPLE, "--to", "opencl").err()).contains("opencl").contains("rocm, cann");
    assertThat(run(SAMPLE).code()).isEqualTo(2);
    assertThat(run(folder.resolve("none"), "--to", "cann").code()).isEqualTo(2);
    assertThat(run(SAMPLE, "--to", "rocm", "--as-of", "2019-01-01").code()).isEqualTo(2);
    assertThat(run(SAMPLE, "--to", "rocm", "--as-of", "soon").code()).isEqualTo(2);
    assertThat(run(SAMPLE, "--to", "rocm", "--baseline", SAMPLE.resolve("compare.py").toString()))
        .extracting(Run::code)
        .isEqualTo(2);
  }

  @Test
  void aProgramWithoutCudaIsToldSo() throws IOException {
    Files.writeString(folder.resolve("a.cpp"), "#include <cmath>\nint main() { return 0; }\n");
    Run run = run(folder, "--to", "cann", "--fail-on", "rewrite>0");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("No use of CUDA").contains("nothing to port");
    JsonNode json = run(folder, "--to", "cann", "--json").json();
    assertThat(json.get("isCuda").asBoolean()).isFalse();
    assertThat(json.at("/effortDays/high").asDouble()).isZero();
  }

  @Test
  void nothingOfTheProgramIsRun() throws IOException {
    Path mark = folder.resolve("mark");
    Path script =
        Files.writeString(folder.resolve("setup.py"), "open('" + mark + "', 'w'); import torch\n");
    Files.writeString(folder.resolve("Makefile"), "$(shell touch " + mark + ")\nall:\n\tnvcc\n");
    Files.writeString(folder.resolve("conftest.sh"), "touch " + mark + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    assertThat(run(folder, "--to", "cann").code()).isZero();
    assertThat(mark).doesNotExist();
  }

  @Test
  void aBaselineShowsWhatChanged() throws IOException {
    Path source = folder.resolve("program");
    Files.createDirectory(source);
    Files.writeString(source.resolve("a.cu"), "void f() { cudaFree(0); }\n");
    Path old = folder.resolve("old.json");
    Files.writeString(old, run(source, "--to", "rocm", "--json").out());
    Files.writeString(source.resolve("a.cu"), "void f() { cudaFree(0); cudaMalloc(0, 0); }\n");
    JsonNode since =
        run(source, "--to", "rocm", "--json", "--baseline", old.toString()).json().get("since");
    assertThat(since.get("references").asInt()).isEqualTo(1);
    assertThat(since.at("/verdicts/renamed").asInt()).isEqualTo(1);
    assertThat(run(source, "--to", "rocm", "--baseline", old.toString()).out())
        .contains("references 1");
    assertThat(run(source, "--to", "cann", "--baseline", old.toString()).code()).isEqualTo(2);
  }

  @Test
  void csvIsOneLineAUseAndSafeInASpreadsheet() throws IOException {
    Path file = Files.writeString(folder.resolve("=1+1.cu"), "void f() { cudaFree(0); }\n");
    Run run = run(folder, "--to", "rocm", "--csv");
    assertThat(run.out().lines().count()).isEqualTo(2);
    assertThat(run.out().lines().skip(1).findFirst().orElseThrow()).doesNotStartWith("=");
    assertThat(file).exists();
  }

  @Test
  void thePageEscapesNamesAndNeedsNothingFromElsewhere() throws IOException {
    Files.writeString(folder.resolve("<b>x.cu"), "void f() { cudaFree(0); }\n");
    String page = run(folder, "--to", "rocm", "--html").out();
    assertThat(page).contains("&lt;b&gt;x.cu").doesNotContain("<b>x.cu");
    assertThat(page).doesNotContain("<script").doesNotContain("http:").doesNotContain("https:");
    String sample = run(SAMPLE, "--to", "cann", "--html").out();
    assertThat(sample).contains("kernel softmax_kernel").contains("aclrtMalloc");
  }

  @Test
  void allTargetsStandBesideOneAnother() {
    Run run = run(SAMPLE, "--compare");
    assertThat(run.out()).contains("ROCm").contains("CANN").contains("MUSA").contains("SYCL");
    assertThat(run(SAMPLE, "--compare", "--json").json().get("targets").size()).isEqualTo(4);
  }

  /** No target's tables can speak of more names of a library than there are. */
  @Test
  void coverageCountsNamesByLibraryAndTarget() {
    StringWriter out = new StringWriter();
    int code =
        Main.run(
            LocalDate.parse("2026-11-24"),
            new PrintWriter(out, true),
            new PrintWriter(new StringWriter(), true),
            "coverage",
            "--porting",
            "--csv");
    assertThat(code).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines.getFirst()).isEqualTo("library,names,rocm,cann,musa,sycl");
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",", -1);
      for (int target = 2; target < cells.length; target++) {
        assertThat(Integer.parseInt(cells[target])).isBetween(0, Integer.parseInt(cells[1]));
      }
    }
  }

  @Test
  void theSameAnswerTwice() {
    assertThat(run(SAMPLE, "--to", "cann", "--json"))
        .isEqualTo(run(SAMPLE, "--to", "cann", "--json"));
  }
}
