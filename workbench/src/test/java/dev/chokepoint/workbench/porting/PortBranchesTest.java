package dev.chokepoint.workbench.porting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.porting.Kernel;
import dev.chokepoint.porting.Target;
import dev.chokepoint.porting.Use;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a branch of the preprocessor means that code is done for a target, and when it does not. */
class PortBranchesTest {
  private static final Vocabulary VOCABULARY = new PortTables(null).vocabulary();

  private static CppScanner.Found scan(String text) {
    return CppScanner.scan(text.getBytes(StandardCharsets.UTF_8), VOCABULARY, true);
  }

  private static Use use(String text, String name) {
    List<Use> uses = scan(text).uses().stream().filter(use -> use.name().equals(name)).toList();
    assertThat(uses).as(text).hasSize(1);
    return uses.getFirst();
  }

  private static void isDone(String text, Target... targets) {
    Use use = use(text, "cudaFree");
    for (Target target : Target.values()) {
      boolean expected = Arrays.asList(targets).contains(target);
      assertThat(use.isDoneFor(target)).as(target + " in\n" + text).isEqualTo(expected);
    }
  }

  private static void isLeftOut(String text, Target target) {
    Use use = use(text, "cudaFree");
    assertThat(use.isDoneFor(target)).as(text).isFalse();
    assertThat(use.isLeftOutFor(target)).as(text).isTrue();
  }

