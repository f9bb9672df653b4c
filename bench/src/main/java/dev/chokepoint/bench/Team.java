package dev.chokepoint.bench;

import dev.chokepoint.knowledge.Knowledge;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Order books on a server with users: how long from the first byte of an upload until its lines are
 * decided and can be looked at, how long a page of the worklist takes, and how 100 people fare who
 * each ask something every second.
 *
 * <p>{@code Team LINES URL [SECONDS]}; the variable {@code CHOKEPOINT_TOKEN} holds the token of an
 * administrator. The book is the made one of {@link MadeOrders} in one currency, as runs on a
 * server have no file of rates.
 */
public final class Team {
  private static final int PAGES = 200;
  private static final int PEOPLE = 100;
  private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{20})\"");
  private static final Pattern LINES = Pattern.compile("\"lines\":(\\d+)");
  private static final long SEED = 20_261_130;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final String token;

  private Team(String url, String token) {
    this.url = url.replaceFirst("/$", "");
    this.token = token;
  }

  public static void main(String[] arguments) throws Exception {
    String token = System.getenv("CHOKEPOINT_TOKEN");
    if (token == null) {
      System.err.println("CHOKEPOINT_TOKEN holds no token of an administrator");
      System.exit(2);
    }
    Team team = new Team(arguments[1], token);
    int seconds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 60;
    Path file = Files.createTempFile("chokepoint-team", ".csv");
    try {
      write(file, Long.parseLong(arguments[0]));
      team.run(file, seconds);
    } finally {
      Files.delete(file);
    }
  }

  private static void write(Path file, long lines) throws IOException {
    List<String> skus = new ArrayList<>(Knowledge.load().catalog().ids());
    skus.add("no such part");
    Path many = Files.createTempFile("chokepoint-team", ".csv");
    MadeOrders.write(many, lines, skus);
    try (Stream<String> from = Files.lines(many);
        BufferedWriter to = Files.newBufferedWriter(file)) {
      for (String line : (Iterable<String>) from::iterator) {
        to.write(line.replace(",EUR,", ",USD,").replace(",JPY,", ",USD,"));
        to.newLine();
      }
    } finally {
      Files.delete(many);
    }
  }

  private void run(Path file, int seconds) throws Exception {
    String books = "/api/v1/books";
    String book = books + "/" + id(post(books, "{\"name\":\"bench\"}"));
    long begun = System.nanoTime();
    String upload =
        id(
            sent(
                request(book + "/uploads?name=book.csv")
                    .header("Content-Type", "application/octet-stream")
                    .POST(HttpRequest.BodyPublishers.ofFile(file))));
    double uploaded = since(begun);
    String asked =
        "{\"upload\":\"%s\",\"kind\":\"exposure\",\"from\":\"2025-04-08\",\"to\":\"2025-04-10\"}";
    String run = book + "/runs/" + id(post(book + "/runs", asked.formatted(upload)));
    String state = "asked";
    while (state.equals("asked")) {
      Thread.sleep(50);
      state = sent(request(run)).replaceFirst("(?s).*?\"state\":\"([a-z]+)\".*", "$1");
    }
    String first = sent(request(run + "/lines"));
    Matcher all = LINES.matcher(first);
    long lines = all.find() ? Long.parseLong(all.group(1)) : 0;
    System.out.printf(
        Locale.ROOT,
        "%,d bytes uploaded after %.1f s, run %s and first page of %,d lines after %.1f s%n",
        Files.size(file),
        uploaded,
        state,
        lines,
        since(begun));
    SplittableRandom random = new SplittableRandom(SEED);
    long[] nanos = new long[PAGES];
    for (int i = 0; i < PAGES; i++) {
      long at = System.nanoTime();
      sent(request(run + "/lines?offset=" + random.nextLong(Math.max(1, lines))));
      nanos[i] = System.nanoTime() - at;
    }
    print("worklist, pages anywhere", nanos, 0);
    people(seconds, List.of(run + "/lines?limit=20", book, book + "/changes", run));
  }

  /** Each asks once a second, from the clock and not from the last answer. */
  private void people(int seconds, List<String> ofBook) throws InterruptedException {
    List<String> paths = new ArrayList<>(ofBook);
    paths.addAll(
        List.of(
            "/orders",
            "/",
            "/chips",
            "/api/v1/classify?item=H20&to=CN&as-of=2025-04-20",
            "/api/v1/classify?item=nvidia-l20&to=SG",
            "/rules"));
    warm(paths);
    int all = PEOPLE * seconds;
    long[] nanos = new long[all];
    AtomicInteger errors = new AtomicInteger();
    long begun = System.nanoTime();
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < all; i++) {
        long due = begun + (long) (i * 1e9 / PEOPLE);
        TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
        int at = i;
        workers.execute(() -> {
          try {
            sent(request(paths.get(at % paths.size())));
          } catch (IllegalStateException | IOException | InterruptedException e) {
            errors.incrementAndGet();
          }
          nanos[at] = System.nanoTime() - due;
        });
      }
    }
    print(PEOPLE + " people for " + seconds + " s", nanos, errors.get());
  }

  private void warm(List<String> paths) throws InterruptedException {
    for (int i = 0; i < 300; i++) {
      try {
        sent(request(paths.get(i % paths.size())));
      } catch (IllegalStateException | IOException e) {
        System.err.println("while warming: " + e.getMessage());
      }
    }
  }

  private static double since(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  private static void print(String what, long[] nanos, int errors) {
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "%s: %d requests, p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, most %.1f ms, %d errors%n",
        what,
        nanos.length,
        nanos[nanos.length / 2] / 1e6,
        nanos[(int) (nanos.length * 0.95)] / 1e6,
        nanos[(int) (nanos.length * 0.99)] / 1e6,
        nanos[nanos.length - 1] / 1e6,
        errors);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header("Authorization", "Bearer " + token);
  }

  private String post(String path, String body) throws IOException, InterruptedException {
    return sent(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private String sent(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IllegalStateException(response.statusCode() + " " + response.body());
    }
    return response.body();
  }

  private static String id(String body) {
    Matcher found = ID.matcher(body);
    if (!found.find()) {
      throw new IllegalStateException(body);
    }
    return found.group(1);
  }
}
