package dev.chokepoint.workbench.porting;

import dev.chokepoint.porting.Kernel;
import dev.chokepoint.porting.Use;
import dev.chokepoint.porting.Use.Place;
import dev.chokepoint.workbench.porting.Words.Word;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One pass over a Python file: comments, strings and dotted names. Names are resolved through the
 * file's imports, so {@code from torch.cuda import amp; amp.autocast()} is found.
 */
final class PythonScanner {
  private static final Pattern DEVICE = Pattern.compile("cuda(?::\\d+|:\\{\\w*\\})?");
  private static final Pattern IMPORT = Pattern.compile("([\\w.]+)(?:\\s+as\\s+(\\w+))?");
  private static final Pattern WARP =
      Pattern.compile("(?:CUDA|NCCL|PYTORCH_CUDA|CUBLAS|TORCH_CUDA)_\\w+");
  private static final int LONGEST_LINE = 20_000;

  private final String text;
  private final Vocabulary vocabulary;
  private final Words words;
  private final List<Kernel> kernels = new ArrayList<>();
  private final Set<String> declared = new HashSet<>();
  private final List<Use> uses = new ArrayList<>();
  private final Map<String, String> imports = new HashMap<>();
  private int at;
  private int line = 1;
  private int codeLines;
  private boolean codeOnLine;
  private boolean startOfLine = true;

  /** What was found in a file; kernels and what they declare stand in its strings. */
  record Found(
      List<Use> uses, List<Kernel> kernels, Set<String> declared, int lines, int codeLines) {}

  private PythonScanner(String text, Vocabulary vocabulary) {
    this.text = text;
    this.vocabulary = vocabulary;
    this.words = vocabulary.python();
  }

  static Found scan(String text, Vocabulary vocabulary) {
    return new PythonScanner(text, vocabulary).run();
  }

