package dev.chokepoint.claims;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * Where an input turns a verdict. Factors are tried outwards in steps; where a comparison changes
 * its side between two steps the place is looked for by halving, so that even the narrow band
 * within which two quantities count as equal is not stepped over.
 */
final class Turns {
  /** Factors are whole multiples of one part of this. */
  private static final long PARTS = 10_000;

  private static final double STEP = 1.08;
  private static final double FARTHEST = 30;

  private final Claim claim;
  private final Check check;
  private final Leaves leaves;
  private final Finding.Verdict verdict;

  Turns(Claim claim, Check check, Leaves leaves, Finding.Verdict verdict) {
    this.claim = claim;
    this.check = check;
    this.leaves = leaves;
    this.verdict = verdict;
  }

  /** The nearest turn upwards and downwards, or one entry that says there is none. */
  List<Finding.Turn> of(String input) {
    Amount value = leaves.value(input);
    boolean fixed = value.isUnknown() || (value.isExact() && isZero(value));
    List<Finding.Turn> turns = new ArrayList<>();
    for (boolean up : fixed ? new boolean[0] : new boolean[] {true, false}) {
      Long at = nearest(input, up);
      if (at != null) {
        BigFraction factor = new BigFraction(at, PARTS);
        turns.add(
            new Finding.Turn(
                input,
                value.text(),
                value.scaled(factor).about(),
                text(factor),
                Claims.outcome(claim, check, leaves, input, factor).verdict()));
      }
    }
    if (turns.isEmpty()) {
      turns.add(new Finding.Turn(input, value.text(), null, null, null));
    }
    return turns;
  }

  /** Four digits, or five where four would say that nothing moves. */
  private static String text(BigFraction factor) {
    BigDecimal value = new BigDecimal(factor.doubleValue());
    BigDecimal four = value.round(new MathContext(4));
    BigDecimal shown = four.compareTo(BigDecimal.ONE) == 0 ? value.round(new MathContext(5)) : four;
    return shown.stripTrailingZeros().toPlainString();
  }

  private static boolean isZero(Amount value) {
    BigFraction low = value.low();
    return low != null && low.signum() == 0;
  }

  private @Nullable Long nearest(String input, boolean up) {
    Map<Long, Claims.Outcome> known = new HashMap<>();
    long last = PARTS;
    Claims.Outcome before = at(input, last, known);
    for (double factor = 1.01; factor <= FARTHEST; factor *= factor < 1.3 ? 1.01 : STEP) {
      long next = Math.round(PARTS * (up ? factor : 1 / factor));
      Claims.Outcome here = at(input, next, known);
      if (here.verdict() == verdict && here.signs() != before.signs()) {
        long side = boundary(input, last, next, before, true, known);
        here = at(input, side, known);
        next = here.verdict() == verdict ? next : side;
        here = at(input, next, known);
      }
      if (here.verdict() != verdict) {
        return boundary(input, last, next, before, false, known);
      }
      last = next;
      before = here;
    }
    return null;
  }

  /** The first place after {@code from} whose outcome differs, in its sides or in its verdict. */
  private long boundary(
      String input,
      long from,
      long to,
      Claims.Outcome before,
      boolean sides,
      Map<Long, Claims.Outcome> known) {
    long near = from;
    long far = to;
    while (Math.abs(far - near) > 1) {
      long middle = (near + far) / 2;
      Claims.Outcome here = at(input, middle, known);
      boolean same =
          here.verdict() == before.verdict() && (!sides || here.signs() == before.signs());
      near = same ? middle : near;
      far = same ? far : middle;
    }
    return far;
  }

  private Claims.Outcome at(String input, long parts, Map<Long, Claims.Outcome> known) {
    return known.computeIfAbsent(
        parts, p -> Claims.outcome(claim, check, leaves, input, new BigFraction(p, PARTS)));
  }
}
