package dev.chokepoint.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A linear program in whole numbers with exact coefficients: least cost under limits. Solvers work
 * on it in floating point; {@link #cost} and {@link #broken} say exactly what their answer is
 * worth.
 */
public final class Program {
  private final List<Variable> variables = new ArrayList<>();
  private final List<Limit> limits = new ArrayList<>();

  /**
   * A whole number.
   *
   * @param most at most, 0 or more; at least 0
   */
  public record Variable(int index, String name, BigDecimal cost, long most) {}

  /**
   * A limit on a sum of variables.
   *
   * @param group what it is a limit of, such as {@code power}
   * @param least whether the sum must be at least the bound, else at most
   */
  public record Limit(
      String name, String group, boolean least, Map<Integer, BigDecimal> terms, BigDecimal bound) {
    public Limit {
      terms = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(terms));
    }

    /** The sum for values of the variables. */
    public BigDecimal sum(long[] values) {
      BigDecimal sum = BigDecimal.ZERO;
      for (Map.Entry<Integer, BigDecimal> each : terms.entrySet()) {
        sum = sum.add(each.getValue().multiply(BigDecimal.valueOf(values[each.getKey()])));
      }
      return sum;
    }

    /** Whether values keep it. */
    public boolean holds(long[] values) {
      int order = sum(values).compareTo(bound);
      return least ? order >= 0 : order <= 0;
    }
  }

  /** Adds a whole number from 0. */
  public int add(String name, BigDecimal cost, long most) {
    variables.add(new Variable(variables.size(), name, cost, most));
    return variables.size() - 1;
  }

  /** The same, to be changed. */
  Program copy() {
    Program copy = new Program();
    copy.variables.addAll(variables);
    copy.limits.addAll(limits);
    return copy;
  }

  /** Raises what a variable costs. */
  void addCost(int index, BigDecimal cost) {
    Variable old = variables.get(index);
    variables.set(index, new Variable(old.index(), old.name(), old.cost().add(cost), old.most()));
  }

  /** Gives every variable another cost: nothing, but for one. */
  void onlyCost(int index) {
    variables.replaceAll(old ->
        new Variable(
            old.index(),
            old.name(),
            old.index() == index ? BigDecimal.ONE : BigDecimal.ZERO,
            old.most()));
  }

  /** Adds a limit. */
  public void limit(
      String name, String group, boolean least, Map<Integer, BigDecimal> terms, BigDecimal bound) {
    limits.add(new Limit(name, group, least, terms, bound));
  }

  public List<Variable> variables() {
    return variables;
  }

  public List<Limit> limits() {
    return limits;
  }

  /** What values cost, exactly. */
  public BigDecimal cost(long[] values) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Variable each : variables) {
      sum = sum.add(each.cost().multiply(BigDecimal.valueOf(values[each.index()])));
    }
    return sum;
  }

  /** Names of everything that values break, exactly; empty when they are a solution. */
  public List<String> broken(long[] values) {
    List<String> broken = new ArrayList<>();
    for (Variable each : variables) {
      if (values[each.index()] < 0 || values[each.index()] > each.most()) {
        broken.add(each.name());
      }
    }
    limits.stream().filter(each -> !each.holds(values)).forEach(each -> broken.add(each.name()));
    return broken;
  }
}
