package dev.chokepoint.claims;

import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation of a check. It writes down its working, unless it is one of the many that look for
 * where a verdict turns.
 */
final class Reckoning {
  private final Leaves leaves;
  private final @Nullable String changed;
  private final BigFraction factor;
  private final boolean silent;

  private final List<String> working = new ArrayList<>();
  private final List<String> sources = new ArrayList<>();
  private final List<String> computed = new ArrayList<>();
  private final List<String> stated = new ArrayList<>();
  private final Set<String> inputs = new LinkedHashSet<>();
  private boolean mixed;
  private long signs;

  /** An evaluation that writes down everything. */
  Reckoning(Leaves leaves) {
    this(leaves, null, BigFraction.ONE, false);
  }

  /** An evaluation of another check that goes on numbering the sources of one before it. */
  Reckoning(Leaves leaves, Reckoning before) {
    this(leaves);
    sources.addAll(before.sources);
  }

  private Reckoning(Leaves leaves, @Nullable String changed, BigFraction factor, boolean silent) {
    this.leaves = leaves;
    this.changed = changed;
    this.factor = factor;
    this.silent = silent;
  }

  /** An evaluation with one input multiplied, of which only the outcome is wanted. */
  static Reckoning with(Leaves leaves, String input, BigFraction factor) {
    return new Reckoning(leaves, input, factor, true);
  }

  List<String> working() {
    return List.copyOf(working);
  }

  List<String> sources() {
    return sources;
  }

  List<String> computed() {
    return computed;
  }

  List<String> stated() {
    return stated;
  }

  Set<String> inputs() {
    return inputs;
  }

  /** Whether quantities of different units met. */
  boolean isMixed() {
    return mixed;
  }

  /** On which side of each comparison the left quantity lies, as one number. */
  long signs() {
    return signs;
  }

  Truth truth(Check check) {
    return switch (check) {
      case Check.Equal e -> equal(e);
      case Check.More m -> more(m.left(), m.right(), m.orEqual(), false);
      case Check.Less l -> more(l.left(), l.right(), l.orEqual(), true);
      case Check.Same s -> words(s.left(), s.right(), false);
      case Check.Before b -> words(b.left(), b.right(), true);
      case Check.All all -> all(all.parts(), Truth.NO);
      case Check.Any any -> all(any.parts(), Truth.YES);
      case Check.Not not -> contrary(not);
    };
  }

  private Truth contrary(Check.Not not) {
    Truth truth = truth(not.part()).not();
    if (!silent) {
      working.add("the contrary is claimed: " + truth.word());
    }
    return truth;
  }

  /** What was looked up needs to be said only once. */
  private void once(String line) {
    if (!working.contains(line)) {
      working.add(line);
    }
  }

  /** Every part is worked out, so that the working is whole. */
  private Truth all(List<Check> parts, Truth decisive) {
    Truth sum = decisive.not();
    for (Check part : parts) {
      Truth own = truth(part);
      sum = own == decisive || sum == decisive ? decisive : own == Truth.UNKNOWN ? own : sum;
    }
    return sum;
  }

  private Truth equal(Check.Equal e) {
    Amount left = amount(e.left());
    Amount right = amount(e.right());
    BigFraction within = e.within();
    if (!comparable(left, right, "=")) {
      return Truth.UNKNOWN;
    }
    BigFraction half = e.right() instanceof Expression.Stated s ? s.half() : BigFraction.ZERO;
    BigFraction size = size(right);
    BigFraction slack = within == null ? half : within.multiply(size);
    Truth truth = within(left, right, slack, e.right() instanceof Expression.Stated);
    String how =
        within == null
            ? ", as rounded there"
            : ", within " + Exact.text(within.multiply(new BigFraction(100))) + "%";
    compared(left, right, " = ", how, truth);
    return truth;
  }

  private static BigFraction size(Amount right) {
    BigFraction high = right.high();
    BigFraction low = right.low();
    BigFraction one = high != null ? high : low != null ? low : BigFraction.ZERO;
    return one.signum() < 0 ? one.negate() : one;
  }

