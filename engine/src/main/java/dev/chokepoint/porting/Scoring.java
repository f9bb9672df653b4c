package dev.chokepoint.porting;

import dev.chokepoint.porting.Assessment.Judged;
import dev.chokepoint.porting.Assessment.Scores;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Five scores, none of which may stand for the others. */
final class Scoring {
  private Scoring() {}

  static Scores scores(
      PortingFacts facts, List<ScannedFile> files, Map<String, List<Judged>> byFile) {
    return new Scores(
        share(facts, byFile, u -> Porting.isReference(facts, u)),
        share(facts, byFile, u -> isLibrary(facts, u)),
        kernels(facts, files, byFile),
        share(facts, byFile, u -> area(facts, u) == Construct.Area.NUMERICS),
        share(facts, byFile, u -> area(facts, u) == Construct.Area.TUNING));
  }

  private static boolean isLibrary(PortingFacts facts, Use use) {
    return area(facts, use) == Construct.Area.LIBRARIES
        || (!use.library().isEmpty()
            && !use.library().equals("python")
            && !use.library().equals(PortingFacts.TORCH)
            && !use.library().equals("build")
            && !use.library().equals("header")
            && !PortingFacts.NOT_LIBRARIES.contains(use.library()));
  }

  private static Construct.@Nullable Area area(PortingFacts facts, Use use) {
    Construct construct = facts.vocabulary().get(use.construct());
    return construct == null ? null : construct.area();
  }

  private static @Nullable Double share(
      PortingFacts facts, Map<String, List<Judged>> byFile, Predicate<Use> wanted) {
    double sum = 0;
    int count = 0;
    for (List<Judged> uses : byFile.values()) {
      for (Judged judged : uses) {
        if (wanted.test(judged.use())) {
          count++;
          sum += judged.use().isDoneFor(facts.target()) ? 1 : judged.mapping().verdict().score();
        }
      }
    }
    return count == 0 ? null : 100 * sum / count;
  }

  /** A kernel counts with its statements and with the worst verdict found in it. */
  private static @Nullable Double kernels(
      PortingFacts facts, List<ScannedFile> files, Map<String, List<Judged>> byFile) {
    double sum = 0;
    long statements = 0;
    for (ScannedFile file : files) {
      for (Kernel kernel : file.kernels()) {
        int weight = Math.max(1, kernel.statements());
        statements += weight;
        boolean done = (kernel.branchedFor() & facts.target().bit()) != 0;
        boolean leftOut = (kernel.leftOutFor() & facts.target().bit()) != 0;
        sum +=
            weight
                * (done
                    ? 1
                    : leftOut ? 0 : worst(kernel, byFile.getOrDefault(file.path(), List.of())));
      }
    }
    return statements == 0 ? null : 100 * sum / statements;
  }

  private static double worst(Kernel kernel, List<Judged> uses) {
    double worst = 1;
    for (Judged judged : uses) {
      int line = judged.use().line();
      if (line >= kernel.line() && line <= kernel.lastLine()) {
        worst = Math.min(worst, judged.mapping().verdict().score());
      }
    }
    return worst;
  }
}
