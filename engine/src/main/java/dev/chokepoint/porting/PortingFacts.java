package dev.chokepoint.porting;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All that is known of one target.
 *
 * @param names by CUDA name; {@code lib:x} speaks of the rest of a library
 * @param constructs by id of a construct
 * @param python by name of Python; several rows where the answer changed with a version of torch
 * @param releases versions of the target with their days; may be empty
 * @param cudaAdded by CUDA name: the version of CUDA that brought it, where known
 * @param listed CUDA names in HIPIFY's list of 2024, so that counts can be compared with others'
 * @param unconverted CUDA names that the target's own tables leave although a working port has
 *     something for them
 * @param rates what a changed line costs, and how sizes are estimated
 */
public record PortingFacts(
    Target target,
    Map<String, Mapping> names,
    Map<String, Mapping> constructs,
    Map<String, List<Mapping>> python,
    Map<String, Construct> vocabulary,
    Map<String, PortTable> tables,
    List<Release> releases,
    Map<String, String> cudaAdded,
    Set<String> listed,
    Set<String> unconverted,
    Rates rates) {

  /** Names of PyTorch that say nothing of CUDA. */
  public static final String TORCH = "torch";

  /** Where headers of HIP begin: what a program that left CUDA for ROCm includes. */
  public static final String HIP = "hip/";

  /** Libraries whose names are the language itself and not a library. */
  public static final List<String> NOT_LIBRARIES = List.of("runtime", "device", "types", "complex");

  /** The same with other rates. */
  public PortingFacts with(Rates other) {
    return new PortingFacts(
        target,
        names,
        constructs,
        python,
        vocabulary,
        tables,
        releases,
        cudaAdded,
        listed,
        unconverted,
        other);
  }

  /** The version of the target on a day: the highest one released by then. */
  public Optional<Release> releaseOn(LocalDate day) {
    if (releases.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        releases.stream()
            .filter(r -> !r.date().isAfter(day))
            .max(Comparator.comparing(Release::version, Versions::compare))
            .orElseThrow(() -> tooEarly(day)));
  }

  private Refused tooEarly(LocalDate day) {
    return new Refused(
        new Problem(
            "not-modelled",
            "--as-of",
            day.toString(),
            "releases of " + target.title() + " are known from " + releases.getFirst().date(),
            "Maybe name a version with --target-version."));
  }

  /**
   * Whether a use concerns the target at all. Names of PyTorch that say nothing of CUDA matter only
   * where PyTorch itself is another one, and headers of HIP where HIP is not the target.
   */
  boolean speaksOf(Use use) {
    boolean isHip = use.library().equals("header") && use.name().startsWith(HIP);
    return isHip ? target != Target.ROCM : !use.library().equals(TORCH) || target == Target.CANN;
  }

  /** What is known of a use on a version of the target. */
  Mapping of(Use use, String version) {
    if (use.library().equals("python") || use.library().equals(TORCH)) {
      return python(use.name());
    }
    if (!use.construct().isEmpty()) {
      Mapping construct = constructs.get(use.construct());
      Mapping name = names.get(use.name());
      if (construct == null) {
        construct = Mapping.unknown(use.construct());
      }
      // The name has the newer and finer source; the construct knows what the name hides.
      if (name == null) {
        return dated(construct, version);
      }
      Mapping byName = dated(name, version);
      Mapping byConstruct = dated(construct, version);
      boolean constructKnowsMore =
          byConstruct.verdict() != PortVerdict.UNKNOWN
              && byConstruct.verdict().compareTo(byName.verdict()) > 0;
      if (constructKnowsMore && byName.table().equals(byConstruct.table())) {
        // The name is the finer row of one table, but it has no place for a restriction.
        return byConstruct.verdict() == PortVerdict.PARTIAL
            ? byName.with(PortVerdict.PARTIAL, byConstruct.restriction())
            : byName;
      }
      return constructKnowsMore ? byConstruct : byName;
    }
    Mapping name = names.get(use.name());
    if (name == null) {
      name = names.get("lib:" + use.library());
    }
    return name == null ? Mapping.unknown(use.name()) : dated(name, version);
  }

  /**
   * What becomes of a use where it stands. Code that a target's build leaves out without anything
   * instead is no simple renaming: nobody has said whether it works there or is needed.
   */
  Mapping inPlace(Use use, String version) {
    Mapping mapping = of(use, version);
    boolean isEasy = !mapping.verdict().isHandWork() && !use.construct().equals("host-math");
    return isEasy && use.isLeftOutFor(target)
        ? mapping.with(
            PortVerdict.UNKNOWN, "the program's build for the target leaves it out; not known why")
        : mapping;
  }

  private Mapping python(String name) {
    for (String key = name; !key.isEmpty(); key = parent(key)) {
      List<Mapping> found = python.get(key);
      if (found != null) {
        return found.getLast();
      }
    }
    return Mapping.unknown(name);
  }

  private static String parent(String dotted) {
    int dot = dotted.lastIndexOf('.');
    return dot < 0 ? "" : dotted.substring(0, dot);
  }

  private Mapping dated(Mapping mapping, String version) {
    if (version.isEmpty()) {
      return mapping;
    }
    if (!mapping.since().isEmpty() && Versions.compare(version, mapping.since()) < 0) {
      return mapping.with(
          PortVerdict.NONE, "from " + target.name() + " " + mapping.since() + " on");
    }
    if (!mapping.until().isEmpty() && Versions.compare(version, mapping.until()) >= 0) {
      return mapping.with(PortVerdict.NONE, "removed in " + mapping.until());
    }
    return mapping;
  }
}