  private Found run() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        endLine();
        at++;
        startOfLine = true;
      } else if (c == '#') {
        while (at < text.length() && text.charAt(at) != '\n') {
          at++;
        }
      } else if (c == '"' || c == '\'') {
        string(c);
      } else if (Character.isJavaIdentifierStart(c) && c != '$') {
        name();
      } else if (c == '.' && at + 1 < text.length()) {
        member();
      } else {
        codeOnLine |= !Character.isWhitespace(c);
        at++;
      }
    }
    endLine();
    return new Found(uses, kernels, declared, line - 1, codeLines);
  }

  private void endLine() {
    line++;
    codeLines += codeOnLine ? 1 : 0;
    codeOnLine = false;
  }

  private void string(char quote) {
    boolean triple = text.startsWith(String.valueOf(quote).repeat(3), at);
    String end = String.valueOf(quote).repeat(triple ? 3 : 1);
    boolean documentation = startOfLine;
    int from = at + end.length();
    int first = line;
    at = from;
    while (at < text.length() && !text.startsWith(end, at)) {
      char c = text.charAt(at);
      if (c == '\n') {
        if (!triple) {
          break;
        }
        endLine();
      }
      at += c == '\\' && at + 1 < text.length() && text.charAt(at + 1) != '\n' ? 2 : 1;
    }
    int to = Math.min(at, text.length());
    at =
        Math.min(
            text.length(), to + (to < text.length() && text.charAt(to) != '\n' ? end.length() : 0));
    codeOnLine = true;
    startOfLine = false;
    if (!triple && to - from <= 60) {
      value(text.substring(from, to), first, documentation);
    } else {
      prose(from, to, first);
    }
  }

  /** A short string may name a device, a back end or a variable of the environment. */
  private void value(String value, int atLine, boolean documentation) {
    if (documentation) {
      return;
    }
    if (DEVICE.matcher(value).matches()) {
      add(value.equals("cuda") ? "device-string" : "device-string-index", atLine, Place.CODE);
    } else if (value.equals("nccl")) {
      add("backend-nccl", atLine, Place.CODE);
    } else if (WARP.matcher(value).matches()) {
      add(value.startsWith("NCCL_") ? "NCCL_*" : value, atLine, Place.CODE);
    }
  }

  private void prose(int from, int to, int atLine) {
    String kernel = text.substring(from, to);
    if (kernel.contains("__global__")) {
      // Compiled when the program runs: what load_inline, RawKernel or SourceModule take.
      CppScanner.Found found =
          CppScanner.scan(kernel.getBytes(StandardCharsets.UTF_8), vocabulary, true);
      found.uses().forEach(use -> uses.add(use.below(atLine - 1)));
      found.kernels().forEach(each -> kernels.add(each.below(atLine - 1)));
      declared.addAll(found.declared());
      return;
    }
    int end = Math.min(to, from + LONGEST_LINE);
    for (int i = text.indexOf("torch.cuda", from); i >= 0 && i < end; ) {
      add("torch.cuda", atLine, Place.STRING);
      i = text.indexOf("torch.cuda", i + 10);
    }
  }

  private String word() {
    int from = at;
    while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
      at++;
    }
    return text.substring(from, at);
  }

  private void name() {
    codeOnLine = true;
    int from = at;
    String first = word();
    boolean statement = startOfLine;
    startOfLine = false;
    if (statement && (first.equals("import") || first.equals("from"))) {
      importing(first.equals("from"));
      return;
    }
    StringBuilder dotted = new StringBuilder(first);
    while (at + 1 < text.length()
        && text.charAt(at) == '.'
        && Character.isJavaIdentifierStart(text.charAt(at + 1))
        && at - from < 200) {
      at++;
      dotted.append('.').append(word());
    }
    String full = dotted.toString();
    int dot = full.indexOf('.');
    String head = dot < 0 ? full : full.substring(0, dot);
    String root = imports.getOrDefault(head, head);
    String resolved = dot < 0 ? root : root + full.substring(dot);
    boolean call = at < text.length() && text.charAt(at) == '(';
    if (full.endsWith(".cuda") && call && !resolved.startsWith("torch.cuda")) {
      add(".cuda()", line, Place.CODE);
    } else if (full.endsWith(".is_cuda")) {
      add(".is_cuda", line, Place.CODE);
    } else if (dot >= 0 || imports.containsKey(head)) {
      dotted(resolved, line);
    }
  }

  private void dotted(String name, int atLine) {
    for (String key = name;
        !key.isEmpty();
        key = key.substring(0, Math.max(0, key.lastIndexOf('.')))) {
      Word word = words.find(key);
      if (word != null) {
        uses.add(new Use(atLine, name, word.library(), word.construct(), Place.CODE, 0, false));
        return;
      }
    }
    if (name.startsWith("torch.cuda.")) {
      add(name, atLine, Place.CODE);
    }
  }

  private void member() {
    at++;
    if (text.startsWith("cuda(", at)) {
      add(".cuda()", line, Place.CODE);
      at += 4;
    } else if (text.startsWith("is_cuda", at)) {
      add(".is_cuda", line, Place.CODE);
      at += 7;
    } else if (at < text.length() && Character.isJavaIdentifierStart(text.charAt(at))) {
      word();
    }
    codeOnLine = true;
  }

  /** Reads one import to the end of its statement; parentheses may span lines. */
  private void importing(boolean from) {
    int start = at;
    int open = 0;
    while (at < text.length() && (open > 0 || text.charAt(at) != '\n') && at - start < 5000) {
      char c = text.charAt(at);
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == '#' || c == ';') {
        break;
      }
      if (c == '\n') {
        endLine();
        codeOnLine = true;
      }
      at++;
    }
    String statement = text.substring(start, at).replaceAll("[()\\\\\\s]+", " ").strip();
    int split = from ? statement.indexOf(" import ") : -1;
    String module = split < 0 ? "" : statement.substring(0, split).strip() + ".";
    Matcher names = IMPORT.matcher(split < 0 ? statement : statement.substring(split + 8));
    while (names.find()) {
      String full = module + names.group(1);
      String alias = names.group(2);
      if (alias != null) {
        imports.put(alias, full);
      } else if (from) {
        imports.put(names.group(1), full);
      }
      dotted(full, line);
    }
  }

  private void add(String name, int atLine, Place place) {
    Word word = words.find(name);
    String construct = word == null ? "" : word.construct();
    uses.add(new Use(atLine, name, "python", construct, place, 0, false));
  }
}
