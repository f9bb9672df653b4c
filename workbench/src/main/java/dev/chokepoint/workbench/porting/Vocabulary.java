package dev.chokepoint.workbench.porting;

import dev.chokepoint.workbench.porting.Words.Word;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the scanners look for.
 *
 * @param words exact names
 * @param prefixes beginnings of names, longest first; {@code text} is the beginning
 * @param python names of Python by their key
 * @param builds patterns in build files
 */
public record Vocabulary(Words words, List<Word> prefixes, Words python, List<BuildMark> builds) {
  /**
   * A trace of CUDA in a build file.
   *
   * @param files kinds of file that it is looked for in
   */
  record BuildMark(String construct, List<String> files, Pattern pattern) {}
}
