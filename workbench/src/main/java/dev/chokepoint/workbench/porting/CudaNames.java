package dev.chokepoint.workbench.porting;

import dev.chokepoint.workbench.porting.Words.Word;
import java.util.Set;
import java.util.regex.Pattern;

/** What a name gives away by its form. */
final class CudaNames {
  private static final Set<String> SHARED_WITH_CPP = Set.of("device", "types", "complex");
  private static final Pattern LISTED =
      Pattern.compile(
          "(?:cuda|cublas|cublasLt|cudnn|cusparse|cusolver|cufft|curand|nccl|nvrtc|nvtx|nvml"
              + "|nppi|npps|nvjpeg|cupti|cutensor|nvshmem)[A-Z]\\w*"
              + "|(?:CUBLAS|CUBLASLT|CUDNN|CUSPARSE|CUSOLVER|CUFFT|CURAND|NVRTC|CUTENSOR)_\\w+"
              + "|nvshmem_\\w+|cu(?:Mem|Ctx|Device|Module|Launch|Stream|Event|Func|Graph|Tex)\\w*");

  /** Headers that NVIDIA's own libraries bring; a program's own often begin with cuda_. */
  private static final Pattern HEADER =
      Pattern.compile(
          "(?:thrust|cub|cutlass|cute|cooperative_groups|nvtx3|nvshmem)/[\\w/.]+"
              + "|cuda/[\\w/]+"
              + "|(?:cuda_fp[468]|mma|crt/mma|nccl|nccl_device|nvjpeg|nvjpeg2k|nvml|cupti|cutensor"
              + "|cusparseLt|cusolverMp|cusolverDn|cusolverSp|cublasXt|cudss|cufile|cudla|npp\\w*"
              + "|nvshmemx?|nvPTXCompiler|nvJitLink|NvInfer\\w*|NvOnnx\\w*|NvUffParser|optix\\w*"
              + "|cudnn_frontend\\w*)\\.h(?:pp)?");

  private static final Pattern PLAIN_WORD = Pattern.compile("(?!cu|nv|nccl|thrust)[a-z]+");
  private static final Pattern SAYS_CUDA =
      Pattern.compile(
          "cuda|cublas|cusparse|cusolver|cudnn|cufft|curand|nccl", Pattern.CASE_INSENSITIVE);
  private static final Set<String> STATEMENT_WORDS =
      Set.of(
          "return",
          "else",
          "case",
          "throw",
          "new",
          "delete",
          "do",
          "if",
          "while",
          "sizeof",
          "typename",
          "goto",
          "co_return",
          "not",
          "and",
          "or",
          "define",
          "using",
          "namespace");

  private CudaNames() {}

  static boolean mayBe(byte first) {
    return first == 'c'
        || first == 'C'
        || first == 'n'
        || first == 'N'
        || first == '_'
        || first == 'm'
        || first == 'D';
  }

  /** Whether a name has the form of a name of an NVIDIA library. */
  static boolean looksListed(String name) {
    return name.length() < 120 && LISTED.matcher(name).matches();
  }

  /** Whether a path of an include is one of a header of NVIDIA. */
  static boolean isHeader(String path) {
    return path.length() < 120 && HEADER.matcher(path).matches();
  }

  /** Whether a name that the program gives says CUDA or one of its libraries. */
  static boolean saysCuda(String name) {
    return SAYS_CUDA.matcher(name).find();
  }

  /** Names of C's mathematics: no underscore in front, in lower case. */
  static boolean isMath(String name) {
    return !name.startsWith("_") && Character.isLowerCase(name.charAt(0));
  }

  /** Whether a word is a sign of CUDA and not one that any program of C++ may hold. */
  static boolean showsCuda(Word word) {
    return showsCuda(word.text(), word.library())
        || (word.text().startsWith("__") && !word.construct().equals("inline-ptx"));
  }

  /** The list holds words such as texture, which say nothing in a program without CUDA. */
  static boolean showsCuda(String name, String library) {
    return !library.isEmpty()
        && !SHARED_WITH_CPP.contains(library)
        && !PLAIN_WORD.matcher(name).matches();
  }

  static boolean isStatementWord(byte[] text, int from, int to) {
    return to - from <= 9
        && STATEMENT_WORDS.contains(
            new String(text, from, to - from, java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  static boolean is(byte[] text, int from, int to, String expected) {
    if (to - from != expected.length()) {
      return false;
    }
    for (int i = 0; i < expected.length(); i++) {
      if (text[from + i] != expected.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
