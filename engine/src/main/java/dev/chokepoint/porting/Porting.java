package dev.chokepoint.porting;

import dev.chokepoint.porting.Assessment.Judged;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Judges an inventory for a target. */
public final class Porting {
  private Porting() {}

  /**
   * What a program needs.
   *
   * @param version of the target; null for the newest one released by the day
   * @throws dev.chokepoint.units.Refused if the day is before the first known release
   */
  public static Assessment assess(
      Inventory inventory, PortingFacts facts, LocalDate asOf, @Nullable String version) {
    String of = version != null ? version : facts.releaseOn(asOf).map(Release::version).orElse("");
    List<Judged> uses = new ArrayList<>();
    Map<String, List<Judged>> byFile = new TreeMap<>();
    for (ScannedFile file : inventory.files()) {
      if (file.isVendored()) {
        continue;
      }
      List<Judged> judged = new ArrayList<>();
      for (Use use : file.uses()) {
        if (use.place() == Use.Place.CODE && facts.speaksOf(use)) {
          judged.add(new Judged(file.path(), use, facts.inPlace(use, of)));
        }
      }
      if (!judged.isEmpty()) {
        byFile.put(file.path(), judged);
        uses.addAll(judged);
      }
    }
    List<ScannedFile> own = inventory.files().stream().filter(f -> !f.isVendored()).toList();
    Size size = Size.of(facts, own, byFile);
    Effort effort = Effort.of(facts, own, byFile);
    Counts counts = Counts.of(inventory.files(), facts, of);
    return new Assessment(
        facts.target(),
        asOf,
        of,
        counts.references,
        counts.names.size(),
        counts.unsupported,
        counts.unsupportedNames.size(),
        counts.byLibrary,
        counts.byPlace,
        counts.done,
        counts.leftOut,
        counts.features.getOrDefault("kernel", 0),
        (int) own.stream().flatMap(f -> f.kernels().stream()).filter(Kernel::isLaunched).count(),
        counts.features.getOrDefault("launch", 0),
        counts.features,
        counts.verdicts,
        Scoring.scores(facts, own, byFile),
        size.changedLines(),
        size.handWork(),
        effort.total(),
        effort.byFile(),
        effort.byCause(),
        effort.topCosts(),
        uses,
        alreadyPorted(own, facts.target()),
        vendored(inventory, facts),
        hipify(uses, facts),
        minimumCuda(uses, facts));
  }

  /** Whether HIPIFY's list of 2024 holds the name of a use, so that counts can be compared. */
  static boolean isReference(PortingFacts facts, Use use) {
    return facts.listed().contains(use.name());
  }

  private static final class Counts {
    int references;
    int unsupported;
    int done;
    int leftOut;
    final Set<String> names = new HashSet<>();
    final Set<String> unsupportedNames = new HashSet<>();
    final Map<String, Integer> byLibrary = new TreeMap<>();
    final Map<Use.Place, Integer> byPlace = new EnumMap<>(Use.Place.class);
    final Map<String, Integer> features = new TreeMap<>();
    final Map<PortVerdict, Integer> verdicts = new EnumMap<>(PortVerdict.class);

    static Counts of(List<ScannedFile> files, PortingFacts facts, String version) {
      Counts counts = new Counts();
      for (ScannedFile file : files) {
        for (Use use : file.uses()) {
          if (isReference(facts, use)) {
            counts.byPlace.merge(use.place(), 1, Integer::sum);
          }
          if (use.place() == Use.Place.CODE && facts.speaksOf(use)) {
            counts.add(use, version, facts, file.isVendored());
          }
        }
      }
      return counts;
    }

    private void add(Use use, String version, PortingFacts facts, boolean vendored) {
      PortVerdict verdict = facts.of(use, version).verdict();
      boolean isDone = use.isDoneFor(facts.target());
      if (!use.construct().isEmpty()) {
        features.merge(use.construct(), 1, Integer::sum);
      }
      if (!use.library().isEmpty()) {
        byLibrary.merge(use.library(), 1, Integer::sum);
      }
      if (isDone) {
        done++;
      } else if (!vendored) {
        verdicts.merge(facts.inPlace(use, version).verdict(), 1, Integer::sum);
        leftOut += use.isLeftOutFor(facts.target()) ? 1 : 0;
      }
      if (isReference(facts, use)) {
        references++;
        names.add(use.name());
        if (isUnsupported(verdict) || facts.unconverted().contains(use.name())) {
          unsupported++;
          unsupportedNames.add(use.name());
        }
      }
    }
  }

  static boolean isUnsupported(PortVerdict verdict) {
    return verdict == PortVerdict.REWRITE
        || verdict == PortVerdict.NONE
        || verdict == PortVerdict.UNKNOWN;
  }

  private static List<String> alreadyPorted(List<ScannedFile> files, Target target) {
    Set<String> paths = new TreeSet<>();
    for (ScannedFile file : files) {
      if (file.uses().stream().anyMatch(use -> use.isDoneFor(target))) {
        paths.add(file.path());
      }
    }
    return List.copyOf(paths);
  }

  private static Assessment.Vendored vendored(Inventory inventory, PortingFacts facts) {
    Set<String> folders = new TreeSet<>();
    int files = 0;
    int references = 0;
    for (ScannedFile file : inventory.files()) {
      if (file.isVendored()) {
        folders.add(file.vendor());
        files++;
        references +=
            (int)
                file.uses().stream()
                    .filter(u -> u.place() == Use.Place.CODE && isReference(facts, u))
                    .count();
      }
    }
    return new Assessment.Vendored(files, references, List.copyOf(folders));
  }

  private static Assessment.Hipify hipify(List<Judged> uses, PortingFacts facts) {
    int references = 0;
    int unconverted = 0;
    for (Judged judged : uses) {
      Use use = judged.use();
      boolean hostMath = use.library().equals("device") && isPlainMath(use) && !use.inKernel();
      boolean header = use.library().equals("header") && !judged.mapping().table().isEmpty();
      if ((isReference(facts, use) || header) && !hostMath) {
        references++;
        if (judged.mapping().verdict() == PortVerdict.NONE
            || facts.unconverted().contains(use.name())) {
          unconverted++;
        }
      }
    }
    return new Assessment.Hipify(references, unconverted);
  }

  /** Names of C's mathematics, which CUDA takes over: no underscore in front. */
  static boolean isPlainMath(Use use) {
    return !use.name().startsWith("_") && Character.isLowerCase(use.name().charAt(0));
  }

  private static String minimumCuda(List<Judged> uses, PortingFacts facts) {
    String newest = "";
    for (Judged judged : uses) {
      String added = facts.cudaAdded().getOrDefault(judged.use().name(), "");
      if (!added.isEmpty() && (newest.isEmpty() || Versions.compare(added, newest) > 0)) {
        newest = added;
      }
    }
    return newest;
  }
}
