package dev.chokepoint.workbench.porting;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.chokepoint.porting.Kernel;
import dev.chokepoint.porting.Use;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Any bytes are read as any language, and what is found lies in lines that exist. */
class ScannerFuzz {
  private static final Vocabulary VOCABULARY = new PortTables(null).vocabulary();

  @DictionaryEntries({
    "__global__ void k(",
    "<<<1, 2>>>(",
    "#if 0",
    "#endif",
    "#elif defined(USE_ROCM)",
    "#include <cuda.h>",
    "#define X cudaFree \\",
    "R\"x(",
    ")x\"",
    "/*",
    "*/",
    "//",
    "asm(\"mma",
    "0xffffffff",
    "__launch_bounds__(1, 2)",
    "cg::",
    "cub::",
    "cudaNewThing(",
    "operator",
    "'",
    "\\"
  })
  @FuzzTest(maxDuration = "60s")
  void cppIsRead(FuzzedDataProvider data) {
    boolean cuda = data.consumeBoolean();
    byte[] text = data.consumeRemainingAsBytes();
    CppScanner.Found found = CppScanner.scan(text, VOCABULARY, cuda);
    check(found.uses(), found.lines());
    for (Kernel kernel : found.kernels()) {
      if (kernel.line() < 1
          || kernel.line() > kernel.lastLine()
          || kernel.lastLine() > found.lines()) {
        throw new IllegalStateException(
            "kernel from " + kernel.line() + " to " + kernel.lastLine());
      }
    }
    if (found.codeLines() > found.lines() || found.statements() < 0) {
      throw new IllegalStateException(found.codeLines() + " lines of code of " + found.lines());
    }
  }

  @DictionaryEntries({
    "import torch as t", "from torch.cuda import amp as a, (b", "\"\"\"", "'cuda:0'", ".cuda()",
    "torch.cuda.amp.autocast", "f\"cuda:{i}\"", "#", "\\", "t."
  })
  @FuzzTest(maxDuration = "60s")
  void pythonIsRead(FuzzedDataProvider data) {
    PythonScanner.Found found = PythonScanner.scan(data.consumeRemainingAsString(), VOCABULARY);
    check(found.uses(), found.lines());
  }

  @DictionaryEntries({
    "{\"cells\": [{\"cell_type\": \"code\", \"source\": [\"",
    "]}]}",
    "%pip",
    "\\n"
  })
  @FuzzTest(maxDuration = "30s")
  void notebooksAndBuildFilesAreRead(FuzzedDataProvider data) {
    byte[] bytes = data.consumeRemainingAsBytes();
    NotebookScanner.Found found =
        NotebookScanner.scan(bytes, "a.ipynb", VOCABULARY, new ArrayList<>());
    if (found != null) {
      check(found.uses(), Math.max(1, found.lines()));
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    for (String kind : List.of("make", "cmake", "shell", "python", "docker", "pins", "ci")) {
      check(BuildScanner.scan(text, kind, VOCABULARY), text.split("\n", -1).length);
    }
  }

  private static void check(List<Use> uses, int lines) {
    for (Use use : uses) {
      if (use.line() < 1 || use.line() > lines || use.name().isEmpty()) {
        throw new IllegalStateException(use + " in " + lines + " lines");
      }
    }
  }
}
