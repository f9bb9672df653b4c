package dev.chokepoint.workbench.porting;

import dev.chokepoint.porting.Kernel;
import dev.chokepoint.porting.Use;
import dev.chokepoint.units.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The code cells of a Jupyter notebook; lines are counted over all code cells. Lines for the shell
 * are read as such, and a cell that a magic turns into a file or a script as what it becomes.
 */
final class NotebookScanner {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern CELL_MAGIC =
      Pattern.compile("\\s*%%(\\w+)[ \\t]*([^\\n]*)(?:\\n|$)");
  private static final Pattern LINE_MAGIC = Pattern.compile("(?m)^([ \\t]*)([%!]+)(.*)$");
  private static final Pattern PINS = Pattern.compile("\\b(?:pip3?|conda|mamba|uv)\\b");
  private static final Set<String> CUDA_CELLS =
      Set.of("cu", "cuda", "cuda_run", "nvcc", "nvcc_plugin", "cuda_group_save", "cpp");
  private static final Set<String> SHELL_CELLS = Set.of("bash", "sh", "script", "system", "sx");
  private static final Set<String> PROSE_CELLS =
      Set.of("html", "HTML", "javascript", "js", "latex", "markdown", "svg", "SVG");

  private final Vocabulary vocabulary;
  private final List<Use> uses = new ArrayList<>();
  private final List<Kernel> kernels = new ArrayList<>();
  private final Set<String> declared = new HashSet<>();
  private int lines;
  private int codeLines;
  private int statements;

  private NotebookScanner(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** What was found in all cells; {@code declared} are names that cells of C++ define. */
  record Found(
      List<Use> uses,
      List<Kernel> kernels,
      Set<String> declared,
      int lines,
      int codeLines,
      int statements) {}

  /** What the code cells hold; null, and a problem, for what is no notebook. */
  static @Nullable Found scan(
      byte[] bytes, String path, Vocabulary vocabulary, List<Problem> problems) {
    NotebookScanner scanner = new NotebookScanner(vocabulary);
    try {
      if (scanner.isRead(JSON.readTree(bytes))) {
        return new Found(
            scanner.uses,
            scanner.kernels,
            scanner.declared,
            scanner.lines,
            scanner.codeLines,
            scanner.statements);
      }
    } catch (JacksonException e) {
      // Told below: it is no notebook.
    }
    problems.add(
        new Problem(
            "bad-notebook", path, "", "a notebook in JSON with cells", "Maybe it was cut off."));
    return null;
  }

  private boolean isRead(JsonNode notebook) {
    JsonNode sheets = notebook.path("worksheets");
    if (!sheets.isArray()) {
      return isReadCells(notebook.path("cells"), "source");
    }
    // Format 3, of before 2015, keeps cells in sheets.
    for (JsonNode sheet : sheets) {
      if (!isReadCells(sheet.path("cells"), "input")) {
        return false;
      }
    }
    return true;
  }

  private boolean isReadCells(JsonNode cells, String key) {
    if (!cells.isArray()) {
      return false;
    }
    for (JsonNode cell : cells) {
      if (cell.path("cell_type").asString("").equals("code")) {
        String text = source(cell.path(key));
        if (text == null) {
          return false;
        }
        cell(text);
      } else if (!cell.isObject()) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable String source(JsonNode source) {
    if (source.isString()) {
      return source.asString("");
    }
    if (!source.isArray()) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : source) {
      if (!part.isString()) {
        return null;
      }
      text.append(part.asString(""));
    }
    return text.toString();
  }

  private void cell(String text) {
    Matcher magic = CELL_MAGIC.matcher(text);
    if (!magic.lookingAt()) {
      python(text);
      return;
    }
    String name = magic.group(1);
    // The lines keep their numbers.
    String head = "\n".repeat((int) magic.group().chars().filter(c -> c == '\n').count());
    String body = head + text.substring(magic.end());
    if (CUDA_CELLS.contains(name)) {
      cpp(body, !name.equals("cpp"));
    } else if (SHELL_CELLS.contains(name)) {
      shell(body);
    } else if (name.equals("writefile") || name.equals("file")) {
      file(magic.group(2).replaceFirst("^-a\\s+", "").strip(), body);
    } else if (PROSE_CELLS.contains(name)) {
      count(body);
    } else {
      python(body);
    }
  }

  private void file(String path, String body) {
    SourceTree.Kind kind = SourceTree.kind(path);
    if (kind == SourceTree.Kind.CPP) {
      cpp(body, path.endsWith(".cu") || path.endsWith(".cuh"));
    } else if (kind == SourceTree.Kind.PYTHON) {
      python(body);
    } else if (kind == null || kind == SourceTree.Kind.NOTEBOOK) {
      count(body);
    } else {
      add(BuildScanner.scan(body, kind.word(), vocabulary));
      count(body);
    }
  }

  private void python(String text) {
    shellLines(text);
    PythonScanner.Found found =
        PythonScanner.scan(LINE_MAGIC.matcher(text).replaceAll(""), vocabulary);
    add(found.uses());
    found.kernels().forEach(kernel -> kernels.add(kernel.below(lines)));
    declared.addAll(found.declared());
    lines += found.lines();
    codeLines += found.codeLines();
  }

  /** Lines such as {@code !nvcc a.cu}: the rest of the text is blanked, so that numbers stay. */
  private void shellLines(String text) {
    StringBuilder shell = new StringBuilder();
    StringBuilder pins = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      Matcher magic = LINE_MAGIC.matcher(line);
      String command = magic.matches() ? magic.group(3) : "";
      shell.append(command).append('\n');
      pins.append(PINS.matcher(command).find() ? command : "").append('\n');
    }
    add(BuildScanner.scan(shell.toString(), "shell", vocabulary));
    add(BuildScanner.scan(pins.toString(), "pins", vocabulary));
  }

  private void shell(String body) {
    add(BuildScanner.scan(body, "shell", vocabulary));
    count(body);
  }

  private void cpp(String body, boolean isCuda) {
    CppScanner.Found found =
        CppScanner.scan(body.getBytes(StandardCharsets.UTF_8), vocabulary, isCuda);
    add(found.uses());
    found.kernels().forEach(kernel -> kernels.add(kernel.below(lines)));
    declared.addAll(found.declared());
    statements += found.statements();
    lines += found.lines();
    codeLines += found.codeLines();
  }

  private void count(String body) {
    lines += (int) body.chars().filter(c -> c == '\n').count() + 1;
  }

  private void add(List<Use> found) {
    found.forEach(use -> uses.add(use.below(lines)));
  }
}
