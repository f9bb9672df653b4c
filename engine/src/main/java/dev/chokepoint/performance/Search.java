package dev.chokepoint.performance;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The layout that serves most tokens a second for each chip, within limits. */
public final class Search {
  private static final long[] CHUNKS = {2048, 8192, 16384};

  private Search() {}

  /**
   * What a layout must keep.
   *
   * @param ttft seconds to the first token at most; null for no limit
   * @param tpot seconds between further tokens at most; null for no limit
   */
  public record Limits(@Nullable Double ttft, @Nullable Double tpot) {
    public static final Limits NONE = new Limits(null, null);

    /**
     * What some times break, in words; empty when nothing.
     *
     * @param first seconds to the first token, null where there is none
     * @param between seconds between further tokens, null where there are none
     */
    public String broken(@Nullable Double first, @Nullable Double between) {
      if (ttft != null && first != null && first > ttft) {
        return String.format(
            Locale.ROOT, "time to first token %.0f ms, over %.0f", 1e3 * first, 1e3 * ttft);
      }
      if (tpot != null && between != null && between > tpot) {
        return String.format(
            Locale.ROOT, "time between tokens %.2f ms, over %.2f", 1e3 * between, 1e3 * tpot);
      }
      return "";
    }
  }

  /**
   * One way to use the chips.
   *
   * @param prompts copies that work on prompts alone; 0 where every copy does both
   */
  public record Candidate(Layout layout, int replicas, int prompts, long chunk) {
    public int chips() {
      return (replicas + prompts) * layout.chips();
    }

    /** Whether its chips send anything to each other. */
    boolean isJoined() {
      return layout.chips() > 1 || prompts > 0;
    }

    /** The words of the options. */
    public String text() {
      String copies = replicas > 1 ? " x" + replicas : "";
      String apart = prompts > 0 ? " and x" + prompts + " for prompts" : "";
      return layout.text() + copies + apart + " chunk " + chunk;
    }
  }

  /** A candidate with what it reaches. */
  public record Score(Candidate candidate, double ttft, double tpot, double tokensPerSecond) {
    double perChip() {
      return tokensPerSecond / candidate.chips();
    }
  }

  /**
   * The outcome.
   *
   * @param next the best other layout, or null
   * @param why why it lost
   * @param tried candidates whose memory allowed a prediction
   * @param possible candidates in all
   */
  public record Found(Score best, @Nullable Score next, String why, int tried, int possible) {}

  /** Every way to use some chips. */
  public static List<Candidate> candidates(Deployment deployment, int count) {
    return candidates(deployment, count, CHUNKS);
  }

  private static List<Candidate> candidates(Deployment deployment, int count, long[] chunks) {
    List<Candidate> all = new ArrayList<>();
    Model model = deployment.model();
    for (int tensor = 1; tensor <= Math.min(count, deployment.chipsPerNode()); tensor++) {
      for (int pipeline = 1; tensor * pipeline <= count; pipeline++) {
        if (!isStages(pipeline, model)) {
          continue;
        }
        int most = model.hasExperts() ? count / tensor / pipeline : 1;
        for (int data = 1; data <= most; data++) {
          if (count % (tensor * pipeline * data) == 0) {
            spread(all, model, count, tensor, pipeline, data, chunks);
          }
        }
      }
    }
    return all;
  }

  /** Stages of a power of two, or as many as divide the layers. */
  private static boolean isStages(int pipeline, Model model) {
    return Integer.bitCount(pipeline) == 1 || model.depth() % pipeline == 0;
  }

  private static void spread(
      List<Candidate> all,
      Model model,
      int count,
      int tensor,
      int pipeline,
      int data,
      long[] chunks) {
    int group = model.hasExperts() ? tensor * data : 1;
    for (int expert = 1; expert <= group; expert++) {
      if (group % expert != 0) {
        continue;
      }
      for (int context = 1; tensor * pipeline * data * context <= count; context *= 2) {
        Layout layout = new Layout(tensor, pipeline, data, expert, context);
        if (count % layout.chips() == 0 && layout.problems(model).isEmpty()) {
          chunked(all, layout, count / layout.chips(), chunks);
        }
      }
    }
  }

  private static void chunked(List<Candidate> all, Layout layout, int copies, long[] chunks) {
    for (long chunk : chunks) {
      all.add(new Candidate(layout, copies, 0, chunk));
      for (int prompts = 1; prompts < copies; prompts *= 2) {
        all.add(new Candidate(layout, copies - prompts, prompts, chunk));
      }
    }
  }

  /** The setting of a candidate, and that of its prompts where they have chips of their own. */
  public static Setting setting(Setting base, Candidate each) {
    return changed(base, each.layout(), each.replicas(), each.chunk());
  }

  /** Chips of their own for prompts, or null. */
  public static @Nullable Setting separate(Setting base, Candidate each) {
    return each.prompts() == 0 ? null : changed(base, each.layout(), each.prompts(), each.chunk());
  }

  private static Setting changed(Setting base, Layout layout, int copies, long chunk) {
    return new Setting(
        base.passes(), base.deployment().with(layout), base.engine().withChunk(chunk), copies);
  }

