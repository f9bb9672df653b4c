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
 * @param inKernel whether it stands in code for the device
 */
public record Use(
    int line,
    String name,
    String library,
    String construct,
    Place place,
    int branchedFor,
    boolean inKernel) {

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
}
