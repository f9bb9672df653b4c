package dev.chokepoint.porting;

/**
 * A function for the device.
 *
 * @param line of its qualifier, from 1
 * @param lastLine of its closing brace
 * @param statements statements that end in a semicolon
 * @param branchedFor bits of the targets whose own branch replaces it ({@link Target#bit})
 * @param leftOutFor bits of the targets whose build leaves it out and has nothing instead
 * @param isLaunched whether the host launches it; the others are called by those
 */
public record Kernel(
    String name,
    int line,
    int lastLine,
    int parameters,
    int statements,
    int branchedFor,
    int leftOutFor,
    boolean isLaunched) {

  /** A function that no target's build leaves out. */
  public Kernel(
      String name,
      int line,
      int lastLine,
      int parameters,
      int statements,
      int branchedFor,
      boolean isLaunched) {
    this(name, line, lastLine, parameters, statements, branchedFor, 0, isLaunched);
  }

  /** The same with what branches of the preprocessor mean for it. */
  public Kernel with(int doneFor, int leftOut) {
    return new Kernel(name, line, lastLine, parameters, statements, doneFor, leftOut, isLaunched);
  }

  /** The same so many lines further down. */
  public Kernel below(int lines) {
    return new Kernel(
        name,
        line + lines,
        lastLine + lines,
        parameters,
        statements,
        branchedFor,
        leftOutFor,
        isLaunched);
  }
}
