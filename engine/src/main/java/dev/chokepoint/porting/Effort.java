package dev.chokepoint.porting;

import dev.chokepoint.porting.Assessment.Cost;
import dev.chokepoint.porting.Assessment.Judged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Minutes of work. A line costs what its costliest use costs, once; a kernel that is written anew
 * costs its statements in place of its lines. A kernel with anything in it that is not only renamed
 * is checked once; the others are checked with the program.
 */
record Effort(Interval total, List<Cost> byFile, List<Cost> byCause, List<Cost> topCosts) {
  /** The cause of checking a kernel's results. */
  static final String CHECK = "check of results";

  /** Constructs whose work is that of the kernel they belong to, where kernels are written anew. */
  private static final Set<String> LANGUAGE =
      Set.of(
          "kernel",
          "device-function",
          "execution-index",
          "grid-shape",
          "shared-memory",
          "constant-memory",
          "vector-type",
          "half-type",
          "lane-width",
          "lane-mask");

  /** The cause of bringing the program up on the target at all. */
  static final String FIRST_RUN = "first build and run";

  private static final int TOP = 10;
  private static final Comparator<Cost> DEAREST =
      Comparator.<Cost>comparingDouble(c -> -c.minutes().mid())
          .thenComparing(Cost::file)
          .thenComparingInt(Cost::line)
          .thenComparing(Cost::cause);

  static Effort of(
      PortingFacts facts, List<ScannedFile> files, Map<String, List<Judged>> usesByFile) {
    Map<String, Cost> places = new LinkedHashMap<>();
    for (ScannedFile file : files) {
      List<Judged> uses = usesByFile.getOrDefault(file.path(), List.of());
      for (Cost cost : costs(facts, file, uses)) {
        places.merge(cost.file() + '\n' + cost.cause(), cost, Effort::sum);
      }
    }
    Map<String, Cost> byFile = new HashMap<>();
    Map<String, Cost> byCause = new HashMap<>();
    Interval total = Interval.ZERO;
    if (usesByFile.values().stream().flatMap(List::stream).anyMatch(Effort::isBuilt)) {
      Interval first = facts.rates().minutesPerProgram();
      places.put(FIRST_RUN, new Cost("", 0, FIRST_RUN, PortVerdict.SUPPORTED, 1, first));
    }
    for (Cost cost : places.values()) {
      if (!cost.file().isEmpty()) {
        byFile.merge(cost.file(), named(cost, cost.file(), ""), Effort::sum);
      }
      byCause.merge(cost.cause(), named(cost, "", cost.cause()), Effort::sum);
      total = total.plus(cost.minutes());
    }
    return new Effort(
        total,
        sorted(byFile.values()),
        sorted(byCause.values()),
        sorted(places.values()).stream().filter(c -> !c.file().isEmpty()).limit(TOP).toList());
  }

  private static boolean isBuilt(Judged judged) {
    return Assessment.isCuda(judged.use()) || !judged.use().isUnread();
  }

  private static List<Cost> sorted(java.util.Collection<Cost> costs) {
    return costs.stream().filter(c -> c.minutes().high() > 0).sorted(DEAREST).toList();
  }

  private static Cost named(Cost cost, String file, String cause) {
    int line = file.isEmpty() ? 0 : cost.line();
    return new Cost(file, line, cause, cost.verdict(), cost.uses(), cost.minutes());
  }

  private static Cost sum(Cost a, Cost b) {
    PortVerdict verdict = a.verdict().compareTo(b.verdict()) >= 0 ? a.verdict() : b.verdict();
    int line = a.line() == 0 ? b.line() : b.line() == 0 ? a.line() : Math.min(a.line(), b.line());
    return new Cost(
        a.file(), line, a.cause(), verdict, a.uses() + b.uses(), a.minutes().plus(b.minutes()));
  }

  private static List<Cost> costs(PortingFacts facts, ScannedFile file, List<Judged> uses) {
    List<Cost> costs = new ArrayList<>();
    Rates rates = facts.rates();
    Set<Integer> rewritten = new HashSet<>();
    boolean anew = kernelsAreRewritten(facts);
    if (anew) {
      for (Kernel kernel : file.kernels()) {
        if ((kernel.branchedFor() & facts.target().bit()) == 0) {
          costs.add(rewrite(file, kernel, rates));
          for (int line = kernel.line(); line <= kernel.lastLine(); line++) {
            rewritten.add(line);
          }
        }
      }
    }
    Map<Integer, Judged> worst = new LinkedHashMap<>();
    for (Judged judged : uses) {
      int line = judged.use().line();
      boolean inKernel = anew && LANGUAGE.contains(judged.use().construct());
      if (!judged.use().isDoneFor(facts.target()) && !rewritten.contains(line) && !inKernel) {
        worst.merge(line, judged, (a, b) -> price(rates, a) >= price(rates, b) ? a : b);
      }
    }
    boolean build = false;
    for (Judged judged : worst.values()) {
      PortVerdict verdict = judged.mapping().verdict();
      Use use = judged.use();
      if (use.library().equals("build")) {
        build = true;
        continue;
      }
      Interval minutes =
          use.isUnread()
              ? rates.minutesPerUnreadFile()
              : rates.minutesPerLine().getOrDefault(verdict, Interval.ZERO);
      if (minutes.high() > 0) {
        costs.add(new Cost(file.path(), use.line(), cause(use, verdict), verdict, 1, minutes));
      }
    }
    if (build) {
      costs.add(
          new Cost(file.path(), 0, "build", PortVerdict.REPLACE, 1, rates.minutesPerBuildFile()));
    }
    for (Kernel kernel : file.kernels()) {
      if ((kernel.branchedFor() & facts.target().bit()) == 0 && isChecked(kernel, uses)) {
        Interval minutes = rates.minutesPerKernel();
        int line = kernel.line();
        costs.add(new Cost(file.path(), line, CHECK, PortVerdict.SUPPORTED, 1, minutes));
      }
    }
    return costs;
  }

  private static boolean isChecked(Kernel kernel, List<Judged> uses) {
    return kernel.isLaunched()
        && uses.stream()
            .anyMatch(judged ->
                judged.mapping().verdict().isHandWork()
                    && judged.use().line() >= kernel.line()
                    && judged.use().line() <= kernel.lastLine());
  }

  private static Cost rewrite(ScannedFile file, Kernel kernel, Rates rates) {
    Interval minutes = rates.minutesPerStatement().times(Math.max(1, kernel.statements()));
    String what = kernel.isLaunched() ? "kernel " : "device function ";
    return new Cost(
        file.path(), kernel.line(), what + kernel.name(), PortVerdict.REWRITE, 1, minutes);
  }

  static boolean kernelsAreRewritten(PortingFacts facts) {
    Mapping kernel = facts.constructs().get("kernel");
    return kernel != null && kernel.verdict() == PortVerdict.REWRITE;
  }

  private static double price(Rates rates, Judged judged) {
    return rates.minutesPerLine().getOrDefault(judged.mapping().verdict(), Interval.ZERO).mid();
  }

  private static String cause(Use use, PortVerdict verdict) {
    if (verdict == PortVerdict.RENAMED) {
      return "renaming";
    }
    return use.construct().isEmpty() ? use.library() : use.construct();
  }
}
