package dev.chokepoint.performance;

/**
 * Serving with prompts and further tokens on chips of their own: prompts queue for some copies of
 * the model, their caches then travel to others.
 */
public final class Separation {
  private static final int ITERATIONS = 40;

  private Separation() {}

  /**
   * Works out the steady state of the whole.
   *
   * @param first copies that work on prompts
   * @param then copies that continue
   */
  public static Serving of(Setting first, Setting then, Load load) {
    Passes passes = first.passes();
    Engine engine = first.engine();
    double steps = Math.max(0, load.output() - 1) / load.gained();
    long context = load.input() + load.output() / 2;
    double prompt =
        Serving.prompt(passes, first.deployment(), engine, load, 0) + transfer(first, then, load);
    double servers = (double) first.replicas() * first.deployment().layout().data();
    double places = (double) then.replicas() * then.deployment().layout().data();
    double clients = load.concurrency();
    double room = places * Serving.room(then, load);
    double most = Math.min(clients, Math.max(1, room));
    double running = most;
    double step = 0;
    double response = prompt;
    double decode = 0;
    for (int i = 0; i < ITERATIONS; i++) {
      long rows = Math.max(1, Math.round(running / places));
      step =
          passes.seconds(
                  then.deployment(), new Batch(rows, context, load.drafts(), java.util.List.of()))
              + engine.step();
      decode = steps * step;
      double waiting = clients * response / (response + decode);
      double queued = Math.max(0, waiting * (clients - 1) / clients - servers) / servers;
      response = (response + prompt * (1 + queued)) / 2;
      running = (running + Math.min(most, clients * decode / (response + decode))) / 2;
    }
    double cycle = response + decode;
    double perSecond = clients / cycle;
    if (running >= most && clients * decode / cycle > most) {
      perSecond = most / decode;
      response = clients / perSecond - decode;
    }
    double burst = prompt * (clients / servers + 1) / 2;
    double ttft =
        response
            + Math.max(0, burst - response) / Math.max(1, load.rounds())
            + engine.request()
            + load.input() * engine.token()
            + engine.stream() * step * (clients - 1) / clients;
    return new Serving(
        ttft,
        Math.max(0, ttft - prompt - engine.request()),
        load.output() <= 1 ? 0 : decode / (load.output() - 1),
        running / places,
        step,
        prompt,
        perSecond);
  }

  /** The cache of a prompt from the chips that made it to those that use it. */
  private static double transfer(Setting first, Setting then, Load load) {
    double bytes = Memory.perSequence(first.deployment(), (double) load.input());
    boolean between = first.chips() + then.chips() > first.deployment().chipsPerNode();
    return first.passes().seconds(new Operator.SendReceive(bytes, between));
  }
}
