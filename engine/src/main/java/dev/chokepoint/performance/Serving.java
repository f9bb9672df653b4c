package dev.chokepoint.performance;

import java.util.List;

/**
 * Serving at a steady number of requests under way, in closed form: each client sends its next
 * request when the last is answered, so that throughput and latency determine each other (mean
 * value analysis of a closed queue: one server for prompts, delays for the steps).
 *
 * @param ttft seconds from a request to its first token, waiting included
 * @param queue part of it spent before its own pass begins
 * @param tpot seconds between further tokens
 * @param running sequences that continue at once, of one data rank
 * @param step seconds of a step without prompts
 * @param prompt seconds of the passes that one prompt takes part in
 * @param requestsPerSecond answered by one copy of the model
 */
public record Serving(
    double ttft,
    double queue,
    double tpot,
    double running,
    double step,
    double prompt,
    double requestsPerSecond) {
  private static final int ITERATIONS = 12;

  /**
   * Works out the steady state.
   *
   * @param room sequences whose cache fits one data rank
   */
  public static Serving of(
      Passes passes, Deployment deployment, Engine engine, Load load, double room) {
    return new Solver(passes, deployment, engine, load).solve(room);
  }

  /** Sequences whose cache fits one data rank, each half way through its answer. */
  public static double room(Setting setting, Load load) {
    Deployment deployment = setting.deployment();
    double tokens = load.input() + load.output() / 2.0;
    long pass = Math.min(setting.engine().chunk(), load.concurrency() * load.input());
    Memory empty = Memory.serving(setting.machine(), deployment, 0, 0, pass);
    return empty.capacity() <= 0
        ? load.concurrency()
        : empty.room() / Memory.perSequence(deployment, tokens);
  }

  /** The passes that one prompt takes part in, beside so many sequences that continue. */
  static double prompt(
      Passes passes, Deployment deployment, Engine engine, Load load, long others) {
    return new Solver(passes, deployment, engine, load).prompt(others);
  }

  private static final class Solver {
    private final Passes passes;
    private final Deployment deployment;
    private final Engine engine;
    private final Load load;
    private final long context;
    private final double clients;
    private final double steps;

    Solver(Passes passes, Deployment deployment, Engine engine, Load load) {
      this.passes = passes;
      this.deployment = deployment;
      this.engine = engine;
      this.load = load;
      this.context = load.input() + load.output() / 2;
      Layout layout = deployment.layout();
      this.clients = Math.max(1, (double) load.concurrency() / layout.data() / layout.pipeline());
      this.steps = Math.max(0, load.output() - 1) / load.gained();
    }

    Serving solve(double room) {
      double most = Math.max(1, Math.min(clients, room / deployment.layout().pipeline()));
      Wave wave = wave(most);
      double running = most;
      Serving now = at(running, most, wave);
      for (int i = 0; i < ITERATIONS; i++) {
        double next = Math.min(most, now.running());
        if (Math.abs(next - running) < 0.02 * running) {
          break;
        }
        running = (running + next) / 2;
        now = at(running, most, wave);
      }
      return now;
    }

    /** The steady state if so many sequences continue in each step. */
    private Serving at(double running, double most, Wave wave) {
      long rows = Math.max(1, Math.round(running));
      double step = pass(new Batch(rows, context, load.drafts(), List.of()), true);
      long companions = companions(rows);
      double prompt = prompts(rows, companions);
      double added = (engine.mixes() ? Math.max(0, prompt - chunks() * step) : prompt) / companions;
      double together = together();
      double met = (most - 1) * added * (1 - together);
      double response = prompt;
      double decode = steps * step;
      for (int i = 0; i < ITERATIONS; i++) {
        double cycle = response + decode;
        decode = steps * step + met * decode / cycle;
        double busy = Math.min(1, most * added / cycle);
        double waiting = most * response / cycle * (most - 1) / most;
        double others = Math.max(Math.min(engine.bunch(), most - 1), waiting - busy / 2);
        // A step is under way only if one of the other clients is being answered.
        double stepping = 1 - Math.pow(response / (response + decode), most - 1);
        response = prompt + step / 2 * (1 - busy) * stepping + added * others;
      }
      double first = response + together * (wave.first() - response);
      decode += together * (wave.whole() - wave.first());
      double cycle = first + decode;
      double perSecond = most / cycle;
      if (clients > most) {
        first += clients / perSecond - cycle;
      }
      first += engine.request() + load.input() * engine.token() + delivery() * step;
      double copies = deployment.layout().data() * deployment.layout().pipeline();
      return new Serving(
          first,
          Math.max(0, first - prompt - engine.request()),
          steps == 0 ? 0 : decode / (load.output() - 1),
          most * decode / cycle,
          step,
          prompt,
          perSecond * copies);
    }

    /** Prompts that a pass takes up in the steady state: as many as answers end in a step. */
    private long companions(long rows) {
      double ending = steps > 0 ? rows / steps : rows;
      return Math.max(1, Math.min(Math.round(ending), engine.chunk() / load.fresh()));
    }

    /** Steps before a token is delivered: what the engine does for other clients meanwhile. */
    private double delivery() {
      return engine.stream() * (load.concurrency() - 1.0) / load.concurrency();
    }

    /** Share of requests that come with all others: the first round, and what an engine adds. */
    private double together() {
      double first = 1 / Math.max(1, load.rounds());
      return first + (1 - first) * engine.waves();
    }

    /**
     * All prompts at once.
     *
     * @param first mean time to the first token
     * @param whole time to the last of them
     */
    private record Wave(double first, double whole) {}

    private Wave wave(double most) {
      long fresh = load.fresh();
      long group = Math.max(1, Math.min((long) most, engine.chunk() / fresh));
      double groups = Math.max(1, most / group);
      double one =
          group == 1
              ? prompt(1)
              : pass(
                  new Batch(
                      0, 0, 0, List.of(new Batch.Prompt(group, fresh, load.input() - fresh, true))),
                  false);
      return new Wave(one * (groups + 1) / 2, one * groups);
    }

    private long chunks() {
      return Math.ceilDiv(load.fresh(), engine.chunk());
    }

    /** The pass that takes up so many prompts, or all passes of one that is longer than a pass. */
    private double prompts(long rows, long count) {
      if (count == 1) {
        return prompt(rows);
      }
      long fresh = load.fresh();
      Batch.Prompt all = new Batch.Prompt(count, fresh, load.input() - fresh, true);
      return pass(
          new Batch(engine.mixes() ? rows : 0, context, load.drafts(), List.of(all)), false);
    }

    /** The passes that one prompt takes part in. */
    private double prompt(long rows) {
      double sum = 0;
      long done = 0;
      long fresh = load.fresh();
      long prefix = load.input() - fresh;
      while (done < fresh) {
        long part = Math.min(engine.chunk(), fresh - done);
        Batch.Prompt piece = new Batch.Prompt(1, part, prefix + done, done + part == fresh);
        long others = engine.mixes() ? rows : 0;
        sum += pass(new Batch(others, context, load.drafts(), List.of(piece)), false);
        done += part;
      }
      return sum;
    }

    private double pass(Batch batch, boolean graph) {
      double host = graph ? 0 : passes.operators(deployment, batch) * engine.launch();
      return Math.max(passes.seconds(deployment, batch), host) + engine.step();
    }
  }
}
