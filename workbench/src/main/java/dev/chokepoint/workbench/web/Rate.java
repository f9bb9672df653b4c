package dev.chokepoint.workbench.web;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** So many times a minute for each one who asks; those not seen for longest are forgotten first. */
final class Rate {
  private static final int MOST_KEPT = 10_000;
  private static final int SECONDS = 60;

  private final int most;
  private final Supplier<Instant> now;
  private final Map<String, Count> counts =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > MOST_KEPT;
        }
      };

  private record Count(long minute, int times) {}

  Rate(int most, Supplier<Instant> now) {
    this.most = most;
    this.now = now;
  }

  /** Counts one more and says whether it is still allowed. */
  synchronized boolean allows(String who) {
    long minute = now.get().getEpochSecond() / SECONDS;
    Count count = counts.get(who);
    int times = count == null || count.minute() != minute ? 1 : count.times() + 1;
    counts.put(who, new Count(minute, times));
    return times <= most;
  }
}
