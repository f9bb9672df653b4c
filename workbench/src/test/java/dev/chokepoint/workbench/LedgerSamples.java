package dev.chokepoint.workbench;

import dev.chokepoint.workbench.web.BookSample;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers that, together, hold every field that the schemas of audit and users allow. */
final class LedgerSamples {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private LedgerSamples() {}

  /** What a command printed. */
  record Said(int code, String out, String err) {}

  /** Runs a command on a store, with a line typed. */
  static Said run(String store, String typed, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    int at = words[0].equals("users") && words[1].equals("token") ? 3 : 2;
    all.addAll(at, List.of("--store", store));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream((typed + "\n").getBytes(StandardCharsets.UTF_8)));
    try {
      int code =
          Main.run(
              LocalDate.of(2026, 11, 24),
              new PrintWriter(out, true),
              new PrintWriter(err, true),
              all.toArray(new String[0]));
      return new Said(code, out.toString(), err.toString());
    } finally {
      System.setIn(before);
    }
  }

  static Map<String, List<JsonNode>> answers() {
    try {
      Path folder = Files.createTempDirectory("chokepoint-ledger");
      try {
        return answers(folder);
      } finally {
        try (Stream<Path> all = Files.walk(folder)) {
          for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(each);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, List<JsonNode>> answers(Path folder) throws IOException {
    String store = folder.resolve("ledger.db").toString();
    String words = "four words that rest";
    run(store, words, "users", "add", "ann", "--role", "analyst");
    run(store, "", "users", "token", "add", "ann", "--label", "a run");
    Map<String, List<JsonNode>> all = new LinkedHashMap<>();
    all.put("users-list", List.of(json(store, "users", "list", "--json")));
    all.put("users-tokens", List.of(json(store, "users", "token", "list", "--json")));
    all.put(
        "audit-record",
        List.of(
            json(
                store,
                "audit",
                "record",
                "--subject",
                "offer-7",
                "--json",
                "classify",
                "H20",
                "--to",
                "CN")));
    String out = folder.resolve("out").toString();
    JsonNode answer = json(store, "audit", "replay", "3", "--json");
    all.put("audit-export", List.of(json(store, "audit", "export", "3", "--out", out, "--json")));
    all.put(
        "audit-case",
        List.of(MAPPER.readTree(Files.readAllBytes(Path.of(out).resolve("entry-3.json")))));
    all.put(
        "audit-deleted",
        List.of(
            json(store, "audit", "redact", "3", "--reason", "a wish", "--json"),
            json(store, "audit", "retention", "--days", "365", "--file-days", "400", "--json")));
    all.put("audit-list", List.of(json(store, "audit", "list", "--json")));
    run(store, "", "audit", "export", "3", "--out", out);
    String wrong = "1:" + "0".repeat(64);
    // A run, and the same with a line of its results gone.
    Path books = Path.of(store + ".books");
    String run = String.valueOf(BookSample.ran(store, books));
    JsonNode derived = json(store, "audit", "replay", run, "--json");
    try (Stream<Path> results = Files.walk(books.resolve("runs"))) {
      Path names = results.filter(file -> file.endsWith("names.csv")).findFirst().orElseThrow();
      Files.writeString(names, "");
    }
    all.put(
        "audit-replay", List.of(answer, derived, json(store, "audit", "replay", run, "--json")));
    all.put(
        "audit-verify",
        List.of(
            json(store, "audit", "verify", "--json"),
            json(store, "audit", "verify", "--anchor", wrong, "--json")));
    return all;
  }

  private static JsonNode json(String store, String... words) {
    return MAPPER.readTree(run(store, "", words).out());
  }
}
