package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Probe;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.explore.Near;
import dev.chokepoint.explore.RuleDesign;
import dev.chokepoint.explore.RuleDesignWidth;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Range;
import dev.chokepoint.units.Refused;
import dev.chokepoint.units.Truth;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.hipparchus.fraction.BigFraction;
import org.jspecify.annotations.Nullable;

/**
 * What designed rules do. One of them is read as an overlay, and every chip is asked of the engine
 * under it.
 *
 * @param picked number of that one, from 0
 * @param leaks chips that it misses although they do as much as the weakest that it must catch
 * @param collateral chips that it catches although nobody asked for it
 * @param open chips of which too little is known to say
 * @param evader the best design that passes, made of the strongest chip that must be caught; null
 *     where none passes
 * @param widths how well metrics tell the speed of the chips of the catalogue
 * @param unpredicted chips of the catalogue whose figures do not suffice for a prediction
 */
record RuleDesignReport(
    Asked asked,
    List<RuleDesign> rules,
    int picked,
    List<Strength> leaks,
    List<Item> collateral,
    List<Item> open,
    @Nullable Evader evader,
    List<RuleDesignWidth> widths,
    int unpredicted) {

  /** What was asked for. */
  record Asked(
      List<Item> caught,
      List<Item> spared,
      List<Metric> metrics,
      String destination,
      LocalDate day,
      YardstickOptions.Work work) {}

  /**
   * A chip with its speed.
   *
   * @param ratio geometric mean of its speeds over those of the weakest chip that must be caught
   */
  record Strength(Item item, Near.Speed speed, double ratio) {}

  /**
   * A design that passes.
   *
   * @param from what it was made of
   * @param determination what the law of the day with the rule says of it
   * @param ratio as of a strength
   */
  record Evader(Item from, Near.Option option, Determination determination, double ratio) {}

  static RuleDesignReport of(
      Knowledge knowledge,
      @Nullable Knowledge tried,
      Asked asked,
      List<RuleDesign> rules,
      int picked) {
    Function<Item, Near.Speed> speed = YardstickOptions.speed(knowledge, asked.work());
    Map<Item, Near.Speed> speeds = new LinkedHashMap<>();
    int unpredicted = 0;
    for (String id : knowledge.catalog().ids()) {
      Item item = knowledge.catalog().get(id);
      if (item.kind() == Item.Kind.ACCELERATOR) {
        Near.Speed own = predicted(item, speed);
        if (own == null) {
          unpredicted++;
        } else {
          speeds.put(item, own);
        }
      }
    }
    List<RuleDesignWidth> widths = RuleDesignWidth.all(asked.metrics(), samples(speeds));
    if (tried == null) {
      return new RuleDesignReport(
          asked, rules, picked, List.of(), List.of(), List.of(), null, widths, unpredicted);
    }
    List<Strength> strengths = strengths(asked.caught(), speeds);
    double weakest =
        strengths.stream().mapToDouble(Strength::ratio).min().orElse(Double.POSITIVE_INFINITY);
    List<Strength> leaks = new ArrayList<>();
    List<Item> collateral = new ArrayList<>();
    List<Item> open = new ArrayList<>();
    for (String id : knowledge.catalog().ids()) {
      Item item = knowledge.catalog().get(id);
      if (item.kind() == Item.Kind.ACCELERATOR) {
        Truth caught = caught(determined(tried, item, asked));
        Near.Speed own = speeds.get(item);
        if (caught == Truth.UNKNOWN) {
          open.add(item);
        } else if (caught == Truth.YES && !asked.caught().contains(item)) {
          collateral.add(item);
        } else if (caught == Truth.NO && own != null && mean(own) >= weakest) {
          leaks.add(new Strength(item, own, mean(own) / weakest));
        }
      }
    }
    leaks.sort(Comparator.comparingDouble(Strength::ratio).reversed());
    return new RuleDesignReport(
        asked,
        rules,
        picked,
        leaks,
        collateral,
        open,
        evader(tried, asked, strengths, weakest, speed),
        widths,
        unpredicted);
  }

  /** The speed, or null where a figure is missing that no rule infers. */
  private static Near.@Nullable Speed predicted(Item item, Function<Item, Near.Speed> speed) {
    try {
      Near.Speed own = speed.apply(item);
      return Double.isFinite(mean(own)) && mean(own) > 0 ? own : null;
    } catch (Refused e) {
      return null;
    }
  }

  private static double mean(Near.Speed speed) {
    return Math.sqrt(speed.promptTokensPerSecond() * speed.stepTokensPerSecond());
  }

  private static List<Strength> strengths(List<Item> items, Map<Item, Near.Speed> speeds) {
    List<Strength> out = new ArrayList<>();
    for (Item item : items) {
      Near.Speed own = speeds.get(item);
      if (own != null) {
        out.add(new Strength(item, own, mean(own)));
      }
    }
    out.sort(Comparator.comparingDouble(Strength::ratio).reversed());
    return out;
  }

  private static Determination determined(Knowledge tried, Item item, Asked asked) {
    return Controls.classify(tried.rulebook(), item, request(asked), Clock.ENFORCED);
  }

  /** A single circuit sold by somebody without a letter: letters say nothing of the rule. */
  private static TradeRequest request(Asked asked) {
    return FrontierCommand.request(asked.destination(), asked.day(), "none");
  }

  private static Truth caught(Determination determination) {
    return determination.requirements().stream()
        .map(Determination.Requirement::finding)
        .filter(finding -> finding.provision().id().equals(RuleDesignYaml.ID))
        .findFirst()
        .map(Determination.Finding::truth)
        .orElse(Truth.NO);
  }

  private static @Nullable Evader evader(
      Knowledge tried,
      Asked asked,
      List<Strength> strengths,
      double weakest,
      Function<Item, Near.Speed> speed) {
    for (Strength strongest : strengths) {
      try {
        for (Near.Option option :
            Near.options(
                new Near.Question(
                    strongest.item(),
                    Probe.of(
                        tried.rulebook(),
                        Near.unnamed(strongest.item()),
                        request(asked),
                        Clock.ENFORCED),
                    says -> !says.firing().contains(RuleDesignYaml.ID),
                    tried.knobs(),
                    new BigFraction(tried.silicon().reticleMm2())),
                speed)) {
          Determination determination = determined(tried, option.item(), asked);
          if (caught(determination) == Truth.NO) {
            return new Evader(
                strongest.item(), option, determination, mean(option.speed()) / weakest);
          }
        }
      } catch (Refused e) {
        // Its figures are not known: the next strongest will do.
      }
    }
    return null;
  }

  private static List<RuleDesignWidth.Sample> samples(Map<Item, Near.Speed> speeds) {
    List<RuleDesignWidth.Sample> out = new ArrayList<>();
    speeds.forEach((item, speed) -> {
      Map<Metric, Double> own = new EnumMap<>(Metric.class);
      for (Metric metric : Metric.values()) {
        Range range = Metrics.range(item, metric);
        if (range != null && range.isExact()) {
          own.put(metric, range.low().doubleValue());
        }
      }
      out.add(new RuleDesignWidth.Sample(own, speed));
    });
    return out;
  }
}
