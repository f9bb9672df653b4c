package dev.chokepoint.workbench.porting;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What a piece of inline assembly asks of the hardware. */
final class Ptx {
  private static final int LONGEST = 4000;
  private static final Pattern WARP_GROUP = Pattern.compile("\\b(?:wgmma|setmaxnreg|elect)\\b");
  private static final Pattern MATRIX =
      Pattern.compile("\\b(?:mma|ldmatrix|stmatrix|movmatrix)\\b");
  private static final Pattern MEMORY =
      Pattern.compile(
          "\\b(?:ld|st|cp|atom|red|bar|barrier|fence|membar|mbarrier|prefetch|discard|nanosleep)\\b");

  private Ptx() {}

  /** The construct of the assembly statement whose keyword ends at a place. */
  static String construct(byte[] text, int from) {
    int depth = 0;
    int i = from;
    int end = Math.min(text.length, from + LONGEST);
    while (i < end) {
      depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
      if (depth == 0 && (text[i] == ')' || text[i] == ';')) {
        break;
      }
      i++;
    }
    String statement = new String(text, from, i - from, StandardCharsets.ISO_8859_1);
    if (WARP_GROUP.matcher(statement).find()) {
      return "wgmma-ptx";
    }
    if (MATRIX.matcher(statement).find()) {
      return "mma-ptx";
    }
    return MEMORY.matcher(statement).find() ? "async-ptx" : "inline-ptx";
  }
}
