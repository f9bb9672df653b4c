package dev.chokepoint.workbench.porting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.chokepoint.porting.Inventory;
import dev.chokepoint.porting.ScannedFile;
import dev.chokepoint.porting.Target;
import dev.chokepoint.porting.Use;
import dev.chokepoint.porting.Use.Place;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found in source text, and that no input stops the scan. */
class PortScanTest {
  private static final Vocabulary VOCABULARY = new PortTables(null).vocabulary();

  @TempDir Path folder;

  private Path write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Inventory scan() {
    return PortScan.scan(folder, VOCABULARY);
  }

  private List<Use> uses(String path, String text) throws IOException {
    write(path, text);
    return scan().files().stream().flatMap(f -> f.uses().stream()).toList();
  }

  private static List<String> in(List<Use> uses, Place place) {
    return uses.stream().filter(u -> u.place() == place).map(Use::name).toList();
  }

  private static List<String> constructs(List<Use> uses) {
    return uses.stream().map(Use::construct).filter(c -> !c.isEmpty()).distinct().toList();
  }

  @Test
  void aKernelInAStringOfPythonIsOne() throws IOException {
    List<Use> uses =
        uses(
            "a.py",
            """
            import torch
            from torch.utils.cpp_extension import load_inline
            source = \"\"\"
            // cudaFree in a comment
            __global__ void twice(float *a) { a[0] = 2 * __ldg(a); }
            \"\"\"
            module = load_inline("twice", cpp_sources="", cuda_sources=source)
            half = torch.zeros(4, dtype=torch.float8_e4m3fn)
            """);
    assertThat(constructs(uses)).containsExactly("kernel", "read-only-load", "python-fp8");
    assertThat(in(uses, Place.COMMENT)).containsExactly("cudaFree");
    assertThat(in(uses, Place.CODE)).contains("torch.utils.cpp_extension.load_inline");
    ScannedFile file = scan().files().getFirst();
    assertThat(file.kernels()).hasSize(1);
    assertThat(file.kernels().getFirst().line()).isEqualTo(5);
    assertThat(uses)
        .filteredOn(use -> use.name().equals("__ldg"))
        .first()
        .matches(u -> u.line() == 5);
  }

  @Test
  void headersOfNvidiaThatNoListHasAreFoundAndOthersAreNot() throws IOException {
    List<Use> uses =
        uses(
            "a.cpp",
            """
            #include <thrust/sort.h>
            #include <cutlass/gemm/device/gemm.h>
            #include <cuda/std/atomic>
            #include <cuda_fp8.h>
            #include <NvInfer.h>
            #include "cuda/kernels.h"
            #include "cuda_helper.h"
            #include <vector>
            auto *builder = nvinfer1::createInferBuilder(logger);
            """);
    assertThat(in(uses, Place.CODE))
        .containsExactly(
            "thrust/sort.h",
            "cutlass/gemm/device/gemm.h",
            "cuda/std/atomic",
            "cuda_fp8.h",
            "NvInfer.h",
            "nvinfer1::createInferBuilder");
    assertThat(constructs(uses)).containsExactly("thrust", "cutlass", "tensorrt");
  }

  @Test
  void commentsStringsAndDisabledCodeAreToldFromCode() throws IOException {
    List<Use> uses =
        uses(
            "a.cu",
            """
            // cudaFree in a comment
            /* cudaMemset
               cudaMemcpy */
            const char *text = "cudaGetLastError \\" cudaFree";
            #if 0
            void dead() { cudaMalloc(0, 0); }
            #else
            void live() { cudaDeviceReset(); }
            #endif
            const char *raw = R"x(cudaStreamCreate ")" cudaEventCreate)x";
            char quote = '"'; int after = cudaGetDeviceCount(0);
            """);
    assertThat(in(uses, Place.COMMENT)).containsExactly("cudaFree", "cudaMemset", "cudaMemcpy");
    assertThat(in(uses, Place.STRING))
        .containsExactly("cudaGetLastError", "cudaFree", "cudaStreamCreate", "cudaEventCreate");
    assertThat(in(uses, Place.DISABLED)).containsExactly("cudaMalloc");
    assertThat(in(uses, Place.CODE)).containsExactly("cudaDeviceReset", "cudaGetDeviceCount");
    assertThat(uses.getLast().line()).isEqualTo(11);
  }

