package dev.chokepoint.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What `port` refuses, warns of, and does not call done. */
class PortRequestTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @TempDir Path root;
  private Path folder = Path.of("");

  private record Run(int code, String out, String err) {
    JsonNode json() {
      return MAPPER.readTree(out);
    }
  }

  private Run run(String options) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> words = new ArrayList<>(List.of("port", folder.toString()));
    words.addAll(List.of(options.split(" ")));
    int code =
        Main.run(
            LocalDate.parse("2026-11-24"),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            words.toArray(new String[0]));
    return new Run(code, out.toString(), err.toString());
  }

  private static String inOneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(root.resolve("program"));
  }

  @Test
  void aTargetBesideAllTargetsIsRefused() throws IOException {
    write("a.cu", "cudaFree(p);\n");
    assertThat(run("--compare --to rocm").code()).isEqualTo(2);
    assertThat(run("--compare").out()).startsWith("program, as of 2026-11-24;");
  }

  @Test
  void aFolderWithoutAFileThatIsReadIsNotCalledClean() throws IOException {
    assertThat(inOneLine(run("--to rocm").out()))
        .contains("No file was found that is read")
        .doesNotContain("nothing to port");
  }

  @Test
  void onlyToolsThatReadWhatIsThereAreNamed() throws IOException {
    write("a.cu", "cudaFree(p);\n");
    assertThat(run("--to cann").out()).doesNotContain("transfer_to_npu");
    assertThat(run("--to rocm").out()).contains("hipify-clang").doesNotContain("hipify_torch");
    write("a.py", "import torch\ntorch.cuda.synchronize()\n");
    assertThat(run("--to cann").out()).contains("transfer_to_npu");
    assertThat(run("--to rocm").out()).contains("hipify_torch");
  }

  /** HIPIFY's table of CUDA 12.8 and HIP 7.0 exchanges E4M3 for an encoding with another bias. */
  @Test
  void aNumberOfAnotherEncodingIsNoPlainRenaming() throws IOException {
    write("a.cu", "#include <cuda_runtime.h>\n__nv_fp8_e4m3 x;\n");
    JsonNode json = run("--to rocm --json").json();
    assertThat(json.at("/uses/1/verdict").asString()).isEqualTo("partial");
    assertThat(json.at("/uses/1/becomes").asString()).isEqualTo("__hip_fp8_e4m3_fnuz");
    assertThat(json.at("/scores/numerics").asDouble()).isEqualTo(50);
  }

  @Test
  void aProgramInHipIsNotFreeOnOtherTargets() throws IOException {
    write(
        "a.hip", "#include <hip/hip_runtime.h>\n__global__ void k() {}\nint f() { hipFree(0); }\n");
    for (String target : new String[] {"musa", "cann", "sycl"}) {
      assertThat(run("--to " + target + " --json").json().at("/verdicts/unknown").asInt())
          .as(target)
          .isEqualTo(1);
      assertThat(inOneLine(run("--to " + target).out())).contains("HIP's own calls");
    }
    assertThat(run("--to rocm --json").json().at("/verdicts/unknown").asInt()).isZero();
    write(
        "a.hip",
        """
        #ifdef USE_ROCM
        #include <hip/hip_runtime.h>
        #else
        #include <cuda_runtime.h>
        #endif
        """);
    assertThat(inOneLine(run("--to musa").out())).doesNotContain("HIP's own calls");
  }

  @Test
  void aHeaderThatNoListHasIsUnknownForEveryTarget() throws IOException {
    write("a.cpp", "#include <NvInfer.h>\n");
    for (String target : new String[] {"rocm", "musa", "cann", "sycl"}) {
      JsonNode json = run("--to " + target + " --json").json();
      assertThat(json.at("/uses/0/verdict").asString()).as(target).isEqualTo("unknown");
      assertThat(json.get("isCuda").asBoolean()).isTrue();
    }
  }

  @Test
  void aListThatExchangesPrefixesIsNoProof() throws IOException {
    write("a.cu", "#include <cuda_runtime.h>\nint f() { cudaFree(0); }\n");
    assertThat(inOneLine(run("--to musa").out())).contains("was not read anywhere");
    assertThat(inOneLine(run("--to rocm").out())).doesNotContain("was not read anywhere");
  }

  @Test
  void anEmptyBranchAnErrorAndCodeLeftOutAreNotDone() throws IOException {
    write(
        "mac.cu",
        """
        #ifdef USE_HIP
        // nothing
        #else
        __global__ void k1(float*a){ asm volatile("mma.sync.aligned" ::); }
        #endif
        #ifndef USE_ROCM
        cudaGraphLaunch(0,0);
        #endif
        #ifdef __HIPCC__
        #error "HIP is not supported"
        #else
        cudaStreamCreate(0);
        #endif
        """);
    JsonNode json = run("--to rocm --json").json();
    assertThat(json.at("/verdicts/rewrite").asInt()).isEqualTo(1);
    assertThat(json.at("/verdicts/unknown").asInt()).isEqualTo(3);
    assertThat(json.at("/scores/kernels").asDouble()).isZero();
    assertThat(json.at("/referencesElsewhere/done").asInt()).isZero();
    assertThat(json.at("/referencesElsewhere/leftOut").asInt()).isEqualTo(4);
    assertThat(json.get("alreadyPorted").isEmpty()).isTrue();
    assertThat(run("--to rocm --fail-on rewrite>0").code()).isEqualTo(3);
    assertThat(run("--to rocm").out()).contains("left out, not done");
  }

  @Test
  void sourceThatWasNotReadIsNeverNothingToPort() throws IOException {
    Files.write(folder.resolve("x.cu"), new byte[] {1, 0, 2});
    JsonNode json = run("--to rocm --json").json();
    assertThat(json.get("isCuda").asBoolean()).isTrue();
    assertThat(json.at("/verdicts/unknown").asInt()).isEqualTo(1);
    assertThat(json.at("/scanned/unread").asInt()).isEqualTo(1);
    assertThat(json.at("/scanned/files").asInt()).isZero();
    assertThat(json.get("changedLines").isNull()).isTrue();
    assertThat(json.get("handWorkLikelihood").isNull()).isTrue();
    // The file 30 minutes and the first run 60, of 390 a day.
    assertThat(json.at("/effortDays/mid").asDouble()).isEqualTo(0.231);
    assertThat(run("--to rocm --fail-on unknown>0").code()).isEqualTo(3);
    assertThat(run("--to rocm").out()).doesNotContain("nothing to port").contains("not read");
  }

  @Test
  void anUnreadFileWithoutCudaInItsNameMayBeNothing() throws IOException {
    Files.write(folder.resolve("y.py"), new byte[] {1, 0, 2});
    write("a.cpp", "int main() { return 0; }\n");
    Run run = run("--to cann");
    assertThat(run.code()).isZero();
    assertThat(inOneLine(run.out()))
        .doesNotContain("There is nothing to port")
        .contains("1 file read")
        .contains("could not be read")
        .contains("unknown whether");
    JsonNode json = run("--to cann --json").json();
    assertThat(json.get("isCuda").asBoolean()).isFalse();
    assertThat(json.at("/effortDays/mid").asDouble()).isEqualTo(0.077);
    assertThat(run("--to cann --fail-on unknown>0").code()).isEqualTo(3);
  }

  @Test
  void sizesOfCppAreNotGivenForPython() throws IOException {
    write("a.py", "import torch\ntorch.backends.cuda.matmul.allow_tf32 = True\n");
    JsonNode json = run("--to rocm --json").json();
    assertThat(json.get("changedLines").isNull()).isTrue();
    assertThat(json.get("handWorkLikelihood").isNull()).isTrue();
    assertThat(json.at("/scores/numerics").isNumber()).isTrue();
    assertThat(run("--to rocm").out()).contains("in C++").doesNotContain("likelihood");
    write("a.cu", "void f() { cudaFree(0); }\n");
    assertThat(run("--to rocm --json").json().get("changedLines").isNumber()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "rocm, banana",
    "rocm, 99.0",
    "rocm, 6..1",
    "rocm, -6",
    "cann, 8.0",
    "musa, 4.0",
    "sycl, 2020"
  })
  void versionsOfWhichNothingIsKnownAreRefused(String target, String version) throws IOException {
    write("a.cu", "void f() { cudaFree(0); }\n");
    Run run = run("--to " + target + " --target-version=" + version);
    assertThat(run.code()).as(run.out()).isEqualTo(2);
    assertThat(run.err()).contains(version);
    assertThat(run.out()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--to cann --as-of 1999-07-01",
        "--to musa --as-of 1999-07-01",
        "--to sycl --as-of 1999-07-01",
        "--to rocm --as-of 1999-07-01",
        "--to rocm --as-of 1999-07-01 --target-version 6.1.0",
        "--to rocm --as-of 2024-01-01 --target-version 7.0.1",
        "--compare --as-of 1999-07-01",
        "--compare --target-version 6.1.0",
        "--compare --csv",
        "--compare --html",
        "--to rocm --html --json",
        "--to rocm --csv --json",
        "--to rocm --html --csv"
      })
  void requestsThatCannotBeAnsweredAreRefused(String options) throws IOException {
    write("a.cu", "void f() { cudaFree(0); }\n");
    Run run = run(options);
    assertThat(run.code()).as(run.out()).isEqualTo(2);
    assertThat(run.out()).doesNotContain("cudaFree").doesNotContain("effort");
  }

  @Test
  void aDayLongAfterTheNewestSourceIsTold() throws IOException {
    write("a.cu", "void f() { cudaFree(0); }\n");
    for (String target : List.of("rocm", "cann", "musa", "sycl")) {
      Run run = run("--to " + target + " --as-of 2035-07-01");
      assertThat(run.code()).isZero();
      assertThat(inOneLine(run.out())).contains("up to 2035-07-01 is not known");
      String now = run("--to " + target).out();
      assertThat(now).doesNotContain("is not known.");
    }
    assertThat(
            run("--to rocm --as-of 2035-07-01 --json").json().get("assumptions").get(0).asString())
        .contains("newest source");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--json", "--csv", "--html"})
  void aBaselineIsReadBeforeAnythingIsPrinted(String form) throws IOException {
    write("a.cu", "void f() { cudaFree(0); }\n");
    Path old = root.resolve("old.json");
    Files.writeString(old, "{\"verdicts\": {}, \"target\": \"rocm\"}", StandardCharsets.UTF_8);
    for (String file : List.of(root.resolve("none.json").toString(), old.toString())) {
      Run run = run(("--to rocm --baseline " + file + " " + form).strip());
      assertThat(run.code()).as(form).isEqualTo(2);
      assertThat(run.out()).doesNotContain("cudaFree").doesNotContain("effort");
      assertThat(run.err() + run.out()).contains("--baseline");
    }
    assertThat(run("--compare --baseline " + old).code()).isEqualTo(2);
  }
}