  /** Stated bounds allow anything between them; doubtful ones must agree in every case. */
  private static Truth within(Amount left, Amount right, BigFraction slack, boolean stated) {
    BigFraction a = left.low();
    BigFraction b = left.high();
    BigFraction c = right.low();
    BigFraction d = right.high();
    boolean apart =
        (b != null && c != null && Exact.compare(b, c.subtract(slack)) < 0)
            || (a != null && d != null && Exact.compare(a, d.add(slack)) > 0);
    if (apart) {
      return Truth.NO;
    }
    if (a == null || b == null || c == null || d == null) {
      return Truth.UNKNOWN;
    }
    BigFraction least = stated ? c.subtract(slack) : d.subtract(slack);
    BigFraction most = stated ? d.add(slack) : c.add(slack);
    boolean inside = Exact.compare(a, least) >= 0 && Exact.compare(b, most) <= 0;
    return inside ? Truth.YES : Truth.UNKNOWN;
  }

  private Truth more(Expression one, Expression other, boolean orEqual, boolean less) {
    Amount left = amount(one);
    Amount right = amount(other);
    String sign = (less ? "<" : ">") + (orEqual ? "=" : "");
    if (!comparable(left, right, sign)) {
      return Truth.UNKNOWN;
    }
    Truth truth = less ? right.more(left, orEqual) : left.more(right, orEqual);
    compared(left, right, " " + sign + " ", "", truth);
    return truth;
  }

  private boolean comparable(Amount left, Amount right, String sign) {
    boolean same = left.unit().equals(right.unit());
    if (!same) {
      mixed = true;
      if (!silent) {
        computed.add(left.text());
        stated.add(right.text());
        working.add(
            left.text()
                + " "
                + sign
                + " "
                + right.text()
                + "? "
                + differ(left.unit(), right.unit()));
      }
    }
    return same;
  }

  private static String differ(Unit one, Unit other) {
    return "not comparable: " + name(one) + " and " + name(other) + " are different units";
  }

  private static String name(Unit unit) {
    return unit.isNone() ? "a plain number" : unit.text();
  }

  private void compared(Amount left, Amount right, String sign, String how, Truth truth) {
    signs = signs * 3 + 1 + sign(left, right);
    if (!silent) {
      computed.add(left.text());
      stated.add(right.text());
      working.add(left.text() + sign + right.text() + how + "? " + truth.word());
    }
  }

  private static int sign(Amount left, Amount right) {
    BigFraction a = left.low();
    BigFraction b = left.high();
    BigFraction c = right.low();
    BigFraction d = right.high();
    if (a == null || b == null || c == null || d == null) {
      return 0;
    }
    return Exact.compare(a.add(b), c.add(d));
  }

  private Truth words(Expression.Word one, Expression.Word other, boolean before) {
    String left = word(one);
    String right = word(other);
    Truth truth =
        left == null || right == null
            ? Truth.UNKNOWN
            : before ? earlier(left, right) : Truth.of(left.equalsIgnoreCase(right));
    if (!silent) {
      String a = left == null ? "unknown" : left;
      String b = right == null ? "unknown" : right;
      computed.add(a);
      stated.add(b);
      working.add(a + (before ? " before " : " = ") + b + "? " + truth.word());
    }
    return truth;
  }

  /** Dates may lack the day; what they share does not decide. */
  private static Truth earlier(String left, String right) {
    int shared = Math.min(left.length(), right.length());
    int order = left.substring(0, shared).compareTo(right.substring(0, shared));
    return order == 0 && left.length() != right.length() ? Truth.UNKNOWN : Truth.of(order < 0);
  }

  private @Nullable String word(Expression.Word word) {
    Leaves.Told told = leaves.word(word);
    if (!silent && !(word instanceof Expression.Said)) {
      told.notes().forEach(this::once);
      String text = told.text();
      once(told.label() + " = " + (text == null ? "unknown" : text) + marks(told.sources()));
    }
    return told.text();
  }

