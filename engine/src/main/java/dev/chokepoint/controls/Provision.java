package dev.chokepoint.controls;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rule with all its dated versions.
 *
 * @param id stable name
 * @param displaces provisions that fall away where this one holds (a stricter entry, say)
 * @param overcomes for an exception, the requirements that it can satisfy
 * @param file where a reviewer finds it, for messages
 */
public record Provision(
    String id,
    Provision.Kind kind,
    String title,
    Set<String> displaces,
    Set<String> overcomes,
    List<Version> versions,
    String file) {

  /** Half a year: longer than goods travel, and than savings clauses run. */
  private static final long ON_THEIR_WAY_DAYS = 180;

  /** What a provision does when its condition holds. */
  public enum Kind {
    /** Classifies the item under an entry of the control list. */
    ENTRY,
    /** Requires a licence. */
    REQUIREMENT,
    /** Makes a licence unnecessary, perhaps on conditions. */
    EXCEPTION,
    /** Guidance, duty or announcement that goes with the answer without deciding it. */
    OVERLAY,
    /** Marks controls that lie outside coverage, so that no answer is "free". */
    GUARD;

    /** The word used in files, text and JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** What a version rests on. */
  public enum Certainty {
    /** The text itself. */
    OFFICIAL,
    /** Accounts of a text that was never published, such as a letter. */
    REPORTED,
    /** What the agency says of the law without changing it. */
    GUIDANCE;

    /** The word used in files, text and JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** A half-open interval of days; null until means still in force at the last review. */
  public record Period(LocalDate from, @Nullable LocalDate until) {
    public boolean covers(LocalDate day) {
      return !day.isBefore(from) && (until == null || day.isBefore(until));
    }
  }

  /** Where the text stands. */
  public record Citation(String title, String locator, String checkedOn) {
    /** The citation in one line. */
    public String line() {
      return locator.isEmpty() ? title : title + ", " + locator;
    }
  }

  /** Goods on their way when the version began. */
  public record Savings(LocalDate loadedBefore, LocalDate arrivesBy) {}

  /** What a duty or a share of revenue takes of the value of goods, in percent. */
  public record Levy(Charge charge, BigDecimal percent) {
    /** What is levied. */
    public enum Charge {
      DUTY,
      REVENUE_SHARE;

      /** The word used in files, text and JSON. */
      public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      }
    }

    /** What it takes of an amount. */
    public BigDecimal of(BigDecimal amount) {
      return amount.multiply(percent).movePointLeft(2);
    }
  }

  /**
   * One text of the provision with its dates; null period means never on that clock, and null levy
   * that it takes no money.
   */
  public record Version(
      String id,
      @Nullable LocalDate published,
      @Nullable Period codified,
      @Nullable Period enforced,
      @Nullable LocalDate compliance,
      @Nullable Savings savings,
      Citation cite,
      String summary,
      Condition when,
      List<Review> review,
      List<Term> conditions,
      List<Remark> remarks,
      Certainty certainty,
      @Nullable Levy levy) {

    public @Nullable Period period(Clock clock) {
      return switch (clock) {
        case ENFORCED -> enforced;
        case CODIFIED -> codified;
      };
    }

    /**
     * What to say on a day about goods that were on their way when the version began; empty once it
     * has been in force for so long that none can be.
     */
    public Optional<String> savingsNote(LocalDate day, Clock clock) {
      Period period = period(clock);
      if (period == null
          || day.isBefore(period.from())
          || ChronoUnit.DAYS.between(period.from(), day) >= ON_THEIR_WAY_DAYS) {
        return Optional.empty();
      }
      return Optional.of(
          savings == null
              ? "savings clause: not checked"
              : "savings clause: goods loaded before "
                  + savings.loadedBefore()
                  + " and arriving by "
                  + savings.arrivesBy()
                  + " are free of this version; not checked here");
    }
  }

  /** One line of review policy; where several hold, those displaced fall away. */
  public record Review(
      String id,
      Condition when,
      ReviewPolicy policy,
      Set<String> displaces,
      Citation cite,
      List<Term> conditions,
      String note) {}

  /** Something to fulfil or to certify. */
  public record Term(String id, String text) {}

  /** A warning that goes with an answer in which the version holds, or may hold. */
  public record Remark(String code, String text, @Nullable Condition when) {}

  /** The version in force on a day, if any. */
  public Optional<Version> inForce(LocalDate day, Clock clock) {
    for (Version version : versions) {
      Period period = version.period(clock);
      if (period != null && period.covers(day)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }
}
