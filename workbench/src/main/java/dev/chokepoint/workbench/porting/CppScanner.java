package dev.chokepoint.workbench.porting;

import static dev.chokepoint.workbench.porting.CppText.DIGIT;
import static dev.chokepoint.workbench.porting.CppText.KIND;
import static dev.chokepoint.workbench.porting.CppText.LETTER;
import static dev.chokepoint.workbench.porting.CppText.OTHER;

import dev.chokepoint.porting.Kernel;
import dev.chokepoint.porting.PortingFacts;
import dev.chokepoint.porting.Use;
import dev.chokepoint.porting.Use.Place;
import dev.chokepoint.workbench.porting.Words.Word;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One pass over the bytes of a C++ or CUDA file. It knows comments, strings, directives, braces and
 * identifiers, and nothing else of the language; so it cannot fail on a file that does not compile.
 */
final class CppScanner {
  private static final String LITERAL = "lane-literal";
  private static final String UNLISTED_HEADER = "unlisted-header";

  /** Where nothing of the kind is used, 32 is a number like others. */
  private static final Set<String> LANES =
      Set.of(
          "warp-shuffle",
          "warp-vote",
          "warp-match",
          "warp-reduce",
          "warp-barrier",
          "unmasked-shuffle",
          "lane-width",
          "lane-mask",
          "cooperative-groups",
          "wmma");

  private final byte[] text;
  private final Vocabulary vocabulary;
  private final Findings findings = new Findings();
  private final Set<String> declared = new HashSet<>();
  private final Branches branches = new Branches();
  private final DeviceCode device = new DeviceCode();
  private int at;
  private int line = 1;
  private int codeLines;
  private int statements;
  private boolean codeOnLine;
  private int operatorLine;

  /** Up to here the text is a directive, whose words are no code of a branch. */
  private int directiveEnd;

  private boolean afterIdentifier;
  private boolean isCuda;

  /** What was found; {@code declared} are names that the file itself defines. */
  record Found(
      List<Use> uses,
      List<Kernel> kernels,
      Set<String> declared,
      int lines,
      int codeLines,
      int statements,
      boolean isCuda) {}

  private CppScanner(byte[] text, Vocabulary vocabulary, boolean isCuda) {
    this.text = text;
    this.vocabulary = vocabulary;
    this.isCuda = isCuda;
  }

  static Found scan(byte[] text, Vocabulary vocabulary, boolean isCudaByName) {
    return new CppScanner(text, vocabulary, isCudaByName).run();
  }

  private Found run() {
    byte[] bytes = text;
    while (at < bytes.length) {
      byte kind = KIND[bytes[at] & 255];
      if (kind == LETTER) {
        identifier();
      } else if (kind == DIGIT) {
        number();
      } else if (kind == OTHER) {
        mark();
      } else {
        if (bytes[at] == '\n') {
          endLine();
        }
        at++;
      }
    }
    endLine();
    List<Use> uses = findings.uses();
    boolean hasLanes = uses.stream().anyMatch(use -> LANES.contains(use.construct()));
    List<Use> kept =
        uses.stream()
            .filter(use -> isCuda || isName(use))
            .filter(use -> hasLanes || !use.construct().equals(LITERAL))
            .toList();
    return new Found(kept, findings.kernels(), declared, line - 1, codeLines, statements, isCuda);
  }

  private boolean isWatched() {
    return at >= directiveEnd && branches.isWatching();
  }

  /** Without any sign of CUDA a word such as half or texture is a word of the program. */
  private static boolean isName(Use use) {
    return use.library().equals("device")
        ? !use.name().startsWith("_")
        : CudaNames.showsCuda(use.name(), use.library());
  }

  private void endLine() {
    line++;
    codeLines += codeOnLine ? 1 : 0;
    codeOnLine = false;
  }

  private byte peek(int offset) {
    return CppText.at(text, at + offset);
  }

  private void mark() {
    byte c = text[at];
    byte next = peek(1);
    if (c == '/' && (next == '/' || next == '*')) {
      comment(next == '*');
      return;
    }
    codeOnLine = true;
    if (c != '#' && isWatched()) {
      markInBranch(c);
    }
    if (c == '"') {
      string();
    } else if (c == '\'') {
      at = CppText.afterCharacter(text, at);
    } else if (c == '#') {
      directive();
    } else if (c == '<' && next == '<' && peek(2) == '<') {
      launch();
    } else {
      statements += c == ';' ? 1 : 0;
      Kernel kernel = device.mark(c, line);
      if (kernel != null) {
        findings.add(kernel, branches.spot());
      }
      at++;
    }
    afterIdentifier &= c == '*' || c == '&';
  }

