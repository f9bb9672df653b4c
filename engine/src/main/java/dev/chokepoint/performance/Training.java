package dev.chokepoint.performance;

import java.util.ArrayList;
import java.util.List;

/**
 * One step of a training run. Equation {@code step} of docs/model.md.
 *
 * @param seconds of the step
 * @param compute forward, backward and recomputed operators of one chip, without traffic
 * @param bubble waiting for the pipeline to fill and drain
 * @param tensor traffic of tensor ranks
 * @param pipeline traffic between pipeline ranks
 * @param expert traffic of expert ranks
 * @param data traffic of data ranks that is not hidden
 * @param optimiser updating the weights
 * @param modelFlops operations of the step over all chips, recomputed ones left out
 * @param hardwareFlops the same with those recomputed
 */
public record Training(
    double seconds,
    double compute,
    double bubble,
    double tensor,
    double pipeline,
    double expert,
    double data,
    double optimiser,
    double modelFlops,
    double hardwareFlops) {

  /** Flash attention's backward pass does 2.5 times the work (arXiv 2205.14135). */
  private static final double ATTENTION_BACKWARD = 2.5;

  /** Inputs shared among tensor ranks are gathered once more for the gradients of weights. */
  private static final double GATHERED_AGAIN = 0.5;

  /** Adam: 32-bit weight, mean and variance read and written, gradient read, weight written. */
  private static final double OPTIMISER_BYTES = 3 * 8 + 4 + 2;

  /**
   * Works out a step.
   *
   * @param sustained share of kernel speed that a step keeps
   */
  public static Training of(Passes passes, Job job, double sustained) {
    return new Sum(passes, job, sustained).training();
  }

  private static final class Sum {
    private final Passes passes;
    private final Job job;
    private final Deployment deployment;
    private final Model model;
    private final Layout layout;
    private final double sustained;
    private double forward;
    private double backward;
    private double attention;
    private double ends;
    private double tensor;
    private double expert;
    private double pipeline;

    Sum(Passes passes, Job job, double sustained) {
      this.passes = passes;
      this.sustained = sustained;
      this.job = job;
      this.deployment = job.deployment();
      this.model = deployment.model();
      this.layout = deployment.layout();
      for (Forward.Part part : parts()) {
        add(part);
      }
      addEnds();
    }

    /** One micro-batch through all layers; of the data ranks it meets those that share experts. */
    private List<Forward.Part> parts() {
      int replicas = Math.max(1, layout.expert() / layout.tensor());
      Layout split =
          new Layout(
              layout.tensor(), layout.pipeline(), replicas, layout.expert(), layout.context());
      Batch.Prompt prompt = new Batch.Prompt(job.microBatch(), job.length(), 0, false);
      return Forward.parts(deployment.with(split), new Batch(0, 0, 0, List.of(prompt)), false);
    }

    private void add(Forward.Part part) {
      double count = part.count();
      switch (part.operator()) {
        case Operator.Gemm g -> {
          forward += count * passes.seconds(g);
          backward += count * backward(g);
        }
        case Operator.AttentionPrefill a -> {
          double one = job.fused() ? passes.seconds(a) : unfused(a);
          attention += count * one;
          backward += count * one * (job.fused() ? ATTENTION_BACKWARD : 2);
        }
        case Operator.MlaPrefill a -> {
          double one = passes.seconds(a);
          attention += count * one;
          backward += count * one * ATTENTION_BACKWARD;
        }
        case Operator.Elementwise e -> {
          double ranks = job.sequenceParallel() && isShared(part.name()) ? layout.tensor() : 1;
          Operator.Elementwise own =
              new Operator.Elementwise(
                  e.readBytes() / ranks, e.writtenBytes() / ranks, e.operations() / ranks);
          double one =
              passes.stream(own.readBytes() + own.writtenBytes()) + dropout(part.name(), own);
          forward += count * one;
          backward += 2 * count * one;
        }
        case Operator.Collective c -> tensor += count * passes.seconds(c);
        case Operator.SendReceive s -> {
          Operator.SendReceive own =
              new Operator.SendReceive(s.bytes() / layout.tensor(), s.betweenNodes());
          pipeline = job.interleave() * passes.seconds(own);
        }
        case Operator.ExpertExchange x -> expert += count * passes.seconds(x);
        case Operator.MoeFfn f -> {
          double one = count * passes.seconds(f);
          forward += one;
          backward += 2 * one;
        }
        case Operator.GroupedGemm g -> {
          double one = count * passes.seconds(g);
          forward += one;
          backward += 2 * one;
        }
        case Operator.AttentionDecode a -> forward += count * passes.seconds(a);
        case Operator.MlaDecode a -> forward += count * passes.seconds(a);
      }
    }

    private static boolean isShared(String name) {
      return name.startsWith("norm");
    }

    /** Models with biases drop out before each residual, in a kernel of its own with a mask. */
    private double dropout(String name, Operator.Elementwise norm) {
      if (!isShared(name) || model.biases() != Model.Biases.ALL) {
        return 0;
      }
      return passes.stream(norm.readBytes() + norm.writtenBytes() * 3 / 4);
    }

    /**
     * Gradients of inputs and of weights are products of the same size; those of weights are added
     * to 32-bit sums.
     */
    private double backward(Operator.Gemm g) {
      double weights = (double) g.n() * g.k();
      return passes.seconds(new Operator.Gemm(g.m(), g.k(), g.n(), g.precision()))
          + passes.seconds(new Operator.Gemm(g.n(), g.k(), g.m(), g.precision()))
          + passes.stream(6 * weights);
    }

    /** Two products for each head, and scores that are scaled, masked, normed and dropped. */
    private double unfused(Operator.AttentionPrefill a) {
      long rows = a.batch() * a.heads() * a.length();
      double scores = 2.0 * rows * (a.length() + a.prefix());
      return passes.seconds(
              new Operator.Gemm(rows, a.length() + a.prefix(), a.headDim(), Precision.BF16))
          + passes.seconds(
              new Operator.Gemm(rows, a.headDim(), a.length() + a.prefix(), Precision.BF16))
          + passes.stream(4.5 * scores);
    }

    /** Embedding, output and loss, on the first and the last pipeline rank. */
    private void addEnds() {
      long tokens = job.microBatch() * job.length() / layout.context();
      long width = Math.ceilDiv(model.vocabulary(), layout.tensor());
      Operator.Gemm head = new Operator.Gemm(tokens, width, model.hidden(), Precision.BF16);
      double logits = 4.0 * tokens * width;
      ends = passes.seconds(head) + backward(head) + 3 * passes.stream(2 * logits);
    }

    Training training() {
      double stages = layout.pipeline();
      double micro = job.microBatches();
      double again =
          switch (job.recompute()) {
            case NONE -> 0;
            case SELECTIVE -> attention;
            case FULL -> forward + attention;
          };
      double perMicro = (forward + attention + backward + again) / sustained;
      double tensorPasses = job.recompute() == Job.Recompute.FULL ? 3 : 2;
      double reduce = tensor * (tensorPasses + (job.sequenceParallel() ? GATHERED_AGAIN : 0));
      double exchange = expert * tensorPasses;
      double send = 2 * pipeline;
      double compute = micro * (perMicro + ends) / stages;
      double shown = job.overlap() ? Math.max(0, exchange - perMicro) : exchange;
      double sends = stages > 1 ? micro * send : 0;
      double stage = (perMicro + reduce + shown + ends) / stages + send;
      double bubble = stages > 1 ? (stages - 1) / job.interleave() * stage : 0;
      double data = exposed(perMicro / stages);
      double optimiser = optimiser();
      double total =
          compute + micro * (reduce + shown) / stages + sends + bubble + data + optimiser;
      double flops = 3 * model.forwardFlops(job.globalBatch(), job.length());
      double recomputed =
          switch (job.recompute()) {
            case NONE -> 0;
            case SELECTIVE ->
                model.forwardFlops(job.globalBatch(), job.length())
                    - 2 * model.multipliedParameters() * job.tokens();
            case FULL -> model.forwardFlops(job.globalBatch(), job.length());
          };
      return new Training(
          total,
          compute,
          bubble,
          micro * reduce / stages,
          sends,
          micro * shown / stages,
          data,
          optimiser,
          flops,
          flops + recomputed);
    }

    /** Traffic of gradients and weights among data ranks that no backward pass hides. */
    private double exposed(double perMicro) {
      int ranks = layout.data();
      if (ranks <= 1) {
        return 0;
      }
      double own = parameters();
      int perNode = Math.max(1, Math.min(ranks, deployment.chipsPerNode() / layout.tensor()));
      double bytes = 2 * own;
      double gradients =
          passes.seconds(
              new Operator.Collective(
                  job.zero() == 0
                      ? Operator.CollectiveKind.ALL_REDUCE
                      : Operator.CollectiveKind.REDUCE_SCATTER,
                  ranks,
                  perNode,
                  job.zero() == 0 ? 2 * bytes : bytes,
                  Operator.CollectivePath.LIBRARY));
      double weights =
          job.zero() == 0
              ? 0
              : passes.seconds(
                  new Operator.Collective(
                      Operator.CollectiveKind.ALL_GATHER,
                      ranks,
                      perNode,
                      bytes,
                      Operator.CollectivePath.LIBRARY));
      double all =
          job.zero() == 3 ? gradients + 2 * weights * job.microBatches() : gradients + weights;
      if (!job.overlap()) {
        return all;
      }
      double hidden = job.zero() == 3 ? perMicro * job.microBatches() : perMicro * 2 / 3;
      return Math.max(all - hidden, all / Math.max(1, 2.0 * model.depth() / layout.pipeline()));
    }

    private double optimiser() {
      double share = job.zero() == 0 ? 1 : layout.data();
      double bytes = OPTIMISER_BYTES * parameters() / share;
      return passes.stream(bytes);
    }

    private double parameters() {
      return TrainingMemory.parameters(deployment);
    }
  }

  /** Share of the chips' peak that the model's own operations take. */
  public double mfu(double peak, double chips) {
    return modelFlops / (seconds * peak * chips);
  }

  /** The same with recomputed operations. */
  public double hfu(double peak, double chips) {
    return hardwareFlops / (seconds * peak * chips);
  }

  /** The parts of the step, in seconds. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part("compute", compute));
    parts.add(new Part("bubble", bubble));
    parts.add(new Part("tensorTraffic", tensor));
    parts.add(new Part("pipelineTraffic", pipeline));
    parts.add(new Part("expertTraffic", expert));
    parts.add(new Part("dataTraffic", data));
    parts.add(new Part("optimiser", optimiser));
    return parts;
  }

  /** One part of a step. */
  public record Part(String name, double seconds) {}
}