  private String marks(List<String> own) {
    StringJoiner marks = new StringJoiner(", ", " [", "]");
    marks.setEmptyValue("");
    for (String source : own) {
      if (!sources.contains(source)) {
        sources.add(source);
      }
      marks.add(String.valueOf(sources.indexOf(source) + 1));
    }
    return marks.toString();
  }

  private Amount amount(Expression expression) {
    Leaves.Leaf leaf = leaves.amount(expression);
    if (leaf != null) {
      Amount value = leaf.label().equals(changed) ? leaf.value().scaled(factor) : leaf.value();
      if (!silent) {
        inputs.add(leaf.label());
        if (!(expression instanceof Expression.Stated)) {
          String note = leaf.note().isEmpty() ? "" : " (" + leaf.note() + ")";
          once(leaf.label() + " = " + value.text() + marks(leaf.sources()) + note);
        }
      }
      return value;
    }
    return switch (expression) {
      case Expression.Sum s -> joined(s.parts(), " + ", Amount::plus, true);
      case Expression.Product p -> joined(p.parts(), " × ", Amount::times, false);
      case Expression.Extreme x ->
          joined(
              x.parts(),
              x.largest() ? " or the larger " : " or the smaller ",
              (a, b) -> a.extreme(b, x.largest()),
              true);
      case Expression.Difference d ->
          joined(List.of(d.from(), d.less()), " - ", (a, b) -> a.plus(b.negated()), true);
      case Expression.Quotient q ->
          joined(List.of(q.top(), q.bottom()), " / ", Amount::over, false);
      case Expression.Change c -> change(c);
      case Expression.Stated s -> throw leafless(s);
      case Expression.OfFigure f -> throw leafless(f);
      case Expression.OfMetric m -> throw leafless(m);
      case Expression.OfPrice p -> throw leafless(p);
      case Expression.OfTariff t -> throw leafless(t);
      case Expression.OfSeries s -> throw leafless(s);
      case Expression.OfPrediction p -> throw leafless(p);
      case Expression.Days d -> throw leafless(d);
    };
  }

  private static IllegalStateException leafless(Expression expression) {
    return new IllegalStateException("a leaf is looked up: " + expression);
  }

  private Amount joined(
      List<Expression> parts,
      String sign,
      java.util.function.BinaryOperator<Amount> step,
      boolean alike) {
    List<Amount> values = parts.stream().map(this::amount).toList();
    Amount sum = values.getFirst();
    for (Amount next : values.subList(1, values.size())) {
      if (alike && !sum.unit().equals(next.unit())) {
        mixed = true;
        if (!silent) {
          working.add(sum.text() + sign + next.text() + ": " + differ(sum.unit(), next.unit()));
        }
        sum = Amount.unknown(sum.unit());
      } else {
        sum = step.apply(sum, next);
      }
    }
    if (!silent) {
      StringJoiner text = new StringJoiner(sign);
      values.forEach(value -> text.add(value.text()));
      String zero = sum.isUnknown() && sign.equals(" / ") ? byWhat(values.getLast()) : "";
      working.add(text + " = " + sum.text() + zero);
    }
    return sum;
  }

  private static String byWhat(Amount divisor) {
    return divisor.isUnknown()
        ? " (divided by what is unknown)"
        : divisor.isExact() ? " (divided by zero)" : " (the divisor may be zero)";
  }

  private Amount change(Expression.Change c) {
    Amount from = amount(c.from());
    Amount to = amount(c.to());
    if (!from.unit().equals(to.unit())) {
      mixed = true;
      if (!silent) {
        working.add(from.text() + " to " + to.text() + ": " + differ(from.unit(), to.unit()));
      }
      return Amount.unknown(Unit.NONE);
    }
    Amount change = to.over(from).plus(Amount.exactly(BigFraction.MINUS_ONE, Unit.NONE));
    if (!silent) {
      working.add(to.text() + " / " + from.text() + " - 1 = " + change.text());
    }
    return change;
  }
}