  /** What a target's branch may hold without doing anything. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "// nothing yet",
        "/* it is\n not needed */",
        "#error \"HIP is not supported\"",
        "#warning HIP doesn't work",
        "#pragma message(\"no HIP\")",
        "#undef CUDA_OK",
        "#define CHECK(x)",
        "#define HAS_GRAPHS 0",
        "#define HAS_GRAPHS false",
        ";",
        "{ }",
        "return;",
        "return -1;",
        "return false;",
        "printf(\"no HIP\\n\");",
        "std::cerr << \"no HIP\" << std::endl;",
        "throw NotSupported(\"HIP\");",
        "static_assert(sizeof(T) == 0, \"no HIP\");",
        "TORCH_CHECK(false, \"no HIP\");",
        "std::abort();",
        "(void)x;",
        "LOG(FATAL) << \"no HIP\";",
        "CHECK(false) << \"no HIP\";",
        "PADDLE_THROW(platform::errors::Unimplemented(\"no HIP\"));",
        "NVTE_ERROR(\"no HIP\");",
        "return cudaErrorNotSupported;",
        "TORCH_CHECK_NOT_IMPLEMENTED(false, \"no HIP\");",
        "void f() { }",
        "int f(float *a, int n) { return 1; }",
        "#if 0\nhipFree(p);\n#endif",
        "#ifndef __HIP__\nother(p);\n#endif",
      })
  void aBranchThatDoesNothingIsNotDone(String own) {
    isLeftOut("#ifdef USE_HIP\n" + own + "\n#else\ncudaFree(p);\n#endif\n", Target.ROCM);
    isLeftOut("#ifndef USE_HIP\ncudaFree(p);\n#else\n" + own + "\n#endif\n", Target.ROCM);
    isLeftOut(
        "#if defined(USE_HIP)\n" + own + "\n#elif X\nx();\n#else\ncudaFree(p);\n#endif\n",
        Target.ROCM);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hipFree(p);",
        "#include <hip/hip_runtime.h>",
        "#define gpuFree hipFree",
        "#define LANES 64",
        "64",
        "\"hip\"",
        "return hipFree(p);",
        "HIP_ERROR(hipFree(p));",
        "CHECK(hipFree(p));",
        "void f(void);",
        "void f() { hipFree(p); }",
        "void f(hipStream_t s) {",
        "#if FAST\nfast();\n#endif",
        "typedef hipStream_t stream;",
        "for (int i = 0; i < n; i++) { go(i); }",
      })
  void aBranchWithCodeIsDone(String own) {
    isDone("#ifdef USE_HIP\n" + own + "\n#else\ncudaFree(p);\n#endif\n", Target.ROCM);
    isDone("#ifndef USE_HIP\ncudaFree(p);\n#else\n" + own + "\n#endif\n", Target.ROCM);
    isDone("#if X\nx();\n#elif USE_HIP\n" + own + "\n#else\ncudaFree(p);\n#endif\n", Target.ROCM);
  }

  @Test
  void codeThatATargetOnlyLeavesOutIsNotDone() {
    isLeftOut("#ifndef USE_ROCM\ncudaFree(p);\n#endif\n", Target.ROCM);
    isLeftOut("#if !defined(USE_ROCM) && CUDART_VERSION > 1\ncudaFree(p);\n#endif\n", Target.ROCM);
    isLeftOut(
        "#ifdef USE_MUSA\nmusaFree(p);\n#elifndef USE_ROCM\ncudaFree(p);\n#endif\n", Target.ROCM);
    isLeftOut("other();\n#ifndef USE_ROCM\ncudaFree(p);\n#endif\nother();\n", Target.ROCM);
  }

  @Test
  void theSameConditionTurnedRoundNextToItIsABranch() {
    String cuda = "#ifndef USE_ROCM\ncudaFree(p);\n#endif\n";
    String hip = "#ifdef USE_ROCM\nhipFree(p);\n#endif\n";
    isDone(hip + "\n// the other\n" + cuda, Target.ROCM);
    isDone(cuda + hip, Target.ROCM);
    isLeftOut(hip + "between();\n" + cuda, Target.ROCM);
    isLeftOut("#ifdef USE_ROCM\n#endif\n" + cuda, Target.ROCM);
    isLeftOut("#ifdef FAST\nfast();\n#else\nslow();\n#endif\n" + cuda, Target.ROCM);
    isLeftOut("#if 1\nfast();\n#endif\n" + cuda, Target.ROCM);
  }

  @Test
  void nestedBranchesAreReadFromOutsideIn() {
    isDone(
        """
        #ifdef USE_HIP
        hipFree(p);
        #else
        #ifdef USE_MUSA
        musaFree(p);
        #else
        cudaFree(p);
        #endif
        #endif
        """,
        Target.ROCM,
        Target.MUSA);
    isLeftOut(
        "#ifdef USE_HIP\n#if A\n#if B\n#error no\n#endif\n#endif\n#else\ncudaFree(p);\n#endif\n",
        Target.ROCM);
    // The branch that is switched off is nobody's code.
    isLeftOut("#if 0\n#else\n#ifndef USE_HIP\ncudaFree(p);\n#endif\n#endif\n", Target.ROCM);
  }

  @Test
  void aKernelThatIsLeftOutIsNotDone() {
    String kernel = "__global__ void k(float *a) { a[0] = 1; }\n";
    Kernel left = scan("#ifdef USE_HIP\n#else\n" + kernel + "#endif\n").kernels().getFirst();
    assertThat(left.branchedFor() & Target.ROCM.bit()).isZero();
    assertThat(left.leftOutFor() & Target.ROCM.bit()).isNotZero();
    Kernel done =
        scan("#ifdef USE_HIP\nhipK(a);\n#else\n" + kernel + "#endif\n").kernels().getFirst();
    assertThat(done.branchedFor()).isEqualTo(Target.ROCM.bit());
    assertThat(done.leftOutFor()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "USE_HIP, ROCM",
    "__HIPCC__, ROCM",
    "__HIP_PLATFORM_AMD__, ROCM",
    "USE_ROCM, ROCM",
    "ROCM_VERSION, ROCM",
    "GGML_USE_HIPBLAS, ROCM",
    "TORCH_HIP_VERSION, ROCM",
    "USE_ROCM6, ROCM",
    "__MUSACC__, MUSA",
    "GGML_USE_MUSA, MUSA",
    "USE_NPU, CANN",
    "ASCEND910B, CANN",
    "__CCE__, CANN",
    "USE_ASCENDC, CANN",
    "__SYCL_DEVICE_ONLY__, SYCL",
    "USE_XPU, SYCL",
    "__HIPSYCL__, SYCL",
    "SYCL_LANGUAGE_VERSION, SYCL"
  })
  void macrosOfATargetAreKnown(String macro, Target target) {
    isDone("#ifdef " + macro + "\ngo();\n#else\ncudaFree(p);\n#endif\n", target);
    isDone("#if !defined(" + macro + ") /* b */\ncudaFree(p);\n#else\ngo();\n#endif\n", target);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MY_CHIP_HIPSTER",
        "HIPPO",
        "SHIPPING",
        "CHIP",
        "INPUTS",
        "NPUTS",
        "MAX_NPUTS",
        "CCEPT",
        "ACCEPT",
        "SORT_ASCENDING",
        "CANNOT",
        "CANNON",
        "MUSAKA",
        "XPUT",
        "XPU_LOG",
        "PADDLE_WITH_XPU",
        "__xpu__",
        "HIP_DEBUG",
        "ROCM_TRACE",
        "NO_HIP",
        "DISABLE_ROCM",
        "WITHOUT_MUSA",
        "__HIP_PLATFORM_NVIDIA__",
        "__HIP_PLATFORM_NVCC__",
        "__HIP_NO_HALF_CONVERSIONS__",
        "SYCL_EXT_ONEAPI_BACKEND_CUDA"
      })
  void macrosThatOnlyLookLikeATargetSayNothing(String macro) {
    isDone("#ifndef " + macro + "\ncudaFree(p);\n#else\ngo();\n#endif\n");
    isDone("#ifdef " + macro + "\ngo();\n#else\ncudaFree(p);\n#endif\n");
    Use use = use("#ifndef " + macro + "\ncudaFree(p);\n#endif\n", "cudaFree");
    assertThat(use.leftOutFor()).isZero();
  }

  @Test
  void aConditionTooLongToReadIsNotKnown() {
    String condition = "!defined(USE_HIP)" + " && A".repeat(300);
    isDone("#if " + condition + "\ncudaFree(p);\n#else\ngo();\n#endif\n");
  }

  @Test
  void wordsOfAnErrorAreNoUse() {
    assertThat(scan("#error cudaMalloc is missing\n#warning use cudaFree\n").uses()).isEmpty();
  }
}