  @Test
  void aBranchForATargetIsDoneForThatTargetAlone() throws IOException {
    List<Use> uses =
        uses(
            "a.cu",
            """
            #if defined(USE_ROCM)
            hipFree(p);
            #elif defined(GGML_USE_MUSA)
            musaFree(p);
            #else
            cudaFree(p);
            #endif
            #ifndef __HIP_PLATFORM_AMD__
            cudaMalloc(&p, 1);
            #endif
            #ifdef SHIPPING
            cudaMemset(p, 0, 1);
            #endif
            """);
    Use free = uses.stream().filter(u -> u.name().equals("cudaFree")).findFirst().orElseThrow();
    assertThat(free.isDoneFor(Target.ROCM)).isTrue();
    assertThat(free.isDoneFor(Target.MUSA)).isTrue();
    assertThat(free.isDoneFor(Target.CANN)).isFalse();
    assertThat(free.isDoneFor(Target.SYCL)).isFalse();
    Use malloc = uses.stream().filter(u -> u.name().equals("cudaMalloc")).findFirst().orElseThrow();
    // It is left out and nothing stands in its place.
    assertThat(malloc.isDoneFor(Target.ROCM)).isFalse();
    assertThat(malloc.isLeftOutFor(Target.ROCM)).isTrue();
    assertThat(malloc.isLeftOutFor(Target.MUSA)).isFalse();
    Use memset = uses.stream().filter(u -> u.name().equals("cudaMemset")).findFirst().orElseThrow();
    assertThat(memset.isDoneFor(Target.ROCM)).isFalse();
  }

  @Test
  void featuresOfTheDeviceLanguageAreFound() throws IOException {
    List<Use> uses =
        uses(
            "a.cu",
            """
            #include <mma.h>
            namespace cg = cooperative_groups;
            __global__ void __launch_bounds__(256, 2) k(float *a) {
              __shared__ float s[32];
              auto tile = cg::tiled_partition<32>(cg::this_thread_block());
              float v = __shfl_xor_sync(0xffffffffu, a[threadIdx.x & 31], 1);
              nvcuda::wmma::fill_fragment(f, 0.0f);
              asm volatile("mma.sync.aligned.m16n8k16.row.col.f32 {%0};" : "=f"(v));
              asm("cp.async.ca.shared.global [%0], [%1], 16;" :: "r"(s), "l"(a));
              asm volatile("wgmma.fence.sync.aligned;");
              asm("mov.u32 %0, %%clock;" : "=r"(v));
              atomicAdd(a, v);
              __nv_fp8_e4m3 low;
            }
            void run() {
              k<<<1, 256>>>(p);
              cudaFuncSetAttribute(k, cudaFuncAttributeMaxDynamicSharedMemorySize, 65536);
              cudaMallocManaged(&p, 4);
              cudaGraphLaunch(g, s);
              cub::DeviceReduce::Sum(t, n, in, out, 1);
            }
            """);
    assertThat(constructs(uses))
        .contains(
            "kernel",
            "launch",
            "launch-bounds",
            "shared-memory",
            "cooperative-groups",
            "warp-shuffle",
            "lane-mask",
            "lane-literal",
            "wmma",
            "mma-ptx",
            "async-ptx",
            "wgmma-ptx",
            "inline-ptx",
            "atomics",
            "fp8-type",
            "shared-memory-opt-in",
            "managed-memory",
            "graphs",
            "cub-device");
    assertThat(constructs(uses)).doesNotContain("dynamic-parallelism");
  }

  @Test
  void aKernelThatLaunchesAKernelIsDynamicParallelism() throws IOException {
    assertThat(constructs(uses("a.cu", "__global__ void a() { b<<<1, 1>>>(); }")))
        .contains("dynamic-parallelism");
  }

  @Test
  void aNumberIsTheLaneCountOnlyWhereLanesAreUsed() throws IOException {
    assertThat(constructs(uses("a.cu", "__global__ void k(int *a) { a[32] = 31; }")))
        .doesNotContain("lane-literal");
  }

