package dev.chokepoint.claims;

import java.util.List;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/** What must be so for a claim to hold. What we work out stands left, what is stated right. */
public sealed interface Check {

  /**
   * Two quantities of one unit are equal.
   *
   * @param within share of the right one by which they may differ; null for half a unit in the last
   *     printed digit of what is stated
   */
  record Equal(Expression left, Expression right, @Nullable BigFraction within) implements Check {}

  /** The left quantity is larger, or at least as large. */
  record More(Expression left, Expression right, boolean orEqual) implements Check {}

  /** The left quantity is smaller, or at most as large. */
  record Less(Expression left, Expression right, boolean orEqual) implements Check {}

  /** Two words are the same. */
  record Same(Expression.Word left, Expression.Word right) implements Check {}

  /** The left date lies before the right one. */
  record Before(Expression.Word left, Expression.Word right) implements Check {}

  /** Every part holds. */
  record All(List<Check> parts) implements Check {}

  /** Some part holds. */
  record Any(List<Check> parts) implements Check {}

  /** The part does not hold. */
  record Not(Check part) implements Check {}
}
