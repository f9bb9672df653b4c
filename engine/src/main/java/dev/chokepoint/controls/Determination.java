package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the law says of one item in one trade, read from one clock, and why.
 *
 * @param eccn entry of the control list, or null when none of those modelled applies or it depends
 * @param eccnCandidates every entry that is possible, strictest first; {@code none} stands for none
 * @param paragraphs paragraphs of the entry that hold
 * @param provisions every provision in force that day with its truth
 * @param requirements those that fire or may fire
 * @param residual on what an undetermined answer depends, or null
 * @param readings outcomes under contested readings, stricter first; empty when they agree
 */
public record Determination(
    Item item,
    Trade trade,
    Clock clock,
    Verdict verdict,
    @Nullable ReviewPolicy reviewPolicy,
    @Nullable String eccn,
    List<String> eccnCandidates,
    List<String> paragraphs,
    List<CircuitMetrics> metrics,
    List<Finding> provisions,
    List<Requirement> requirements,
    List<ExceptionFinding> exceptions,
    List<Overlay> overlays,
    @Nullable Residual residual,
    List<ReadingOutcome> readings,
    List<Warning> warnings,
    List<Rulebook.NotAssessed> notAssessed) {

  /** Notices of the trade head the warnings of every answer, whoever decided it. */
  public Determination {
    Map<String, Warning> once = new LinkedHashMap<>();
    trade.notices().forEach(each -> once.put(each.code() + "\n" + each.text(), each));
    warnings.forEach(each -> once.putIfAbsent(each.code() + "\n" + each.text(), each));
    warnings = List.copyOf(once.values());
  }

  /** The same answer about an item as it was asked, with other readings and what they warn of. */
  Determination with(Item asked, List<ReadingOutcome> otherReadings, List<Warning> more) {
    List<Warning> all = new ArrayList<>(warnings);
    all.addAll(more);
    return new Determination(
        asked,
        trade,
        clock,
        verdict,
        reviewPolicy,
        eccn,
        eccnCandidates,
        paragraphs,
        metrics,
        provisions,
        requirements,
        exceptions,
        overlays,
        residual,
        otherReadings,
        all,
        notAssessed);
  }

  /** The metrics of one circuit or stack, base and formed. */
  public record CircuitMetrics(Item item, Map<Metric, Metrics.Measured> base) {

    /** Every precision with its TPP, highest first. */
    public List<Metrics.Precision> precisions() {
      return Metrics.precisions(item);
    }

    /** The literal sum over all processing units, or null (see {@link Metrics#literalSum}). */
    public Metrics.@Nullable Measured literalSum() {
      return Metrics.literalSum(item);
    }

    /** Whether the metric has a meaning for the circuit and, if rare, a value. */
    public boolean shows(Metric metric) {
      boolean node = metric == Metric.PROCESS_NODE;
      Metrics.Measured measured = base.get(node ? Metric.AATC : metric);
      boolean known = measured != null && !measured.value().isUnknown();
      return metric.appliesTo(item.kind()) && (!metric.isRare() || known);
    }
  }

  /** A provision in force with its truth and the steps to it. */
  public record Finding(Provision provision, Provision.Version version, Truth truth, Step steps) {}

  /**
   * A requirement that fires or may fire.
   *
   * @param policy how applications are reviewed: the strictest known where several lines hold
   * @param policyCitation where the policy stands, or empty
   * @param conditions what is still to certify for that policy
   */
  public record Requirement(
      Finding finding,
      ReviewPolicy policy,
      String policyCitation,
      String policyNote,
      List<Provision.Term> conditions) {}

  /**
   * An exception that was considered.
   *
   * @param beyond requirements that it leaves standing
   * @param conditions what it asks for, where it is available on conditions
   */
  public record ExceptionFinding(
      Finding finding,
      Availability available,
      Set<String> beyond,
      List<Provision.Term> conditions) {

    /** Why it is available or not, in words. */
    public String why() {
      return switch (available) {
        case NO ->
            finding.truth() != Truth.NO
                ? "it does not overcome " + String.join(", ", beyond)
                : Conditions.asksNothing(finding.version().when())
                    ? finding.version().summary()
                    : finding.steps().decidedBy();
        case IF -> finding.truth() == Truth.UNKNOWN ? finding.steps().decidedBy() : "on conditions";
        case YES -> "no condition";
      };
    }
  }

  /** Whether an exception is available. */
  public enum Availability {
    YES,
    IF,
    NO;

    /** The word used in text and JSON. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Guidance, duty or announcement that goes with the answer. */
  public record Overlay(Finding finding, String text) {}

  /** On what the answer depends: one line per outcome. */
  public record Residual(String text, List<Branch> branches) {}

  /** An outcome and when it is reached. */
  public record Branch(String outcome, Verdict verdict, @Nullable String eccn, String when) {}

  /** Outcome under one reading of a contested point. */
  public record ReadingOutcome(
      String reading, Verdict verdict, @Nullable String eccn, String note, boolean governs) {}

  /** A warning with a stable code. */
  public record Warning(String code, String text) {}

  /** Whether any warning has this code. */
  public boolean warns(String code) {
    return warnings.stream().anyMatch(warning -> warning.code().equals(code));
  }
}
