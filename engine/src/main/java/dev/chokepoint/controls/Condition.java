package dev.chokepoint.controls;

import dev.chokepoint.catalog.Metric;
import java.util.List;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;

/**
 * When a provision applies: a closed tree that is read by every reading of the law. There is no
 * other form of a rule anywhere.
 */
public sealed interface Condition {

  /** The paragraph of the text that this node stands for, such as {@code a.1}, or empty. */
  String paragraph();

  /** The nodes directly below. */
  default List<Condition> parts() {
    return List.of();
  }

  /** True when every part is. */
  record All(String paragraph, List<Condition> parts) implements Condition {}

  /** True when at least one part is. */
  record Any(String paragraph, List<Condition> parts) implements Condition {}

  /** True when its part is not. */
  record Not(String paragraph, Condition part) implements Condition {
    @Override
    public List<Condition> parts() {
      return List.of(part);
    }
  }

  /** A node that asks something of the facts itself. */
  sealed interface Leaf extends Condition {
    /** What it asks, wherever it stands in a text; equal for equal questions. */
    List<Object> question();
  }

  /** Compares a metric of the circuit at hand with a limit; a density without an area is false. */
  record Compare(String paragraph, Metric metric, Operator operator, BigFraction limit)
      implements Leaf {
    @Override
    public List<Object> question() {
      return List.of(metric, operator, limit);
    }
  }

  /** True when a fact carries any of these labels and none of the excepted ones. */
  record In(String paragraph, Fact fact, Set<String> labels, Set<String> except) implements Leaf {
    @Override
    public List<Object> question() {
      return List.of(fact, labels, except);
    }
  }

  /** True when another provision of the day holds for the item at hand. */
  record Meets(String paragraph, String provision) implements Condition {}

  /** True when its part holds for the item itself, if a circuit, or for any circuit inside it. */
  record AnyCircuit(String paragraph, Condition part) implements Condition {
    @Override
    public List<Condition> parts() {
      return List.of(part);
    }
  }

  /** The literal operators of the texts: "or more", "greater than", "less than", "or less". */
  enum Operator {
    AT_LEAST("atLeast", ">="),
    ABOVE("above", ">"),
    BELOW("below", "<"),
    AT_MOST("atMost", "<=");

    private final String key;
    private final String sign;

    Operator(String key, String sign) {
      this.key = key;
      this.sign = sign;
    }

    /** Key in rule files. */
    public String key() {
      return key;
    }

    /** Mathematical sign. */
    public String sign() {
      return sign;
    }

    /** Whether the sign of (value - limit) satisfies the operator. */
    boolean accepts(int comparison) {
      return switch (this) {
        case AT_LEAST -> comparison >= 0;
        case ABOVE -> comparison > 0;
        case BELOW -> comparison < 0;
        case AT_MOST -> comparison <= 0;
      };
    }
  }
}
