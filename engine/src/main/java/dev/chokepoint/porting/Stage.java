package dev.chokepoint.porting;

import dev.chokepoint.porting.Assessment.Cost;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** A part of the work, in the order in which it is best done. */
public enum Stage {
  BUILD("Build, containers and pins: nothing can be tried before it compiles"),
  NAMES("Renaming: a tool does it, a person reads it"),
  LIBRARIES("Library calls with another shape or none"),
  KERNELS("Kernels and features of the device language"),
  NUMERICS("Numbers: results compared, precision and determinism settled"),
  TUNING("Speed: lane width, hints and what fell back to the processor"),
  UNKNOWN("Find out: what no source read speaks of");

  private final String title;

  Stage(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  /** Minutes of one stage. */
  public record Part(Stage stage, Interval minutes) {}

  /** The stages with work in them, in order. */
  public static List<Part> order(Assessment assessment, Map<String, Construct> vocabulary) {
    Map<Stage, Interval> minutes = new EnumMap<>(Stage.class);
    for (Cost cost : assessment.byCause()) {
      minutes.merge(of(cost, vocabulary), cost.minutes(), Interval::plus);
    }
    List<Part> parts = new ArrayList<>();
    minutes.forEach((stage, sum) -> parts.add(new Part(stage, sum)));
    return parts;
  }

  private static Stage of(Cost cost, Map<String, Construct> vocabulary) {
    String cause = cost.cause();
    if (cause.equals("build") || cause.equals(Effort.FIRST_RUN)) {
      return BUILD;
    }
    if (cause.equals("renaming")) {
      return NAMES;
    }
    if (cause.equals(Effort.CHECK)) {
      return NUMERICS;
    }
    if (cause.startsWith("kernel ") || cause.startsWith("device function ")) {
      return KERNELS;
    }
    if (cost.verdict() == PortVerdict.UNKNOWN) {
      return UNKNOWN;
    }
    Construct construct = vocabulary.get(cause);
    if (construct == null) {
      return cause.equals("device") ? KERNELS : LIBRARIES;
    }
    return switch (construct.area()) {
      case NAMES -> NAMES;
      case LIBRARIES -> LIBRARIES;
      case KERNELS -> KERNELS;
      case NUMERICS -> NUMERICS;
      case TUNING -> TUNING;
      case BUILD -> BUILD;
    };
  }
}
