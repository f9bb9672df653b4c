package dev.chokepoint.performance;

/**
 * The serving software above the kernels: how it forms passes and what the host adds. None of it is
 * told by a chip's figures, so it is an input with a default.
 *
 * @param name key in {@code knowledge/performance/engines.yaml}
 * @param mixes whether prompts and sequences that continue share a pass; if not, prompts go first
 *     and everything else waits
 * @param chunk most prompt tokens of a pass
 * @param request host time of a request before its first pass and after it, seconds
 * @param token host time of a prompt's token, such as finding it in a text, seconds
 * @param step host time of a pass that is not hidden behind the chip, seconds
 * @param launch host time of one operator in a pass that no graph replays, seconds
 * @param stream steps between a token and its delivery
 * @param bunch other prompts that a prompt shares its passes with, since clients whose answers end
 *     together ask together
 * @param waves share of requests that come together with all others, since an engine that lets
 *     prompts go first puts its clients in step
 */
public record Engine(
    String name,
    boolean mixes,
    long chunk,
    double request,
    double token,
    double step,
    double launch,
    double stream,
    double bunch,
    double waves) {

  /** The same with passes of another size. */
  public Engine withChunk(long tokens) {
    return new Engine(name, mixes, tokens, request, token, step, launch, stream, bunch, waves);
  }
}