  @Test
  void kernelsHaveTheirNamesLinesAndStatements() throws IOException {
    write(
        "a.cu",
        """
        template <typename T>
        __global__ void add(T *a, const T *b, int n) {
          int i = threadIdx.x;
          if (i < n) {
            a[i] += b[i];
          }
        }
        __device__ int twice(int x) { return 2 * x; }
        """);
    ScannedFile file = scan().files().getFirst();
    assertThat(file.kernels())
        .extracting("name", "line", "lastLine", "parameters", "statements", "isLaunched")
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("add", 2, 7, 3, 2, true),
            org.assertj.core.groups.Tuple.tuple("twice", 8, 8, 1, 1, false));
    assertThat(file.statements()).isEqualTo(3);
  }

  @Test
  void aSpecialisedKernelHasItsOwnNameAndNotThatOfItsArgument() throws IOException {
    write(
        "a.cu",
        """
        template <>
        __global__ void __launch_bounds__(128) scale<float, 4>(float *a) { a[0] *= 2; }
        """);
    assertThat(scan().files().getFirst().kernels()).extracting("name").containsExactly("scale");
  }

  @Test
  void aPackageThatTheProgramIsIsNoLibraryThatItUses() throws IOException {
    write("src/bitsandbytes/__init__.py", "");
    write("src/bitsandbytes/nn/__init__.py", "");
    List<Use> uses =
        uses(
            "tests/a.py",
            """
            import bitsandbytes as bnb
            import flash_attn
            bnb.nn.Linear4bit(1)
            flash_attn.flash_attn_func(1)
            """);
    assertThat(uses).extracting(Use::name).allMatch(name -> name.startsWith("flash_attn"));
    assertThat(uses).isNotEmpty();
  }

  /** The sizes of repositories that people scan: one generated file must not stop the rest. */
  @Test
  void aGeneratedFileOfFiftyMegabytesIsReadAndKept() throws IOException {
    String line = "static const float weights[] = {0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f, 0.7f};\n";
    write("weights.cu", line.repeat(50_000_000 / line.length()) + "void f() { cudaFree(0); }\n");
    Inventory inventory = scan();
    assertThat(inventory.bytesRead()).isGreaterThan(49_900_000);
    assertThat(in(inventory.files().getFirst().uses(), Place.CODE)).containsExactly("cudaFree");
  }

  @Test
  void aFileTooLargeForSourceIsAProblem() throws IOException {
    try (var file = new java.io.RandomAccessFile(folder.resolve("huge.cu").toFile(), "rw")) {
      file.setLength(PortScan.LARGEST + 1);
    }
    assertThat(scan().problems()).extracting(Problem::id).containsExactly("file-too-large");
  }

  @Test
  void anUnlistedNameOfALibraryIsAUseButNotWhereTheProgramDefinesIt() throws IOException {
    List<Use> uses =
        uses(
            "a.cu", "int cudaOwnThing(int a);\nvoid f() { cudaBrandNewCall(1); cudaOwnThing(2); }");
    assertThat(uses).extracting(Use::name).contains("cudaBrandNewCall");
    assertThat(uses).extracting(Use::name).doesNotContain("cudaOwnThing");
    assertThat(uses.getFirst().library()).isEqualTo("unlisted");
  }

  @Test
  void wordsOfPlainCppAreNoCuda() throws IOException {
    assertThat(uses("a.cpp", "#include <cmath>\nint half = 2; int texture = 3; float3 v;"))
        .filteredOn(u -> !u.library().equals("device"))
        .isEmpty();
  }

  @Test
  void pythonIsReadThroughItsImports() throws IOException {
    List<Use> uses =
        uses(
            "a.py",
            """
            import torch
            from torch.cuda import amp as mixed, synchronize
            from flash_attn import flash_attn_func
            # torch.cuda.empty_cache()
            x = torch.zeros(3, device="cuda:0")
            with mixed.autocast():
                y = x.cuda()
            synchronize()
            dist.init_process_group("nccl")
            print("cudagraphs are fast")
            """);
    assertThat(in(uses, Place.CODE))
        .contains(
            "torch.cuda.amp.autocast",
            ".cuda()",
            "torch.cuda.synchronize",
            "flash_attn.flash_attn_func",
            "device-string-index",
            "backend-nccl");
    assertThat(uses).extracting(Use::name).doesNotContain("torch.cuda.empty_cache");
  }

  @Test
  void codeCellsOfNotebooksAreRead() throws IOException {
    List<Use> uses =
        uses(
            "a.ipynb",
            """
            {"cells": [
              {"cell_type": "markdown", "source": ["torch.cuda.synchronize()"]},
              {"cell_type": "code", "source": ["%pip install torch\\n", "import torch\\n", "torch.cuda.empty_cache()"]}
            ], "nbformat": 4}
            """);
    assertThat(uses).extracting(Use::name).containsExactly("torch.cuda.empty_cache");
    assertThat(uses.getFirst().line()).isEqualTo(3);
  }

  @Test
  void buildsPinsAndContainersAreRead() throws IOException {
    write("CMakeLists.txt", "project(x LANGUAGES CXX CUDA)\n# enable_language(CUDA)\n");
    write("Makefile", "all:\n\tnvcc -arch=sm_80 a.cu -lcublas\n");
    write("requirements.txt", "nvidia-cublas-cu12==12.4\ntorch\n");
    write("Dockerfile", "FROM nvidia/cuda:12.4.1-devel-ubuntu22.04\n");
    List<Use> uses = scan().files().stream().flatMap(f -> f.uses().stream()).toList();
    assertThat(constructs(uses))
        .contains(
            "cmake-cuda", "nvcc", "nvcc-flags", "link-library", "cuda-wheel", "container-base");
    assertThat(in(uses, Place.COMMENT)).hasSize(1);
  }

  @Test
  void thirdPartyCodeIsToldApart() throws IOException {
    write("third_party/x/a.cu", "void f() { cudaFree(0); }");
    write("src/a.cu", "void f() { cudaFree(0); }");
    assertThat(scan().files()).extracting(ScannedFile::vendor).containsExactly("", "third_party");
  }

  @Test
  void hostileFilesGiveResultsOrProblems() throws IOException {
    Files.write(folder.resolve("binary.cu"), new byte[] {1, 0, 2, 0});
    Files.write(
        folder.resolve("latin.cu"),
        "// \u00e9\nint a = cudaFree(0);".getBytes(StandardCharsets.ISO_8859_1));
    Files.write(folder.resolve("utf16.py"), "import torch".getBytes(StandardCharsets.UTF_16));
    write("empty.cu", "");
    write("open.cu", "/* cudaFree");
    write("string.cu", "\"cudaFree");
    write("minified.cu", "cudaFree(0);".repeat(20_000));
    write("deep.cu", "#if A\n".repeat(5_000) + "{(".repeat(50_000) + "cudaFree(0)");
    write("broken.ipynb", "{\"cells\": [");
    write("nested.ipynb", "[".repeat(100_000));
    write("quotes.py", "\"\"\"".repeat(30_001));
    Inventory inventory = scan();
    assertThat(inventory.problems())
        .extracting(Problem::id, Problem::place)
        .contains(
            org.assertj.core.groups.Tuple.tuple("binary-file", "binary.cu"),
            org.assertj.core.groups.Tuple.tuple("bad-notebook", "broken.ipynb"),
            org.assertj.core.groups.Tuple.tuple("bad-notebook", "nested.ipynb"));
    assertThat(inventory.files()).extracting(ScannedFile::path).contains("latin.cu", "deep.cu");
    ScannedFile minified =
        inventory.files().stream()
            .filter(f -> f.path().equals("minified.cu"))
            .findFirst()
            .orElseThrow();
    assertThat(minified.uses()).hasSize(20_000);
  }

  @Test
  void linksAreNotFollowed(@TempDir Path outside) throws IOException {
    Files.writeString(outside.resolve("secret.cu"), "cudaFree(0);");
    write("src/a.cu", "int a;");
    Files.createSymbolicLink(folder.resolve("src/loop"), folder);
    Files.createSymbolicLink(folder.resolve("link.cu"), outside.resolve("secret.cu"));
    Inventory inventory = scan();
    assertThat(inventory.files()).extracting(ScannedFile::path).containsExactly("link.cu");
    assertThat(inventory.files().getFirst().uses().getFirst().isUnread()).isTrue();
    assertThat(inventory.problems())
        .extracting(Problem::id, Problem::place)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("link-not-followed", "link.cu"),
            org.assertj.core.groups.Tuple.tuple("link-not-followed", "src/loop"));
  }

  @Test
  void missingSubmodulesAreTold() throws IOException {
    write(
        ".gitmodules",
        "[submodule \"x\"]\n\tpath = lib/x\n[submodule \"y\"]\n\tpath = ../../etc\n");
    assertThat(scan().problems())
        .extracting(Problem::id, Problem::place)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("missing-submodule", "lib/x"));
  }

  @Test
  void aFileThatMayNotBeReadIsAProblem() throws IOException {
    Path file = write("a.cu", "cudaFree(0);");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(file)).as("not run as the superuser").isFalse();
    assertThat(scan().problems()).extracting(Problem::id).containsExactly("unreadable-file");
  }

  @Test
  void aFolderThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> PortScan.scan(folder.resolve("no"), VOCABULARY))
        .isInstanceOf(Refused.class);
    assertThat(scan().files()).isEmpty();
  }
}
