package dev.chokepoint.bench.port;

import dev.chokepoint.porting.Inventory;
import dev.chokepoint.porting.Kernel;
import dev.chokepoint.porting.ScannedFile;
import dev.chokepoint.workbench.porting.PortScan;
import dev.chokepoint.workbench.porting.PortTables;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSTree;
import org.treesitter.TreeSitterCpp;
import org.treesitter.TreeSitterPython;

/**
 * tree-sitter beside our scanner, on the files in which the scanner found something: the share of
 * bytes in ERROR nodes before and after CUDA's tokens are blanked out, and whether both see the
 * same kernels. Argument: the folder.
 */
public final class PortTree {
  /** Words that the grammar of C++ does not have; blanks of the same length keep every place. */
  private static final Pattern CUDA_TOKENS =
      Pattern.compile(
          "\\b__(?:global|device|host|shared|constant|managed|grid_constant)__\\b"
              + "|\\b__(?:forceinline|noinline|inline)__\\b|\\b__restrict(?:__)?\\b"
              + "|\\b__launch_bounds__\\s*\\([^()]*(?:\\([^()]*\\)[^()]*)*\\)"
              + "|\\b__align__\\s*\\([^()]*\\)"
              + "|<<<[^;{}]*?>>>");

  private final TSParser parser = new TSParser();
  private long bytes;
  private long rawErrors;
  private long preparedErrors;
  private double seconds;
  private int kernels;
  private int sameName;
  private int sameEnd;
  private int shown;

  private PortTree(TSLanguage language) {
    parser.setLanguage(language);
  }

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Inventory inventory = PortScan.scan(folder, new PortTables(null).vocabulary());
    PortTree cpp = new PortTree(new TreeSitterCpp());
    PortTree python = new PortTree(new TreeSitterPython());
    for (ScannedFile file : inventory.files()) {
      PortTree tree = file.language().equals("cuda") ? cpp : python;
      if (file.language().equals("cuda") || file.language().equals("python")) {
        tree.file(file, text(folder.resolve(file.path())));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "C++ with CUDA: %.1f MB, in ERROR nodes %.2f%% as it is, %.2f%% with CUDA's tokens blanked;"
            + " %.1f MB/s%n",
        cpp.bytes / 1e6,
        100.0 * cpp.rawErrors / Math.max(1, cpp.bytes),
        100.0 * cpp.preparedErrors / Math.max(1, cpp.bytes),
        cpp.bytes / 1e6 / cpp.seconds);
    System.out.printf(
        Locale.ROOT,
        "kernels of the scanner %d; the parser has a function of that name there %d, with the same"
            + " last line %d%n",
        cpp.kernels,
        cpp.sameName,
        cpp.sameEnd);
    System.out.printf(
        Locale.ROOT,
        "Python: %.1f MB, in ERROR nodes %.2f%%%n",
        python.bytes / 1e6,
        100.0 * python.rawErrors / Math.max(1, python.bytes));
  }

  /** One character for each byte, so that places agree; the grammars need no other letters. */
  private static String text(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = bytes[i] < 0 ? (byte) 'x' : bytes[i];
    }
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private void file(ScannedFile file, String text) {
    bytes += text.length();
    TSTree raw = parser.parseString(null, text);
    rawErrors += errors(raw.getRootNode());
    if (!file.language().equals("cuda")) {
      return;
    }
    long began = System.nanoTime();
    String prepared = prepared(text);
    TSNode root = parser.parseString(null, prepared).getRootNode();
    seconds += (System.nanoTime() - began) / 1e9;
    preparedErrors += errors(root);
    Map<String, List<Integer>> functions = new HashMap<>();
    functions(root, prepared, functions);
    for (Kernel kernel : file.kernels()) {
      if (kernel.isLaunched()) {
        kernels++;
        List<Integer> ends = functions.getOrDefault(kernel.name(), List.of());
        sameName += ends.isEmpty() ? 0 : 1;
        sameEnd += ends.contains(kernel.lastLine()) ? 1 : 0;
        if (!ends.contains(kernel.lastLine()) && shown++ < 20) {
          System.out.printf(
              "  differs: %s:%d %s, ends at %d, parser %s%n",
              file.path(), kernel.line(), kernel.name(), kernel.lastLine(), ends);
        }
      }
    }
  }

  private static String prepared(String text) {
    StringBuilder prepared = new StringBuilder(text);
    Matcher token = CUDA_TOKENS.matcher(text);
    while (token.find()) {
      for (int i = token.start(); i < token.end(); i++) {
        if (prepared.charAt(i) != '\n') {
          prepared.setCharAt(i, ' ');
        }
      }
    }
    return prepared.toString();
  }

  /** Bytes in the outermost ERROR nodes. */
  private static long errors(TSNode node) {
    if (node.isError()) {
      return node.getEndByte() - node.getStartByte();
    }
    long sum = 0;
    if (node.hasError()) {
      for (int i = 0; i < node.getChildCount(); i++) {
        sum += errors(node.getChild(i));
      }
    }
    return sum;
  }

  /** Last lines of the functions with a body, by name. */
  private static void functions(TSNode node, String text, Map<String, List<Integer>> found) {
    if (node.getType().equals("function_definition")) {
      TSNode declarator = node.getChildByFieldName("declarator");
      while (!declarator.isNull() && !declarator.getType().equals("function_declarator")) {
        declarator = declarator.getChildByFieldName("declarator");
      }
      if (!declarator.isNull()) {
        TSNode name = declarator.getChildByFieldName("declarator");
        String whole = text.substring(name.getStartByte(), name.getEndByte());
        String plain = whole.replaceFirst("(?s)<.*", "").replaceFirst(".*::", "");
        found
            .computeIfAbsent(plain, n -> new java.util.ArrayList<>())
            .add(node.getEndPoint().getRow() + 1);
      }
      return;
    }
    for (int i = 0; i < node.getChildCount(); i++) {
      functions(node.getChild(i), text, found);
    }
  }
}
