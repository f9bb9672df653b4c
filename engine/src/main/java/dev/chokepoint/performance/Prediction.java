package dev.chokepoint.performance;

import dev.chokepoint.performance.Estimate.Interval;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a setting does with a load.
 *
 * @param setting what was predicted
 * @param separate chips of their own for prompts, or null
 * @param ttft seconds to the first token; null for a decode step and where nothing fits
 * @param tpot seconds between further tokens; null for prompts and where nothing fits
 * @param tokensPerSecond over all chips: of prompts for a batch of prompts, of answers otherwise
 * @param perUser the same for one client
 * @param memory of one chip
 * @param room sequences whose cache fits all copies at once
 * @param compute share of the peak rate of the precision used, 0 to 1
 * @param bandwidth share of the pin bandwidth, 0 to 1
 * @param joules of all chips for one request, or for one step of the batch
 * @param joulesPerOutput the same for each token of an answer; null for prompts
 * @param joulesPerToken the same for each token, of prompts and answers
 * @param terms operators that make up the time
 * @param warnings what was assumed and what does not fit
 */
public record Prediction(
    Phase phase,
    Setting setting,
    @Nullable Setting separate,
    @Nullable Interval ttft,
    @Nullable Interval tpot,
    @Nullable Interval tokensPerSecond,
    @Nullable Interval perUser,
    Memory memory,
    double room,
    double compute,
    double bandwidth,
    double joules,
    @Nullable Double joulesPerOutput,
    double joulesPerToken,
    List<Term> terms,
    List<String> warnings) {

  /**
   * One kind of operator.
   *
   * @param pass {@code prompt} or {@code step}
   * @param count how often it runs in the pass
   * @param seconds of all of them
   */
  public record Term(
      String pass,
      String name,
      double count,
      double seconds,
      double flops,
      double bytes,
      Bound bound) {}

  public Prediction {
    terms = List.copyOf(terms);
    warnings = List.copyOf(warnings);
  }

  /** Chips of all copies. */
  public int chips() {
    Setting other = separate;
    return setting.chips() + (other == null ? 0 : other.chips());
  }

  /** Whether the weights and everything under way fit. */
  public boolean fits() {
    return memory.fits();
  }

  /**
   * One batch of prompts, {@code batch} sequences over all copies.
   *
   * @param batch sequences
   */
  public static Prediction prefill(Setting setting, long batch, long input) {
    Layout layout = setting.deployment().layout();
    long own = Math.max(1, Math.ceilDiv(batch, (long) setting.replicas() * layout.data()));
    long together = Math.max(1, setting.engine().chunk() / Math.max(1, input));
    Passes passes = setting.passes();
    Deployment deployment = setting.deployment();
    double full = Math.floorDiv(own, together);
    Cost cost = new Cost(0, 0, 0, List.of());
    double seconds = 0;
    double least = 0;
    if (full > 0) {
      Batch each = Batch.prefill(together, input);
      seconds += full * passes.seconds(deployment, each);
      least += full * passes.least(deployment, each);
      cost = Cost.of(setting, "prompt", each).times(full);
    }
    if (own % together > 0) {
      Batch last = Batch.prefill(own % together, input);
      seconds += passes.seconds(deployment, last);
      least += passes.least(deployment, last);
      cost = cost.plus(Cost.of(setting, "prompt", last));
    }
    Memory memory = memory(setting, (double) own, (double) input, Math.min(own, together) * input);
    double chips = layout.tensor() * (double) layout.context();
    double joules = cost.joules() * chips * layout.data() * setting.replicas();
    Interval time = interval(setting, "static-prefill", seconds, least);
    return finished(
        Phase.PREFILL,
        setting,
        time,
        null,
        scaled(inverse(time), batch * (double) input),
        scaled(inverse(time), (double) input),
        memory,
        cost.flops() / layout.pipeline() / seconds,
        cost.bytes() / layout.pipeline() / seconds,
        joules,
        null,
        joules / (batch * (double) input),
        cost.terms());
  }

  /** One step of a batch that continues, {@code batch} sequences over all copies. */
  public static Prediction decode(Setting setting, long batch, long context) {
    return decode(setting, batch, Load.of(batch, context, 1));
  }

  /**
   * The same with tokens tried beyond the next one.
   *
   * @param load tokens cached as its input, and what is tried; the rest is not read
   */
  public static Prediction decode(Setting setting, long batch, Load load) {
    long context = load.input();
    Layout layout = setting.deployment().layout();
    long own =
        Math.max(
            1, Math.ceilDiv(batch, (long) setting.replicas() * layout.data() * layout.pipeline()));
    Batch step = new Batch(own, context, load.drafts(), List.of());
    double pass = setting.passes().seconds(setting.deployment(), step);
    double gained = load.gained();
    double seconds = pass / gained;
    Cost cost = Cost.of(setting, "step", step);
    Memory memory = memory(setting, (double) own * layout.pipeline(), (double) context, own);
    double joules =
        cost.joules()
            * layout.tensor()
            * layout.context()
            * layout.data()
            * layout.pipeline()
            * setting.replicas();
    Interval time =
        interval(
            setting,
            "static-decode",
            seconds,
            setting.passes().least(setting.deployment(), step) / gained);
    return finished(
        Phase.DECODE,
        setting,
        null,
        time,
        scaled(inverse(time), (double) batch),
        inverse(time),
        memory,
        cost.flops() / pass,
        cost.bytes() / pass,
        joules,
        joules / batch / gained,
        joules / batch / gained,
        cost.terms());
  }

  /** Clients that ask again as soon as they are answered, over all copies. */
  public static Prediction serve(Setting setting, @Nullable Setting separate, Load load) {
    Layout layout = setting.deployment().layout();
    Load own =
        separate == null ? load.with(Math.ceilDiv(load.concurrency(), setting.replicas())) : load;
    double room = Serving.room(setting, own);
    if (room < 1) {
      return homeless(setting, separate, own);
    }
    Serving state =
        separate == null
            ? Serving.of(setting.passes(), setting.deployment(), setting.engine(), own, room)
            : Separation.of(separate, setting, own);
    double copies = separate == null ? setting.replicas() : 1;
    double requests = state.requestsPerSecond() * copies;
    long context = load.input() + load.output() / 2;
    Batch step =
        new Batch(Math.max(1, Math.round(state.running())), context, load.drafts(), List.of());
    Batch prompt =
        new Batch(
            0, 0, 0, List.of(new Batch.Prompt(1, load.fresh(), load.input() - load.fresh(), true)));
    Cost steps = Cost.of(setting, "step", step);
    Cost prompts = Cost.of(separate == null ? setting : separate, "prompt", prompt);
    double rank = requests / ((double) setting.replicas() * layout.data());
    double passes = (load.output() - 1) / load.gained() / Math.max(1, state.running());
    double sequences = state.running() * layout.pipeline();
    Memory memory =
        memory(
            setting, sequences, (double) context, Math.min(setting.engine().chunk(), load.input()));
    double joules =
        (steps.joules() * passes + prompts.joules()) * layout.tensor() * layout.context();
    List<Term> terms = new ArrayList<>(prompts.terms());
    terms.addAll(steps.terms());
    String mode = separate == null ? "serve-" : "separate-";
    Passes on = setting.passes();
    double leastStep = on.least(setting.deployment(), step);
    Interval ttft =
        interval(setting, mode + "ttft", state.ttft(), on.least(setting.deployment(), prompt));
    @Nullable Interval tpot =
        load.output() > 1
            ? interval(setting, mode + "tpot", state.tpot(), leastStep / load.gained())
            : null;
    Interval answered =
        interval(
            setting,
            mode + "tpot",
            1 / (requests * load.output()),
            Whole.leastRequest(setting, separate, step, prompt, passes) / load.output());
    Prediction all =
        finished(
            Phase.SERVE,
            setting,
            ttft,
            tpot,
            inverse(answered),
            tpot != null ? inverse(tpot) : inverse(ttft),
            memory,
            rank * (steps.flops() * passes + prompts.flops()) / layout.pipeline(),
            rank * (steps.bytes() * passes + prompts.bytes()) / layout.pipeline(),
            joules,
            joules / load.output(),
            joules / (load.output() + load.input()),
            terms);
    List<String> warnings = new ArrayList<>(all.warnings());
    double most = room * layout.data() * setting.replicas();
    if (load.concurrency() > most) {
      warnings.add(
          "the cache of %.0f sequences fits at once; of %d requests the rest waits"
              .formatted(most, load.concurrency()));
    }
    return all.with(separate, most, warnings);
  }

  /** The same with one more warning; an empty one changes nothing. */
  public Prediction with(String warning) {
    List<String> all = new ArrayList<>(warnings);
    if (!warning.isEmpty()) {
      all.add(warning);
    }
    return with(separate, room, all);
  }

  private Prediction with(@Nullable Setting other, double most, List<String> all) {
    return new Prediction(
        phase,
        setting,
        other,
        ttft,
        tpot,
        tokensPerSecond,
        perUser,
        memory,
        most,
        compute,
        bandwidth,
        joules,
        joulesPerOutput,
        joulesPerToken,
        terms,
        all);
  }

  /** Not one sequence fits beside the weights. */
  private static Prediction homeless(Setting setting, @Nullable Setting separate, Load load) {
    Memory memory =
        memory(
            setting,
            1,
            (double) load.input() + load.output(),
            Math.min(setting.engine().chunk(), load.input()));
    return new Prediction(
        Phase.SERVE,
        setting,
        separate,
        null,
        null,
        null,
        null,
        memory,
        0,
        0,
        0,
        0,
        null,
        0,
        List.of(),
        warnings(setting, memory));
  }

  private static Memory memory(Setting setting, double sequences, double tokens, long pass) {
    return Memory.serving(setting.machine(), setting.deployment(), sequences, tokens, pass);
  }

  private static Prediction finished(
      Phase phase,
      Setting setting,
      @Nullable Interval ttft,
      @Nullable Interval tpot,
      Interval tokensPerSecond,
      Interval perUser,
      Memory memory,
      double flopsPerSecond,
      double bytesPerSecond,
      double joules,
      @Nullable Double joulesPerOutput,
      double joulesPerToken,
      List<Term> terms) {
    Machine machine = setting.machine();
    boolean fits = memory.fits();
    return new Prediction(
        phase,
        setting,
        null,
        fits ? ttft : null,
        fits ? tpot : null,
        fits ? tokensPerSecond : null,
        fits ? perUser : null,
        memory,
        0,
        flopsPerSecond / peak(setting),
        bytesPerSecond / machine.memoryBytesPerSecond(),
        joules,
        joulesPerOutput,
        joulesPerToken,
        fits ? terms : List.of(),
        warnings(setting, memory));
  }

  /** Peak rate of one chip in the precision of most of the work, operations a second. */
  static double peak(Setting setting) {
    Machine machine = setting.machine();
    return machine.peak(machine.carriedOutIn(main(setting.deployment()).arithmetic()));
  }

  /** The precision of most of the work. */
  private static Precision main(Deployment d) {
    return d.model().hasExperts() ? d.experts() : d.linear();
  }

  private static List<String> warnings(Setting setting, Memory memory) {
    List<String> warnings = new ArrayList<>();
    Deployment d = setting.deployment();
    if (!memory.fits()) {
      warnings.add(
          "does not fit: %.1f of %.1f GB a chip%s"
              .formatted(memory.used() / 1e9, memory.capacity() / 1e9, Whole.would(setting)));
    }
    Machine machine = setting.machine();
    Arithmetic wanted = main(d).arithmetic();
    Arithmetic used = machine.carriedOutIn(wanted);
    if (used != wanted) {
      warnings.add(
          "the chip has no %s multiplier; %s is used instead"
              .formatted(wanted.word(), used.word()));
    }
    for (Machine.Inferred each : machine.inferred()) {
      warnings.add(each.text());
    }
    if (machine.memoryBytes() <= 0) {
      warnings.add("the chip's memory is unknown, so whether it fits is not checked");
    }
    warnings.addAll(d.model().notes());
    return warnings;
  }

  static Interval interval(Setting setting, String family, double mid, double least) {
    return Whole.interval(setting.passes().predictor(), family, mid, least);
  }

  private static Interval inverse(Interval each) {
    return new Interval(1 / each.high(), 1 / each.mid(), 1 / each.low());
  }

  private static Interval scaled(Interval each, double factor) {
    return new Interval(each.low() * factor, each.mid() * factor, each.high() * factor);
  }
}
