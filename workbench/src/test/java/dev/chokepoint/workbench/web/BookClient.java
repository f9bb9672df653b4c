package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.workbench.ledger.Role;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a server of order books by its API, with the tokens of its users. */
final class BookClient {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Path ROOT = Path.of(System.getProperty("chokepoint.root", ".."));

  private final SharedServer shared;

  BookClient(SharedServer shared) {
    this.shared = shared;
  }

  /** The made book of the documentation. */
  static String example() throws Exception {
    return Files.readString(ROOT.resolve("examples/orders-2025-04.csv"));
  }

  /** The same with its lines so many times. */
  static String example(int times) throws Exception {
    String text = example();
    int end = text.indexOf('\n') + 1;
    return text.substring(0, end) + text.substring(end).repeat(times);
  }

  HttpRequest.Builder as(Role role, String path) {
    return shared.request(path).header("Authorization", "Bearer " + shared.tokens.get(role));
  }

  HttpResponse<String> get(Role role, String path) throws Exception {
    return shared.send(as(role, path));
  }

  HttpRequest.Builder posting(Role role, String path, Object body) {
    return as(role, path)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(MAPPER.writeValueAsString(body)));
  }

  HttpResponse<String> post(Role role, String path, Object body) throws Exception {
    return shared.send(posting(role, path, body));
  }

  HttpRequest.Builder uploading(Role role, String book, String name, byte[] file) {
    String query = "/uploads?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    return as(role, BookRoutes.PATH + "/" + book + query)
        .header("Content-Type", "application/octet-stream")
        .POST(HttpRequest.BodyPublishers.ofByteArray(file));
  }

  HttpResponse<String> upload(String book, String name, String text) throws Exception {
    byte[] file = text.getBytes(StandardCharsets.UTF_8);
    return shared.send(uploading(Role.ANALYST, book, name, file));
  }

  static JsonNode json(HttpResponse<String> response) {
    return MAPPER.readTree(response.body());
  }

  static String id(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 202);
    return json(response).path("id").asString();
  }

  /** A book of the analyst's that the approver may see. */
  String book() throws Exception {
    String book = id(post(Role.ANALYST, BookRoutes.PATH, Map.of("name", "April")));
    String shares = BookRoutes.PATH + "/" + book + "/shares";
    assertThat(post(Role.ANALYST, shares, Map.of("account", "approver")).statusCode())
        .isEqualTo(201);
    return book;
  }

  /** Asks for a run around 9 April 2025; its address. */
  String ask(String book, String upload) throws Exception {
    Map<String, String> asked =
        Map.of("upload", upload, "kind", "exposure", "from", "2025-04-08", "to", "2025-04-10");
    String runs = BookRoutes.PATH + "/" + book + "/runs";
    return runs + "/" + id(post(Role.ANALYST, runs, asked));
  }

  /** A run when it has one of the states. */
  JsonNode awaited(String run, String... states) throws Exception {
    JsonNode found = json(get(Role.ANALYST, run));
    for (int i = 0; i < 600 && !List.of(states).contains(found.path("state").asString()); i++) {
      Thread.sleep(100);
      found = json(get(Role.ANALYST, run));
    }
    assertThat(found.path("state").asString()).isIn((Object[]) states);
    return found;
  }

  /** Every file of a folder with its bytes, by name. */
  static Map<String, String> files(Path folder) throws Exception {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        files.put(folder.relativize(file).toString(), bytes);
      }
    }
    return files;
  }
}
