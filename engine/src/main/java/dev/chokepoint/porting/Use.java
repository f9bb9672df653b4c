package dev.chokepoint.porting;

/**
 * One place where a program uses CUDA.
 *
 * @param line from 1
 * @param name as written, or the construct's id where there is no name
 * @param library such as {@code runtime} or {@code blas}; empty for a construct alone
 * @param construct id of a construct; empty for a plain name
 * @param place what kind of text it stands in
 * @param branchedFor bits of the targets whose own branch replaces this code ({@link Target#bit})
 * @param leftOutFor bits of the targets whose build leaves this code out and has nothing instead
 * @param inKernel whether it stands in code for the device
 */
public record Use(
    int line,
    String name,
    String library,
    String construct,
    Place place,
    int branchedFor,
    int leftOutFor,
    boolean inKernel) {

  /** Construct of a file whose name says CUDA and that could not be read. */
  public static final String UNREAD_CUDA = "unread-cuda";

  /** Construct of another source file, or a folder, that could not be read. */
  public static final String UNREAD_FILE = "unread-file";

  /** A use that no target's build leaves out. */
  public Use(
      int line,
      String name,
      String library,
      String construct,
      Place place,
      int branchedFor,
      boolean inKernel) {
    this(line, name, library, construct, place, branchedFor, 0, inKernel);
  }

  /** The kind of text around a use. */
  public enum Place {
    CODE,
    DISABLED,
    COMMENT,
    STRING
  }

  /** Whether the program already has other code in this place for a target. */
  public boolean isDoneFor(Target target) {
    return (branchedFor & target.bit()) != 0;
  }

  /** Whether the target's build leaves this out and nothing of the program stands instead. */
  public boolean isLeftOutFor(Target target) {
    return (leftOutFor & target.bit()) != 0;
  }

  /** Whether this stands for a whole file that could not be read. */
  public boolean isUnread() {
    return construct.equals(UNREAD_CUDA) || construct.equals(UNREAD_FILE);
  }

  /** The same with what branches of the preprocessor mean for it. */
  public Use with(int doneFor, int leftOut) {
    return new Use(line, name, library, construct, place, doneFor, leftOut, inKernel);
  }

  /** The same so many lines further down. */
  public Use below(int lines) {
    return new Use(
        line + lines, name, library, construct, place, branchedFor, leftOutFor, inKernel);
  }
}