  private void markInBranch(byte c) {
    if (c == '"' || c == '\'') {
      branches.literal();
    } else {
      branches.mark(c);
    }
  }

  private void launch() {
    int count = 3;
    while (peek(count) == '<') {
      count++;
    }
    if (count == 3 && !branches.isDisabled()) {
      isCuda = true;
      add("<<<", "", "launch");
      if (device.isInside()) {
        add("<<<", "", "dynamic-parallelism");
      }
    }
    at += count;
  }

  private void comment(boolean block) {
    int from = at;
    at += 2;
    while (at < text.length) {
      if (text[at] == '\n') {
        if (!block && text[at - 1] != '\\') {
          break;
        }
        namesIn(from, at, Place.COMMENT);
        endLine();
        from = at + 1;
      } else if (block && text[at] == '*' && peek(1) == '/') {
        at += 2;
        break;
      }
      at++;
    }
    namesIn(from, Math.min(at, text.length), Place.COMMENT);
  }

  private void string() {
    boolean raw = at > 0 && text[at - 1] == 'R';
    int from = ++at;
    byte[] end = raw ? CppText.rawEnd(text, at) : new byte[0];
    while (at < text.length) {
      byte c = text[at];
      if (c == '\n') {
        if (!raw && text[at - 1] != '\\') {
          break;
        }
        namesIn(from, at, Place.STRING);
        endLine();
        codeOnLine = true;
        from = at + 1;
      } else if (!raw && c == '\\') {
        at += peek(1) == '\n' ? 0 : 1;
      } else if (raw ? CppText.startsWith(text, at, end) : c == '"') {
        break;
      }
      at++;
    }
    namesIn(from, Math.min(at, text.length), Place.STRING);
    if (at < text.length && text[at] != '\n') {
      at += raw ? end.length : 1;
    }
  }

  private void number() {
    int from = at;
    codeOnLine = true;
    if (isWatched()) {
      branches.literal();
    }
    at = CppText.afterNumber(text, at);
    int length = at - from;
    if (length == 2 && text[from] == '3' && (text[from + 1] == '2' || text[from + 1] == '1')) {
      if (device.isInside()) {
        add("3" + (char) text[from + 1], "", LITERAL);
      }
    } else if (length >= 10 && length <= 11 && CppText.isLaneMask(text, from)) {
      add("0xffffffff", "", "lane-mask");
    }
    afterIdentifier = false;
  }

  private void directive() {
    int end = CppText.directiveEnd(text, at);
    String whole = CppText.directive(text, at + 1, end);
    int space = 0;
    while (space < whole.length() && Character.isLetter(whole.charAt(space))) {
      space++;
    }
    String name = whole.substring(0, space);
    String rest = whole.substring(space).strip();
    directiveEnd = end;
    if (name.equals("include")) {
      include(rest);
      branches.code();
      at = end;
    } else if (name.equals("error") || name.equals("warning")) {
      // Its words are a message.
      at = end;
    } else if (name.equals("define")) {
      String macro = rest.replaceFirst("\\W.*", "");
      declared.add(macro);
      if (OwnCode.isBody(rest.substring(macro.length()).replaceFirst("^\\([^)]*\\)", ""))) {
        branches.code();
      }
      if (CudaNames.saysCuda(macro) && vocabulary.words().find(macro) == null) {
        add(macro, "", "own-name");
      }
      at++;
    } else {
      branches.directive(name, rest);
      at++;
    }
  }

  private void include(String rest) {
    int close = rest.length() < 2 ? -1 : rest.indexOf(rest.charAt(0) == '<' ? '>' : '"', 1);
    if (close > 0) {
      String path = rest.substring(1, close);
      Word word = vocabulary.words().find(path);
      if (word != null && word.library().equals("header")) {
        isCuda = true;
        add(path, "header", "");
      } else if (path.startsWith(PortingFacts.HIP) && !branches.isForATarget()) {
        add(path, "header", UNLISTED_HEADER);
      } else if (CudaNames.isHeader(path)) {
        isCuda = true;
        Word folder = vocabulary.words().find(path.replaceFirst("/.*", ""));
        boolean isKnown = folder != null && folder.isNamespace();
        String construct = isKnown && folder != null ? folder.construct() : UNLISTED_HEADER;
        add(path, isKnown ? "" : "header", construct);
      }
    }
  }

