package dev.chokepoint.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server under a mixed load for a long time: whether it goes on as it began, and its memory stays
 * flat.
 *
 * <p>{@code Soak MINUTES URL} asks pages and the API, never the same question twice where an answer
 * could be kept, and reads {@code /metrics} every other second. Memory is the least heap of each
 * minute, which is what is left after a collection; it is flat when the last third of the minutes
 * needs at most a tenth more than the middle third. The variable {@code CHOKEPOINT_TOKEN} holds the
 * token of an administrator where the server has users; answers are recorded then, too.
 */
public final class Soak {
  private static final int REQUESTS_A_SECOND = 20;
  private static final int UNDER_WAY = 32;
  private static final double MOST_GROWTH = 1.10;
  private static final Pattern HEAP =
      Pattern.compile("(?m)^chokepoint_heap_used_bytes ([0-9.eE+]+)$");
  private static final String QUESTION =
      "{\"question\":[\"classify\",\"H20\",\"--to\",\"CN\"],\"subject\":\"soak\"}";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final String token;
  private final AtomicInteger errors = new AtomicInteger();
  private final AtomicLong slowest = new AtomicLong();
  private final Semaphore places = new Semaphore(UNDER_WAY);

  private Soak(String url, String token) {
    this.url = url.replaceFirst("/$", "");
    this.token = token;
  }

  /** Runs; ends with 1 when memory grew or a request failed. */
  public static void main(String[] arguments) throws Exception {
    String token = System.getenv("CHOKEPOINT_TOKEN");
    Soak soak = new Soak(arguments[1], token == null ? "" : token);
    System.exit(soak.run(Integer.parseInt(arguments[0])) ? 0 : 1);
  }

  private boolean run(int minutes) throws Exception {
    List<Double> least = new ArrayList<>();
    long asked = 0;
    long begun = System.nanoTime();
    for (int minute = 1; minute <= minutes; minute++) {
      double low = Double.MAX_VALUE;
      slowest.set(0);
      while (System.nanoTime() - begun < TimeUnit.MINUTES.toNanos(minute)) {
        long due = begun + asked * 1_000_000_000L / REQUESTS_A_SECOND;
        TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
        if (asked % (2 * REQUESTS_A_SECOND) == 0) {
          low = Math.min(low, heap());
        }
        ask(asked++);
      }
      least.add(low / (1 << 20));
      System.out.printf(
          "minute %d: %d requests, %d errors, slowest %.0f ms, least heap %.1f MiB%n",
          minute, asked, errors.get(), slowest.get() / 1e6, least.getLast());
    }
    boolean drained = places.tryAcquire(UNDER_WAY, 60, TimeUnit.SECONDS);
    int third = Math.max(1, minutes / 3);
    double middle = mean(least, Math.max(0, minutes - 2 * third), minutes - third);
    double end = mean(least, minutes - third, minutes);
    boolean flat = minutes < 3 || end <= middle * MOST_GROWTH;
    System.out.printf(
        "%d minutes, %d requests, %d errors; least heap %.1f MiB in the middle, %.1f MiB at the end:"
            + " %s%n",
        minutes, asked, errors.get(), middle, end, flat ? "flat" : "grows");
    return flat && drained && errors.get() == 0;
  }

  private static double mean(List<Double> values, int from, int to) {
    return values.subList(from, Math.max(to, from + 1)).stream()
        .mapToDouble(v -> v)
        .average()
        .orElse(0);
  }

  private HttpRequest.Builder to(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(60));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }

  private double heap() throws Exception {
    String metrics =
        client.send(to("/metrics").build(), HttpResponse.BodyHandlers.ofString()).body();
    Matcher heap = HEAP.matcher(metrics);
    if (!heap.find()) {
      throw new IllegalStateException("no heap in " + url + "/metrics; is there a token?");
    }
    return Double.parseDouble(heap.group(1));
  }

  private void ask(long number) throws InterruptedException {
    places.acquire();
    long began = System.nanoTime();
    var unused =
        client
            .sendAsync(request(number), HttpResponse.BodyHandlers.discarding())
            .whenComplete((response, e) -> {
              long took = System.nanoTime() - began;
              slowest.accumulateAndGet(took, Math::max);
              if (e != null || response.statusCode() >= 400) {
                errors.incrementAndGet();
              }
              places.release();
            });
  }

  /** One of eight kinds in turn, with figures that no request had before. */
  private HttpRequest request(long number) {
    String figure = (100 + number % 4_000) + ",die=" + (200 + number / 4_000);
    String chip = "spec=int8=" + figure + ",datacenter=yes";
    List<String> paths =
        Arrays.asList(
            "/api/v1/classify?to=CN&" + chip,
            "/classify?to=CN&lang=zh&" + chip,
            "/api/v1/timeline?to=SG&" + chip,
            "/chips?vendor=Huawei&n=" + number,
            "/rules/3A090.a?n=" + number,
            "/api/v1/parties/search?name=Somebody+" + number,
            "/?as-of=2024-06-01&n=" + number,
            "/health");
    String path = paths.get((int) (number % paths.size()));
    if (path.equals("/health") && !token.isEmpty()) {
      return to("/api/v1/audit")
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(QUESTION))
          .build();
    }
    return to(path).build();
  }
}
