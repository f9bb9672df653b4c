package dev.chokepoint.workbench.porting;

import dev.chokepoint.porting.Target;
import dev.chokepoint.units.Truth;
import java.util.ArrayDeque;
import java.util.Deque;

/** The conditional directives around a place: is it switched off, and does a target replace it? */
final class Branches {
  private static final Target[] TARGETS = Target.values();
  private static final int DEEPEST = 500;

  /** One {@code #if} with the branch that the scanner is in. */
  private static final class Level {
    boolean disabled;
    boolean literalTaken;
    int excluded;
    int taken;
  }

  private final Deque<Level> levels = new ArrayDeque<>();
  private int tooDeep;
  private boolean disabled;
  private int branchedFor;

  boolean isDisabled() {
    return disabled;
  }

  /** Bits of the targets for which this place is not compiled. */
  int branchedFor() {
    return branchedFor;
  }

  void directive(String name, String condition) {
    switch (name) {
      case "if" -> open(condition);
      case "ifdef" -> open("defined(" + condition.strip() + ")");
      case "ifndef" -> open("!defined(" + condition.strip() + ")");
      case "elif" -> next(condition);
      case "elifdef" -> next("defined(" + condition.strip() + ")");
      case "else" -> next("1");
      case "endif" -> close();
      default -> {}
    }
    summarise();
  }

  private void open(String condition) {
    if (levels.size() >= DEEPEST) {
      tooDeep++;
      return;
    }
    levels.push(new Level());
    enter(levels.element(), condition);
  }

  private void next(String condition) {
    Level level = levels.peek();
    if (level != null && tooDeep == 0) {
      enter(level, condition);
    }
  }

  private void close() {
    if (tooDeep > 0) {
      tooDeep--;
    } else {
      levels.poll();
    }
  }

  private static void enter(Level level, String condition) {
    Truth literal = Condition.literal(condition);
    level.disabled = level.literalTaken || literal == Truth.NO;
    // "#else" is the literal 1: it is taken only if nothing before it was.
    level.literalTaken |= literal == Truth.YES;
    level.excluded = 0;
    if (level.disabled) {
      return;
    }
    for (Target target : TARGETS) {
      Truth truth = Condition.on(target, condition);
      if ((level.taken & target.bit()) != 0 || truth == Truth.NO) {
        level.excluded |= target.bit();
      }
      if (truth == Truth.YES) {
        level.taken |= target.bit();
      }
    }
  }

  private void summarise() {
    disabled = false;
    branchedFor = 0;
    for (Level level : levels) {
      disabled |= level.disabled;
      branchedFor |= level.excluded;
    }
  }
}
