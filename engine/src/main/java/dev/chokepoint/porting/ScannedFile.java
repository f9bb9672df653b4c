package dev.chokepoint.porting;

import java.util.List;

/**
 * What was found in one file.
 *
 * @param path relative, with slashes
 * @param language {@code cuda}, {@code c++}, {@code python}, {@code notebook}, {@code build}, or
 *     {@code unread} for what could not be read
 * @param codeLines lines with more than blanks and comments
 * @param statements semicolons in code of C++; 0 for other languages
 * @param vendor folder of third-party code that it stands in; empty if the program's own
 */
public record ScannedFile(
    String path,
    String language,
    long bytes,
    int lines,
    int codeLines,
    int statements,
    String vendor,
    List<Use> uses,
    List<Kernel> kernels) {

  /** Whether it is written in C, C++ or CUDA. */
  public boolean isCpp() {
    return language.equals("cuda") || language.equals("c++");
  }

  public boolean isVendored() {
    return !vendor.isEmpty();
  }
}