  /** One copy over as many of some chips as tensor ranks can share, to show what does not fit. */
  public static Setting widest(Setting base, int chips) {
    int ranks = Math.min(chips, base.deployment().chipsPerNode());
    while (ranks > 1 && !Layout.tensor(ranks).problems(base.deployment().model()).isEmpty()) {
      ranks--;
    }
    return base.with(Layout.tensor(ranks), 1);
  }

  /** What a candidate reaches, or null when not one sequence fits. */
  public static @Nullable Score score(Setting base, Candidate each, Load load) {
    Setting setting = setting(base, each);
    Setting separate = separate(base, each);
    Load own =
        separate == null ? load.with(Math.ceilDiv(load.concurrency(), each.replicas())) : load;
    double room = Serving.room(setting, own);
    if (room < 1) {
      return null;
    }
    Serving state =
        separate == null
            ? Serving.of(setting.passes(), setting.deployment(), setting.engine(), own, room)
            : Separation.of(separate, setting, own);
    double copies = separate == null ? each.replicas() : 1;
    return new Score(
        each, state.ttft(), state.tpot(), state.requestsPerSecond() * copies * load.output());
  }

  /**
   * The best of all candidates over some counts of chips.
   *
   * @throws Refused when nothing fits, or nothing keeps the limits
   */
  public static Found best(Setting base, Load load, int[] counts, Limits limits) {
    return best(base, load, counts, limits, null);
  }

  /**
   * The same with the most prompt tokens of a pass given.
   *
   * @param chunk the only one that is tried; null tries several
   */
  public static Found best(
      Setting base, Load load, int[] counts, Limits limits, @Nullable Long chunk) {
    if (load.output() <= 1 && limits.tpot() != null) {
      throw new Refused(
          new Problem(
              "bad-value",
              "--max-tpot",
              "answers of one token",
              "answers of two tokens or more; one has no time between tokens",
              ""));
    }
    long[] chunks = chunk == null ? CHUNKS : new long[] {chunk};
    List<Score> scores = new ArrayList<>();
    int possible = 0;
    for (int count : counts) {
      for (Candidate each : candidates(base.deployment(), count, chunks)) {
        possible++;
        if (each.isJoined() && !base.isConnected()) {
          continue;
        }
        Score score = score(base, each, load);
        if (score != null) {
          scores.add(score);
        }
      }
    }
    if (scores.isEmpty() && !base.isConnected()) {
      throw new Refused(
          new Problem(
              "missing-figure",
              base.machine().name(),
              "",
              "d2d-bidir-gbs or host-bidir-gbs is needed for traffic between chips, and one does not hold "
                  + base.deployment().model().name(),
              "Maybe describe the chip with --spec and give d2d."));
    }
    if (scores.isEmpty()) {
      throw new Refused(
          new Problem(
              "does-not-fit",
              "--count",
              String.valueOf(counts[counts.length - 1]),
              base.deployment().model().name() + " on more chips, or in fewer bits",
              "Maybe --count " + 2 * counts[counts.length - 1] + "?"));
    }
    Comparator<Score> order =
        Comparator.comparingDouble(Score::perChip)
            .reversed()
            .thenComparingDouble(Score::tpot)
            .thenComparing(each -> each.candidate().text());
    scores.sort(order);
    Score best =
        scores.stream()
            .filter(each -> broken(each, limits).isEmpty())
            .findFirst()
            .orElseThrow(() -> none(scores, limits));
    Score next =
        scores.stream()
            .filter(each ->
                !each.candidate().layout().equals(best.candidate().layout())
                    || each.candidate().chips() != best.candidate().chips()
                    || each.candidate().prompts() != best.candidate().prompts())
            .findFirst()
            .orElse(null);
    String why = next == null ? "" : why(best, next, limits);
    return new Found(best, next, why, scores.size(), possible);
  }

  private static String why(Score best, Score next, Limits limits) {
    String broken = broken(next, limits);
    if (!broken.isEmpty()) {
      return broken;
    }
    return String.format(
        Locale.ROOT,
        "%.1f%% fewer tokens a second for each chip; time to first token %.0f against %.0f ms,"
            + " between tokens %.2f against %.2f ms",
        100 * (1 - next.perChip() / best.perChip()),
        1e3 * next.ttft(),
        1e3 * best.ttft(),
        1e3 * next.tpot(),
        1e3 * best.tpot());
  }

  private static String broken(Score score, Limits limits) {
    return limits.broken(score.ttft(), score.tpot());
  }

  private static Refused none(List<Score> scores, Limits limits) {
    Double wantedTtft = limits.ttft();
    Double wantedTpot = limits.tpot();
    Score nearest =
        scores.stream()
            .min(
                Comparator.comparingDouble(each ->
                    Math.max(
                        wantedTtft == null ? 0 : each.ttft() / wantedTtft,
                        wantedTpot == null ? 0 : each.tpot() / wantedTpot)))
            .orElseThrow();
    return new Refused(
        new Problem(
            "no-layout-keeps-the-limits",
            wantedTpot == null ? "--max-ttft" : "--max-tpot",
            String.format(
                Locale.ROOT,
                "nearest is %s with %.0f ms to the first token and %.2f ms between tokens",
                nearest.candidate().text(),
                1e3 * nearest.ttft(),
                1e3 * nearest.tpot()),
            "limits that some layout keeps",
            "Maybe more chips, a lower --concurrency or fewer bits."));
  }
}
