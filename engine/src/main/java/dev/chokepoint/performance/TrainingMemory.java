package dev.chokepoint.performance;

/**
 * Memory of the first pipeline rank in training, bytes (Korthikanti et al. 2022, arXiv 2205.05198;
 * Rajbhandari et al. 2020, arXiv 1910.02054).
 */
public record TrainingMemory(
    double weights,
    double gradients,
    double optimiser,
    double activations,
    double reserve,
    double capacity) {

  public boolean fits() {
    return capacity <= 0 || used() <= capacity;
  }

  public double used() {
    return weights + gradients + optimiser + activations + reserve;
  }

  /** Parameters of the chip that holds most. */
  static double parameters(Deployment d) {
    Deployment one =
        new Deployment(
            d.model(),
            new Layout(d.layout().tensor(), d.layout().pipeline(), 1, 1, d.layout().context()),
            Precision.INT8,
            Precision.INT8,
            Precision.INT8,
            Precision.BF16,
            d.chipsPerNode());
    double routed = d.model().routedParameters() / d.layout().tensor() / d.layout().pipeline();
    double spread = Math.max(1.0, (double) d.layout().expert() / d.layout().tensor());
    return Memory.weights(one) - routed + routed / spread;
  }

  /** Works out the memory of a job. */
  public static TrainingMemory of(Machine machine, Job job) {
    double own = parameters(job.deployment());
    double ranks = job.deployment().layout().data();
    Memory empty = Memory.serving(machine, job.deployment(), 0, 0, 1);
    return new TrainingMemory(
        2 * own / (job.zero() >= 3 ? ranks : 1),
        4 * own / (job.zero() >= 2 ? ranks : 1),
        12 * own / (job.zero() >= 1 ? ranks : 1),
        activations(job),
        empty.reserve(),
        empty.capacity());
  }

  /** Equations 2 to 5 of Korthikanti et al., for grouped heads and gated layers as well. */
  private static double activations(Job job) {
    Model model = job.deployment().model();
    Layout layout = job.deployment().layout();
    double tensor = layout.tensor();
    double rows = (double) job.microBatch() * job.length() / layout.context();
    double shared = job.sequenceParallel() ? tensor : 1;
    double perToken = 0;
    for (Model.Layers each : model.layers()) {
      double one =
          job.recompute() == Job.Recompute.FULL
              ? 2.0 * model.hidden() / shared
              : 10.0 * model.hidden() / shared
                  + inner(each, model) / tensor
                  + scores(each.mixer(), job) / tensor;
      perToken += each.count() * one;
    }
    double stages = layout.pipeline();
    // What a rank keeps for interleaved runs is more than its stages, and never more than there is.
    double flight =
        Math.min(
            (double) job.microBatches(),
            stages * (job.interleave() > 1 ? 1 + (stages - 1) / (stages * job.interleave()) : 1));
    double head = layout.pipeline() == 1 ? 4.0 * model.vocabulary() / tensor : 0;
    double again =
        job.recompute() == Job.Recompute.FULL
            ? inner(model.layers().getLast(), model) / tensor + 10.0 * model.hidden() / shared
            : 0;
    return rows * (perToken * flight / stages + head + again);
  }

  private static double inner(Model.Layers each, Model model) {
    double mixing =
        switch (each.mixer()) {
          case Mixer.Grouped g -> 2.0 * g.headDim() * (2.0 * g.heads() + 2.0 * g.kvHeads());
          case Mixer.Latent l ->
              2.0 * l.heads() * (2.0 * l.keyDim() + 2.0 * l.valueDim() + l.ropeDim());
          case Mixer.Linear l -> 8.0 * l.valueHeads() * l.valueDim();
        };
    return mixing
        + switch (each.feedForward()) {
          case FeedForward.Dense f -> (f.gated() ? 6.0 : 4.0) * f.inter();
          case FeedForward.Experts e ->
              e.active() * (2.0 * model.hidden() + 6.0 * e.inter()) + 6.0 * e.sharedInter();
        };
  }

  private static double scores(Mixer mixer, Job job) {
    if (job.fused() || job.recompute() == Job.Recompute.SELECTIVE) {
      return 0;
    }
    return mixer instanceof Mixer.Grouped g ? 5.0 * g.heads() * job.length() : 0;
  }
}
