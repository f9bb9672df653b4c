package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A server with order books, asked over HTTP. */
abstract class BookHttp {
  static final Knowledge KNOWLEDGE = Knowledge.load();
  static final JsonMapper MAPPER = JsonMapper.builder().build();
  static final Path ROOT = Path.of(System.getProperty("chokepoint.root", ".."));
  static final String BOOKS = BookRoutes.PATH;

  static final String BODY = "https://chokepoint.test/api/books.schema.json";
  static final SchemaRegistry BODIES =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder
                  .schemas(Map.of(BODY, bodies()))
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  @TempDir Path folder;
  SharedServer shared;

  @BeforeEach
  void start() {
    shared = started(Stores.Kind.SQLITE);
  }

  SharedServer started(Stores.Kind kind) {
    return new SharedServer(
        Stores.fresh(kind, folder),
        KNOWLEDGE,
        s -> s.withBooks(folder.resolve("books")).withLists(folder.resolve("lists")));
  }

  @AfterEach
  void stop() {
    shared.close();
  }

  HttpRequest.Builder as(Role role, String path) {
    return shared.request(path).header("Authorization", "Bearer " + shared.tokens.get(role));
  }

  HttpResponse<String> get(Role role, String path) throws Exception {
    return shared.send(as(role, path));
  }

  HttpResponse<String> post(Role role, String path, Object body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        as(role, path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(MAPPER.writeValueAsString(body)));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return shared.send(request);
  }

  HttpResponse<String> upload(Role role, String book, String name, String text) throws Exception {
    return upload(role, book, name, "", text);
  }

  HttpResponse<String> upload(Role role, String book, String name, String holds, String text)
      throws Exception {
    String said = "?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "&holds=" + holds;
    return shared.send(
        as(role, BOOKS + "/" + book + "/uploads" + said)
            .header("Content-Type", "application/octet-stream")
            .POST(HttpRequest.BodyPublishers.ofString(text)));
  }

  static JsonNode json(HttpResponse<String> response) {
    return MAPPER.readTree(response.body());
  }

  /** That a body is what docs/api promises. */
  static void follows(String part, JsonNode body) {
    Schema schema = BODIES.getSchema(SchemaLocation.of(BODY + "#/$defs/" + part));
    assertThat(schema.validate(body)).as(part).isEmpty();
    ((ObjectNode) body).put("surprise", 1);
    assertThat(schema.validate(body)).as(part).isNotEmpty();
    ((ObjectNode) body).remove("surprise");
  }

  static String bodies() {
    try {
      return Files.readString(ROOT.resolve("docs/api/books.schema.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String id(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isBetween(200, 202);
    return json(response).path("id").asString();
  }

  static String example() throws Exception {
    return Files.readString(ROOT.resolve("examples/orders-2025-04.csv"));
  }

  String book(boolean fourEyes) throws Exception {
    return id(post(Role.ANALYST, BOOKS, Map.of("name", "April", "fourEyes", fourEyes)));
  }

  /** A finished run over the made book, around 9 April 2025. */
  String run(Role role, String book, String upload) throws Exception {
    return run(role, book, upload, Map.of(), "done");
  }

  /** A run that ends so, with more that is said of it. */
  String run(Role role, String book, String upload, Map<String, String> more, String ends)
      throws Exception {
    Map<String, String> said = new LinkedHashMap<>(more);
    said.put("upload", upload);
    said.put("kind", "exposure");
    said.put("from", "2025-04-08");
    said.put("to", "2025-04-10");
    String run = id(post(role, BOOKS + "/" + book + "/runs", said));
    String path = BOOKS + "/" + book + "/runs/" + run;
    for (int i = 0; i < 600; i++) {
      String state = json(get(role, path)).path("state").asString();
      if (!state.equals("asked")) {
        assertThat(state).isEqualTo(ends);
        return path;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("the run does not end");
  }
}
