package dev.chokepoint.performance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The layout that trains most tokens a second on some chips, among those that fit their memory. */
public final class TrainingSearch {
  private TrainingSearch() {}

  /**
   * What is trained.
   *
   * @param globalBatch sequences of a step
   * @param length tokens of a sequence
   */
  public record Run(long globalBatch, long length) {}

  /** A layout with what it reaches. */
  public record Score(Job job, double tokensPerSecond) {
    /** The words of the options. */
    public String text() {
      return job.deployment().layout().text()
          + (job.interleave() > 1 ? " interleave " + job.interleave() : "")
          + " recompute "
          + job.recompute().word();
    }
  }

  /**
   * The best layout on some chips; sequences pass one by one, optimiser and gradients are shared
   * among the data ranks.
   *
   * @return null when none fits, or when several chips have nothing to send over
   */
  public static @Nullable Score best(Setting base, Run run, int chips, double sustained) {
    if (chips > 1 && !base.isConnected()) {
      return null;
    }
    return jobs(base.deployment(), run, chips).stream()
        .filter(each -> TrainingMemory.of(base.machine(), each).fits())
        .map(each ->
            new Score(each, each.tokens() / Training.of(base.passes(), each, sustained).seconds()))
        .max(Comparator.comparingDouble(Score::tokensPerSecond))
        .orElse(null);
  }

  private static List<Job> jobs(Deployment deployment, Run run, int chips) {
    Model model = deployment.model();
    List<Job> jobs = new ArrayList<>();
    for (int tensor = 1; tensor <= deployment.chipsPerNode(); tensor *= 2) {
      for (int pipeline = 1; pipeline <= model.depth(); pipeline *= 2) {
        int data = chips / (tensor * pipeline);
        if (tensor * pipeline * data != chips || data < 1 || run.globalBatch() % data != 0) {
          continue;
        }
        for (int expert : experts(model, tensor * data)) {
          Layout layout = new Layout(tensor, pipeline, data, expert, 1);
          if (layout.problems(model).isEmpty()) {
            int most = Math.max(1, model.depth() / pipeline);
            for (int interleave : pipeline > 1 && most > 1 ? new int[] {1, most} : new int[] {1}) {
              for (Job.Recompute recompute : Job.Recompute.values()) {
                jobs.add(job(deployment.with(layout), run, interleave, recompute));
              }
            }
          }
        }
      }
    }
    return jobs;
  }

  private static List<Integer> experts(Model model, int group) {
    List<Integer> ranks = new ArrayList<>(List.of(1));
    for (int ranked = 8; model.hasExperts() && ranked <= Math.min(group, 64); ranked *= 2) {
      ranks.add(ranked);
    }
    return ranks;
  }

  private static Job job(Deployment deployment, Run run, int interleave, Job.Recompute recompute) {
    return new Job(
        deployment, run.globalBatch(), 1, run.length(), interleave, recompute, 2, true, true, true);
  }
}
