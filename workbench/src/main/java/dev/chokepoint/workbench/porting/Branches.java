package dev.chokepoint.workbench.porting;

import dev.chokepoint.porting.Target;
import dev.chokepoint.units.Truth;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conditional directives around a place: is it switched off, and does a target replace it or
 * leave it out? A target replaces code only where its own branch holds some ({@link OwnCode}).
 */
final class Branches {
  private static final Target[] TARGETS = Target.values();
  private static final int DEEPEST = 500;

  /** One {@code #if} with the branch that the scanner is in. */
  private static final class Level {
    boolean disabled;
    boolean literalTaken;
    int branches;
    int excluded;
    int taken;

    /** Targets for which the present branch is the one that compiles. */
    int current;

    /** Targets whose branch holds code. */
    int own;

    final OwnCode code = new OwnCode();
    @Nullable Level twin;

    /** Whether a target's branch, or the same condition turned round next to it, holds code. */
    int replacedFor() {
      Level other = twin;
      boolean isTwin = other != null && other.branches == 1 && !other.literalTaken;
      return own | (isTwin && other != null ? other.own : 0);
    }
  }

  /** One branch around a place, with the targets for which it is not compiled. */
  private record Outside(Level level, int targets) {}

  /**
   * The branches around a place that some target does not compile. What they mean is known when the
   * whole file was read, because a target's branch may follow.
   */
  static final class Spot {
    static final Spot EVERYWHERE = new Spot(List.of());
    private final List<Outside> outside;

    private Spot(List<Outside> outside) {
      this.outside = outside;
    }

    boolean isEverywhere() {
      return outside.isEmpty();
    }

    /** Bits of the targets that have code of their own in this place. */
    int done() {
      int done = 0;
      for (Outside branch : outside) {
        done |= branch.targets() & branch.level().replacedFor();
      }
      return done;
    }

    /** Bits of the targets that have nothing in this place. */
    int leftOut() {
      int all = 0;
      for (Outside branch : outside) {
        all |= branch.targets();
      }
      return all & ~done();
    }
  }

  private final Deque<Level> levels = new ArrayDeque<>();
  private int tooDeep;
  private boolean disabled;
  private int branchedFor;
  private int wanted;
  private Spot spot = Spot.EVERYWHERE;
  private @Nullable Level previous;

  boolean isDisabled() {
    return disabled;
  }

  Spot spot() {
    return spot;
  }

  /** Whether this place compiles for some target of which a condition around it speaks. */
  boolean isForATarget() {
    return levels.stream().anyMatch(level -> level.current != 0);
  }

  /** Whether it matters if there is code in this place. */
  boolean isWatching() {
    return wanted != 0 || previous != null;
  }

  void word(byte[] text, int from, int to) {
    previous = null;
    Level level = levels.peek();
    if (wanted != 0 && level != null) {
      level.code.word(text, from, to);
    }
  }

  void literal() {
    previous = null;
    Level level = levels.peek();
    if (wanted != 0 && level != null) {
      level.code.literal();
    }
  }

  void mark(byte c) {
    previous = null;
    Level level = levels.peek();
    if (wanted != 0 && level != null && level.code.mark(c)) {
      credit();
    }
  }

  /** A directive that is code itself, such as an include or a macro with a body. */
  void code() {
    previous = null;
    credit();
  }

  private void credit() {
    if (!disabled) {
      for (Level level : levels) {
        level.own |= level.current & ~branchedFor;
      }
      summarise();
    }
  }

  void directive(String name, String condition) {
    switch (name) {
      case "if" -> open(condition);
      case "ifdef" -> open("defined(" + condition.strip() + ")");
      case "ifndef" -> open("!defined(" + condition.strip() + ")");
      case "elif" -> next(condition);
      case "elifdef" -> next("defined(" + condition.strip() + ")");
      case "elifndef" -> next("!defined(" + condition.strip() + ")");
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
    Level outer = levels.peek();
    if (outer != null && outer.code.isPending()) {
      credit();
      outer.code.flush();
    }
    Level level = new Level();
    Level before = previous;
    if (before != null) {
      level.twin = before;
      before.twin = level;
      previous = null;
    }
    levels.push(level);
    enter(level, condition);
  }

  private void next(String condition) {
    Level level = levels.peek();
    if (level != null && tooDeep == 0) {
      leave(level);
      enter(level, condition);
    }
  }

  private void close() {
    if (tooDeep > 0) {
      tooDeep--;
      return;
    }
    Level level = levels.peek();
    if (level != null) {
      leave(level);
      levels.pop();
      Level outer = levels.peek();
      if (outer != null) {
        outer.code.with(level.code);
      }
      previous = level;
    }
  }

  private void leave(Level level) {
    if (level.code.isPendingAtEnd()) {
      credit();
    }
    previous = null;
  }

  private static void enter(Level level, String condition) {
    Truth literal = Condition.literal(condition);
    level.branches++;
    level.code.start();
    level.disabled = level.literalTaken || literal == Truth.NO;
    // "#else" is the literal 1: it is taken only if nothing before it was.
    level.literalTaken |= literal == Truth.YES;
    level.excluded = 0;
    level.current = 0;
    if (level.disabled) {
      return;
    }
    for (Target target : TARGETS) {
      Truth truth = Condition.on(target, condition);
      if ((level.taken & target.bit()) != 0 || truth == Truth.NO) {
        level.excluded |= target.bit();
      } else if (truth == Truth.YES) {
        level.taken |= target.bit();
        level.current |= target.bit();
      }
    }
  }

  private void summarise() {
    disabled = false;
    branchedFor = 0;
    wanted = 0;
    for (Level level : levels) {
      disabled |= level.disabled;
      branchedFor |= level.excluded;
      wanted |= level.current & ~level.own;
    }
    wanted = disabled ? 0 : wanted & ~branchedFor;
    spot = branchedFor == 0 ? Spot.EVERYWHERE : spotHere();
  }

  private Spot spotHere() {
    List<Outside> outside = new ArrayList<>();
    for (Level level : levels) {
      if (level.excluded != 0) {
        outside.add(new Outside(level, level.excluded));
      }
    }
    return new Spot(outside);
  }
}
