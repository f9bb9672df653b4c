package dev.chokepoint.plan;

import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What guidance asks of a provider of compute about a tenant: questions, which of them are flags or
 * stops by the answers given, and what must be done. It is a duty to ask, not a way round a rule.
 *
 * @param findings one for each question, in order
 */
public record Tenancy(List<Finding> findings, Action action) {
  public Tenancy {
    findings = List.copyOf(findings);
  }

  /**
   * A question.
   *
   * @param raises the answer that raises it, never unknown
   * @param certainty {@code official} or {@code unverified}
   */
  public record Question(
      String id,
      String ask,
      Truth raises,
      Effect effect,
      String certainty,
      String cite,
      String because) {}

  /** What a raised question means. */
  public enum Effect {
    /** A licence is needed before service. */
    STOP,
    /** To be resolved, and the resolution kept, before service. */
    FLAG
  }

  /** A question with its answer; not answered is unknown. */
  public record Finding(Question question, Truth answer) {
    /** Whether the answer raises the question; unknown while nobody has answered. */
    public Truth raised() {
      return answer == Truth.UNKNOWN ? Truth.UNKNOWN : Truth.of(answer == question.raises());
    }
  }

  /** What must be done, strictest first. */
  public enum Action {
    LICENCE_BEFORE_SERVICE(10),
    RESOLVE_FLAGS(11),
    ASK(11),
    SERVE_AND_RECORD(0);

    private final int exitCode;

    Action(int exitCode) {
      this.exitCode = exitCode;
    }

    /** Exit code of the command line. */
    public int exitCode() {
      return exitCode;
    }

    /** The word used in text and JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** Judges answers by the ids of their questions. */
  public static Tenancy of(List<Question> questions, Map<String, Truth> answers) {
    List<Finding> findings = new ArrayList<>();
    questions.forEach(
        each -> findings.add(new Finding(each, answers.getOrDefault(each.id(), Truth.UNKNOWN))));
    return new Tenancy(findings, action(findings));
  }

  private static Action action(List<Finding> findings) {
    if (any(findings, Effect.STOP, Truth.YES)) {
      return Action.LICENCE_BEFORE_SERVICE;
    }
    if (any(findings, Effect.FLAG, Truth.YES)) {
      return Action.RESOLVE_FLAGS;
    }
    boolean open = findings.stream().anyMatch(each -> each.raised() == Truth.UNKNOWN);
    return open ? Action.ASK : Action.SERVE_AND_RECORD;
  }

  private static boolean any(List<Finding> findings, Effect effect, Truth raised) {
    return findings.stream()
        .anyMatch(each -> each.question().effect() == effect && each.raised() == raised);
  }
}
