package dev.chokepoint.bench;

import dev.chokepoint.knowledge.Knowledge;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * The server under load, and how soon it answers after its start.
 *
 * <p>{@code ServeLoad start COMMAND…} starts the command, such as {@code ./chokepoint serve --port
 * 0}, and prints milliseconds to the first page and resident megabytes at rest. {@code ServeLoad
 * load URL REQUESTS_A_SECOND SECONDS [new]} asks {@code classify} at a steady rate, from the clock
 * and not from the last answer, so that a slow answer delays no other; the time counts from when a
 * request was due. Two hundred questions repeat, with {@code new} none does.
 */
public final class ServeLoad {
  private static final int QUESTIONS = 200;
  private static final int WARM_SECONDS = 30;
  private static final String[] TO = {"CN", "SG", "AE", "IN", "DE"};

  private ServeLoad() {}

  /** Runs one of the two. */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("start")) {
      start(Arrays.asList(arguments).subList(1, arguments.length));
    } else {
      boolean repeated = arguments.length < 5;
      int rate = Integer.parseInt(arguments[2]);
      int before = rate / 4 * WARM_SECONDS;
      int warm = before + rate * WARM_SECONDS;
      List<String> paths = questions(repeated, warm + rate * seconds(arguments));
      load(arguments[1], paths, rate / 4, WARM_SECONDS, 0, "warming");
      load(arguments[1], paths, rate, WARM_SECONDS, before, "warming");
      load(arguments[1], paths, rate, seconds(arguments), warm, "measured");
    }
  }

  private static int seconds(String[] arguments) {
    return Integer.parseInt(arguments[3]);
  }

  private static void start(List<String> command) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null && !line.contains("http://")) {
        line = out.readLine();
      }
      URI uri = URI.create(String.valueOf(line).replaceFirst(".*(http://[^ ]+).*", "$1"));
      // By a plain socket: the start of a client of HTTP would count as the server's.
      int bytes;
      try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
        String request =
            "GET / HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        bytes = socket.getInputStream().readAllBytes().length;
      }
      System.out.printf(
          "first page of %d bytes after %d ms%n",
          bytes, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
      Thread.sleep(3000);
      for (String each : Files.readAllLines(Path.of("/proc/" + process.pid() + "/status"))) {
        if (each.startsWith("VmRSS")) {
          System.out.println("resident at rest: " + each.replaceAll("[^0-9]", "") + " kB");
        }
      }
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static List<String> questions(boolean repeated, int most) {
    List<String> ids = Knowledge.load().catalog().ids();
    List<String> paths = new ArrayList<>();
    for (int i = 0; i < (repeated ? QUESTIONS : most); i++) {
      String item =
          repeated
              ? "item=" + ids.get(i % ids.size())
              : "spec=int8=" + (100 + i % 3000) + ",die=" + (200 + i / 3000) + ",datacenter=yes";
      paths.add("/api/v1/classify?" + item + "&to=" + TO[i / 37 % TO.length]);
    }
    return paths;
  }

  private static void load(
      String url, List<String> paths, int rate, int seconds, int from, String what)
      throws InterruptedException {
    int all = rate * seconds;
    AtomicLongArray nanos = new AtomicLongArray(all);
    AtomicInteger errors = new AtomicInteger();
    CountDownLatch left = new CountDownLatch(all);
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      long begun = System.nanoTime();
      for (int i = 0; i < all; i++) {
        long due = begun + (long) (i * 1e9 / rate);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(Math.min(200_000, due - System.nanoTime()));
        }
        int at = i;
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(url + paths.get((from + i) % paths.size())))
                .header("Accept-Encoding", "gzip")
                .timeout(Duration.ofSeconds(30))
                .build();
        var unused =
            client
                .sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .whenComplete((response, e) -> {
                  nanos.set(at, System.nanoTime() - due);
                  if (e != null || response.statusCode() != 200) {
                    errors.incrementAndGet();
                  }
                  left.countDown();
                });
      }
      left.await();
      double took = (System.nanoTime() - begun) / 1e9;
      long[] sorted = new long[all];
      for (int i = 0; i < all; i++) {
        sorted[i] = nanos.get(i);
      }
      Arrays.sort(sorted);
      System.out.printf(
          "%s: %d requests, %.0f a second, p50 %.2f ms, p99 %.2f ms, most %.2f ms, %d errors%n",
          what,
          all,
          all / took,
          sorted[all / 2] / 1e6,
          sorted[(int) (all * 0.99)] / 1e6,
          sorted[all - 1] / 1e6,
          errors.get());
    }
  }
}
