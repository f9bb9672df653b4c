package dev.chokepoint.performance;

import dev.chokepoint.performance.Estimate.Interval;
import java.util.ArrayList;
import java.util.List;

/**
 * What chips do with a training run.
 *
 * @param seconds of a step
 * @param step its parts
 * @param tokensPerSecond over all chips
 * @param mfu share of the chips' peak that the model's own operations take, 0 to 1
 * @param hfu the same with recomputed ones
 */
public record TrainingPrediction(
    Setting setting,
    Job job,
    Interval seconds,
    Training step,
    Interval tokensPerSecond,
    double mfu,
    double hfu,
    TrainingMemory memory,
    List<String> warnings) {

  public TrainingPrediction {
    warnings = List.copyOf(warnings);
  }

  /** Works out a step with what it needs. */
  public static TrainingPrediction of(Setting setting, Job job, double sustained) {
    Training step = Training.of(setting.passes(), job, sustained);
    Machine machine = setting.machine();
    Interval seconds =
        Prediction.interval(setting, "train", step.seconds(), least(machine, job, step));
    TrainingMemory memory = TrainingMemory.of(machine, job);
    List<String> warnings = new ArrayList<>();
    if (!memory.fits()) {
      warnings.add(
          "does not fit: %.1f of %.1f GB a chip"
                  .formatted(memory.used() / 1e9, memory.capacity() / 1e9)
              + would(machine, job));
    }
    warnings.addAll(job.deployment().model().notes());
    double chips = job.deployment().layout().chips();
    double peak = machine.peak(Arithmetic.BITS16);
    return new TrainingPrediction(
        setting,
        job,
        seconds,
        step,
        new Interval(
            job.tokens() / seconds.high(),
            job.tokens() / seconds.mid(),
            job.tokens() / seconds.low()),
        step.mfu(peak, chips),
        step.hfu(peak, chips),
        memory,
        warnings);
  }

  /** Seconds of all operations at the highest peak rate that the run uses. */
  private static double least(Machine machine, Job job, Training step) {
    Deployment d = job.deployment();
    double rate =
        Math.max(
            machine.most(Arithmetic.BITS16),
            Math.max(
                machine.most(machine.carriedOutIn(d.linear().arithmetic())),
                machine.most(machine.carriedOutIn(d.experts().arithmetic()))));
    return step.hardwareFlops() / (rate * d.layout().chips());
  }

  /** The same with one more warning; an empty one changes nothing. */
  public TrainingPrediction with(String warning) {
    if (warning.isEmpty()) {
      return this;
    }
    List<String> all = new ArrayList<>(warnings);
    all.add(warning);
    return new TrainingPrediction(
        setting, job, seconds, step, tokensPerSecond, mfu, hfu, memory, all);
  }

  /** More ranks of the kinds that share weights, the first that leaves room. */
  private static String would(Machine machine, Job job) {
    Layout now = job.deployment().layout();
    for (int more = 2; more <= 128; more *= 2) {
      for (int tensor = 1; tensor <= more; tensor *= 2) {
        Layout layout =
            new Layout(
                now.tensor() * tensor,
                now.pipeline() * (more / tensor),
                now.data(),
                now.expert(),
                now.context());
        if (layout.tensor() <= job.deployment().chipsPerNode()
            && layout.problems(job.deployment().model()).isEmpty()
            && TrainingMemory.of(machine, job.with(layout)).fits()) {
          return "; --tp %d --pp %d would".formatted(layout.tensor(), layout.pipeline());
        }
      }
    }
    return "; --zero 3, --recompute full or a smaller --micro-batch might";
  }
}