  private void identifier() {
    int from = at;
    int hash = Words.START;
    byte[] bytes = text;
    int i = at;
    while (i < bytes.length) {
      byte kind = KIND[bytes[i] & 255];
      if (kind != LETTER && kind != DIGIT) {
        break;
      }
      hash = Words.step(hash, bytes[i]);
      i++;
    }
    if (isWatched()) {
      branches.word(bytes, from, i);
    }
    at = i;
    codeOnLine = true;
    Word word = vocabulary.words().find(bytes, from, i, hash);
    if (word != null) {
      known(word);
    } else {
      unknown(from, i);
    }
    device.identifier(bytes, from, i, line);
    afterIdentifier = !CudaNames.isStatementWord(bytes, from, i);
  }

  private void known(Word word) {
    String construct = word.construct();
    if (word.isNamespace()) {
      qualified(word);
      return;
    }
    switch (construct) {
      case "kernel" -> device.kernel(line);
      case "device-function" -> {
        if (word.text().equals("__device__")) {
          device.function(line);
        }
      }
      case "inline-ptx" -> construct = isCuda ? Ptx.construct(text, at) : "";
      case "launch-bounds" ->
          construct = CppText.hasTwoArguments(text, at) ? construct : "device-function";
      case "vector-type" -> {
        if (operatorLine == line) {
          add(word.text(), "", "vector-operator");
        }
      }
      default -> {}
    }
    if (construct.isEmpty() && word.library().equals("device") && CudaNames.isMath(word.text())) {
      construct = device.isInside() ? "device-math" : "host-math";
    }
    isCuda |= CudaNames.showsCuda(word);
    if (!construct.isEmpty() || !word.library().isEmpty()) {
      add(word.text(), word.library(), construct);
    }
  }

  private void qualified(Word word) {
    if (peek(0) != ':' || peek(1) != ':') {
      return;
    }
    int from = at + 2;
    int i = CppText.afterWord(text, from);
    String name =
        word.text() + "::" + new String(text, from, i - from, StandardCharsets.ISO_8859_1);
    Word exact = vocabulary.words().find(name);
    isCuda = true;
    add(name, word.library(), exact == null ? word.construct() : exact.construct());
    at = i;
  }

  private void unknown(int from, int to) {
    if (to - from == 8 && text[from] == 'o' && CudaNames.is(text, from, to, "operator")) {
      operatorLine = line;
      return;
    }
    if (!CudaNames.mayBe(text[from])) {
      return;
    }
    String name = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    for (Word prefix : vocabulary.prefixes()) {
      if (name.startsWith(prefix.text())) {
        add(name, "", prefix.construct());
        return;
      }
    }
    if (CudaNames.looksListed(name)) {
      if (afterIdentifier) {
        declared.add(name);
      } else {
        add(name, "unlisted", "");
      }
    }
  }

  private void add(String name, String library, String construct) {
    Place place = branches.isDisabled() ? Place.DISABLED : Place.CODE;
    findings.add(
        new Use(line, name, library, construct, place, 0, device.isInside()), branches.spot());
  }

  /** Known names of a library in a comment or a string: counted, never judged. */
  private void namesIn(int from, int to, Place place) {
    int i = from;
    while (i < to) {
      if (KIND[text[i] & 255] != LETTER) {
        i++;
        continue;
      }
      int start = i;
      int hash = Words.START;
      while (i < to && (KIND[text[i] & 255] == LETTER || KIND[text[i] & 255] == DIGIT)) {
        hash = Words.step(hash, text[i]);
        i++;
      }
      Word word = vocabulary.words().find(text, start, i, hash);
      if (word != null && !word.library().isEmpty() && CudaNames.showsCuda(word)) {
        findings.add(
            new Use(line, word.text(), word.library(), "", place, 0, false),
            Branches.Spot.EVERYWHERE);
      }
    }
  }
}
