package dev.chokepoint.performance;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several chips under the same model: prompts, steps of growing batches, and where one passes
 * another. Everything is for each chip, so that layouts of different width can stand side by side.
 */
public record Comparison(List<Row> rows, List<Crossover> crossovers) {
  private static final long MOST_BATCH = 1024;
  private static final int MOST_RANKS = 64;

  public Comparison {
    rows = List.copyOf(rows);
    crossovers = List.copyOf(crossovers);
  }

  /**
   * One chip.
   *
   * @param setting what was compared
   * @param flopsPerSecond peak rate of the precision used
   * @param bytesPerSecond pin bandwidth
   * @param prompts tokens a second of one prompt; null when nothing fits
   * @param steps at each batch, while it fits
   */
  public record Row(
      Setting setting,
      double flopsPerSecond,
      double bytesPerSecond,
      @Nullable Double prompts,
      List<Step> steps) {
    public Row {
      steps = List.copyOf(steps);
    }

    /** Operations for each byte from which on arithmetic, and not memory, is the limit. */
    public double ridge() {
      return flopsPerSecond / bytesPerSecond;
    }

    /** The largest batch of those looked at that fits, sequences a chip; 0 when none does. */
    public long most() {
      return steps.isEmpty() ? 0 : steps.getLast().batch();
    }

    /** Answered tokens a second of a chip, or null where the batch does not fit. */
    public @Nullable Step at(long batch) {
      return steps.stream().filter(each -> each.batch() == batch).findFirst().orElse(null);
    }
  }

  /**
   * Steps with so many sequences a chip.
   *
   * @param tokensPerSecond of one chip
   * @param joules of one answered token
   */
  public record Step(long batch, double tokensPerSecond, double tpot, double joules) {}

  /**
   * The batch at which another chip begins to answer more tokens.
   *
   * @param before number of the row that answers more below
   * @param after number of the row that answers more from here on
   */
  public record Crossover(int before, int after, long batch) {}

  /** The largest batch of those looked at that every chip holds, sequences a chip. */
  public long together() {
    return rows.stream().mapToLong(Row::most).min().orElse(0);
  }

  /** Batches that are looked at: powers of two. */
  public static List<Long> batches() {
    List<Long> out = new ArrayList<>();
    for (long b = 1; b <= MOST_BATCH; b *= 2) {
      out.add(b);
    }
    return out;
  }

  /**
   * Compares settings in their order.
   *
   * @param input tokens of a prompt
   * @param output tokens of an answer
   */
  public static Comparison of(List<Setting> settings, long input, long output) {
    List<Row> rows = settings.stream().map(each -> row(each, input, input + output / 2)).toList();
    List<Crossover> crossovers = new ArrayList<>();
    for (int a = 0; a < rows.size(); a++) {
      for (int b = a + 1; b < rows.size(); b++) {
        crossovers.addAll(crossovers(rows, a, b));
      }
    }
    return new Comparison(rows, crossovers);
  }

  /** The narrowest tensor split in which the weights and one sequence fit, or the one given. */
  public static Setting narrowest(Setting base, long tokens) {
    for (int ranks = 1; ranks <= MOST_RANKS; ranks++) {
      Layout layout = Layout.tensor(ranks);
      if (ranks <= base.deployment().chipsPerNode()
          && layout.problems(base.deployment().model()).isEmpty()
          && Memory.serving(
                  base.machine(), base.deployment().with(layout), 1, (double) tokens, tokens)
              .fits()) {
        return base.with(layout, 1);
      }
    }
    return base;
  }

  private static Row row(Setting setting, long input, long context) {
    Machine machine = setting.machine();
    Prediction prompt = Prediction.prefill(setting, setting.chips(), input);
    Estimate.Interval perSecond = prompt.tokensPerSecond();
    List<Step> steps = new ArrayList<>();
    for (long batch : batches()) {
      Prediction step = Prediction.decode(setting, batch * setting.chips(), context);
      Estimate.Interval answered = step.tokensPerSecond();
      Estimate.Interval between = step.tpot();
      if (answered == null || between == null) {
        break;
      }
      steps.add(
          new Step(
              batch,
              answered.mid() / setting.chips(),
              between.mid(),
              step.joules() / batch / setting.chips()));
    }
    return new Row(
        setting,
        Prediction.peak(setting),
        machine.memoryBytesPerSecond(),
        perSecond == null ? null : perSecond.mid() / setting.chips(),
        steps);
  }

  private static List<Crossover> crossovers(List<Row> rows, int a, int b) {
    List<Crossover> out = new ArrayList<>();
    int ahead = 0;
    for (long batch : batches()) {
      Step one = rows.get(a).at(batch);
      Step two = rows.get(b).at(batch);
      if (one == null || two == null) {
        break;
      }
      int now = Double.compare(one.tokensPerSecond(), two.tokensPerSecond());
      if (now != 0 && ahead != 0 && now != ahead) {
        out.add(new Crossover(ahead > 0 ? a : b, ahead > 0 ? b : a, batch));
      }
      ahead = now == 0 ? ahead : now;
    }
    return out;
  }
}
