package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.ledger.ChainCheck;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Stores;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that goes away under a server, and comes back. */
class StoreAwayTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();

  @TempDir Path folder;

  /** Meanwhile all that needs it is answered 503; after it, nothing is lost and all goes on. */
  @Test
  void aServerOutlivesItsDatabase() throws Exception {
    Path books = folder.resolve("books");
    String store = Stores.fresh(Stores.Kind.POSTGRESQL, folder);
    try (SharedServer server = new SharedServer(store, KNOWLEDGE, s -> s.withBooks(books));
        HttpClient http = HttpClient.newHttpClient()) {
      BookClient client = new BookClient(server);
      String book = client.book();
      String here = BookRoutes.PATH + "/" + book;
      String text = BookClient.example(20_000);
      String upload = BookClient.id(client.upload(book, "a.csv", text));
      String cookies = SharedServer.cookies(server.login("analyst", SharedServer.PASSWORD));
      HttpResponse<String> login = server.get("/login", null);
      String run = client.ask(book, upload);
      Map<String, String> before = BookClient.files(books.resolve("uploads"));

      Stores.without(() -> {
        // One that is refused before it was sent whole may find the connection closed instead.
        byte[] file = BookClient.example().getBytes(StandardCharsets.UTF_8);
        Map<String, Object> made = Map.of("name", "Never");
        List<HttpRequest.Builder> asked =
            List.of(
                client.as(Role.ANALYST, BookRoutes.PATH),
                client.posting(Role.ANALYST, BookRoutes.PATH, made),
                client.uploading(Role.ANALYST, book, "b.csv", file),
                server.request("/orders/" + book).header("Cookie", cookies),
                server.request("/chips").header("Cookie", cookies),
                SharedServer.form(
                    server.request("/login").header("Cookie", SharedServer.cookies(login)),
                    "form",
                    SharedServer.token(login),
                    "name",
                    "viewer",
                    "password",
                    SharedServer.PASSWORD));
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (HttpRequest.Builder each : asked) {
          answers.add(http.sendAsync(each.build(), HttpResponse.BodyHandlers.ofString()));
        }
        assertThat(server.get("/health", null).statusCode()).isEqualTo(200);
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
          HttpResponse<String> said = answer.join();
          assertThat(said.statusCode()).as("%s %s", said.uri(), said.body()).isEqualTo(503);
          assertThat(said.body()).contains("store").doesNotContain("Defect", "127.0.0.1");
        }
      });

      for (int i = 0; i < 100 && client.get(Role.ANALYST, here).statusCode() != 200; i++) {
        Thread.sleep(100);
      }
      assertThat(server.get("/account", cookies).statusCode()).isEqualTo(200);
      // The run ended while its end could not be written down, or went on.
      client.awaited(run, "done");
      assertThat(BookClient.json(client.get(Role.ANALYST, here)).path("uploads")).hasSize(1);
      assertThat(BookClient.json(client.get(Role.ANALYST, BookRoutes.PATH)).path("books"))
          .hasSize(1);
      assertThat(BookClient.files(books.resolve("uploads"))).isEqualTo(before);
      assertThat(client.upload(book, "b.csv", text).statusCode()).isEqualTo(201);
      assertThat(ChainCheck.check(server.store, Map.of()).findings()).isEmpty();
      assertThat(server.log.stream().filter(line -> line.contains("\"defect\""))).isEmpty();
    }
  }
}
