package dev.chokepoint.screening;

import dev.chokepoint.controls.Savings;
import dev.chokepoint.controls.Verdict;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of a line, and why.
 *
 * @param before what was said on the earlier day
 * @param after what is said on the day that decides
 */
public record Judgement(
    State state, Outcome before, Outcome after, String reason, List<String> warnings) {

  public Judgement {
    warnings = List.copyOf(warnings);
  }

  /** What a move of the law from one day to another does to a line. */
  public static Judgement exposure(Outcome before, Outcome after, Timing timing) {
    return switch (timing.movement()) {
      case CANCELLED -> cancelled(before, after);
      case IN_TRANSIT -> underWay(before, after, timing, State.UNAFFECTED);
      case OPEN -> moved(before, after, State.NEWLY_BLOCKED);
      case SHIPPED -> moved(before, after, State.SHIPPED_REQUIRED);
    };
  }

  /** Whether a line may go on the day asked, or might on the day on which it went. */
  public static Judgement screen(Outcome before, Outcome after, Timing timing) {
    return switch (timing.movement()) {
      case CANCELLED -> cancelled(before, after);
      case IN_TRANSIT -> underWay(before, after, timing, State.FREE);
      case OPEN -> decided(before, after, State.BLOCKED);
      case SHIPPED -> decided(before, after, State.SHIPPED_REQUIRED);
    };
  }

  private static Judgement cancelled(Outcome before, Outcome after) {
    return of(State.CANCELLED, before, after, "the order is cancelled");
  }

  private static Judgement decided(Outcome before, Outcome after, State required) {
    State state =
        switch (after.verdict()) {
          case LICENCE_REQUIRED -> required;
          case UNDETERMINED, NOT_MODELLED -> State.UNDETERMINED;
          case NO_LICENCE_REQUIRED -> State.FREE;
        };
    return of(state, before, after, after.reason());
  }

  private static Judgement moved(Outcome before, Outcome after, State newly) {
    boolean needed = before.verdict() == Verdict.LICENCE_REQUIRED;
    if (!needed && before.verdict() != Verdict.NO_LICENCE_REQUIRED) {
      String also =
          after.verdict() == Verdict.LICENCE_REQUIRED
              ? "a licence is required on the later day; whether it was before is not decided: "
              : "";
      return of(State.UNDETERMINED, before, after, also + before.reason());
    }
    return switch (after.verdict()) {
      case LICENCE_REQUIRED ->
          of(needed ? State.ALREADY_REQUIRED : newly, before, after, after.reason());
      case UNDETERMINED, NOT_MODELLED -> of(State.UNDETERMINED, before, after, after.reason());
      case NO_LICENCE_REQUIRED ->
          of(
              needed ? State.NEWLY_FREED : State.UNAFFECTED,
              before,
              after,
              needed ? "was required: " + before.reason() : after.reason());
    };
  }

  /** Goods on their way: what bound them when they left, then what savings clauses say. */
  private static Judgement underWay(Outcome left, Outcome now, Timing timing, State free) {
    if (left.verdict() != Verdict.NO_LICENCE_REQUIRED) {
      State required = free == State.FREE ? State.SHIPPED_REQUIRED : State.ALREADY_REQUIRED;
      boolean needed = left.verdict() == Verdict.LICENCE_REQUIRED;
      return of(needed ? required : State.UNDETERMINED, left, left, left.reason());
    }
    if (now.verdict() == Verdict.NO_LICENCE_REQUIRED) {
      return of(free, left, now, now.reason());
    }
    LocalDate loaded = java.util.Objects.requireNonNull(timing.loaded());
    List<Savings> savings = new ArrayList<>();
    for (Outcome.Clause clause : now.clauses()) {
      savings.add(Savings.of(clause.savings(), loaded, timing.arrives()));
    }
    String text = "left on " + loaded + " before " + now.clauseIds() + "; ";
    if (savings.contains(Savings.BOUND)) {
      return of(
          free == State.FREE ? State.BLOCKED : State.NEWLY_BLOCKED,
          left,
          now,
          text + "too late for the savings clause. " + now.reason());
    }
    boolean saved = !savings.isEmpty() && savings.stream().allMatch(s -> s == Savings.FREE);
    Judgement judged =
        of(
            State.IN_TRANSIT,
            left,
            now,
            text
                + (saved
                    ? "the savings clause frees it"
                    : "no savings clause that decides it was read"));
    return saved ? judged : judged.warning("savings-not-known");
  }

  private Judgement warning(String code) {
    List<String> all = new ArrayList<>(warnings);
    all.add(code);
    return new Judgement(state, before, after, reason, all);
  }

  private static Judgement of(State state, Outcome before, Outcome after, String reason) {
    return new Judgement(state, before, after, reason, after.warnings());
  }
}
