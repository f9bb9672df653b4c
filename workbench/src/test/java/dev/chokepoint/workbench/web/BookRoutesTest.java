package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.workbench.ledger.Book;
import dev.chokepoint.workbench.ledger.Books;
import dev.chokepoint.workbench.ledger.ChainCheck;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Stores;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Order books over HTTP: who sees them, who may do what, and what stays when. */
class BookRoutesTest extends BookHttp {
  @ParameterizedTest
  @EnumSource
  void aBookFromUploadToRelease(Stores.Kind kind) throws Exception {
    if (kind != Stores.Kind.SQLITE) {
      shared.close();
      shared = started(kind);
    }
    String book = book(true);
    String here = BOOKS + "/" + book;
    assertThat(get(Role.APPROVER, here).statusCode()).isEqualTo(404);
    assertThat(post(Role.ANALYST, here + "/shares", Map.of("account", "approver")).statusCode())
        .isEqualTo(201);
    String upload = id(upload(Role.ANALYST, book, "orders.csv", example()));
    String run = run(Role.ANALYST, book, upload);
    JsonNode done = json(get(Role.APPROVER, run));
    follows("book", json(get(Role.APPROVER, here)));
    follows("books", json(get(Role.APPROVER, BOOKS)));
    follows("upload", json(get(Role.APPROVER, here + "/uploads/" + upload)));
    follows("run", done);
    assertThat(done.path("summary").path("linesByState").path("newly-blocked").asInt())
        .isEqualTo(4);
    assertThat(done.toString()).doesNotContain(folder.toString());
    JsonNode lines = json(get(Role.APPROVER, run + "/lines"));
    assertThat(lines.path("lines").asInt()).isEqualTo(7);
    assertThat(lines.path("rows").valueStream().map(row -> row.path("state").asString()))
        .doesNotContain("free", "unaffected");
    JsonNode page = json(get(Role.APPROVER, run + "/lines?limit=2&offset=6"));
    assertThat(page.path("rows")).hasSize(1);
    assertThat(page.path("rows").get(0).path("line").asInt())
        .isEqualTo(lines.path("rows").get(6).path("line").asInt());
    JsonNode h20 = json(get(Role.APPROVER, run + "/lines?state=newly-blocked&destination=HK"));
    assertThat(h20.path("lines").asInt()).isEqualTo(1);

    Map<String, Object> release =
        Map.of("kind", "release", "lines", List.of(2), "reason", "licence D-1");
    assertThat(post(Role.ANALYST, run + "/decisions", release).statusCode()).isEqualTo(403);
    Map<String, Object> proposal =
        Map.of("kind", "propose", "lines", List.of(2), "reason", "licence D-1");
    assertThat(post(Role.ANALYST, run + "/decisions", proposal).statusCode()).isEqualTo(201);
    HttpResponse<String> released =
        post(Role.APPROVER, run + "/decisions", release, "Idempotency-Key", "r1");
    assertThat(released.statusCode()).as(released.body()).isEqualTo(201);
    follows("made", json(released));
    follows("lines", json(get(Role.APPROVER, run + "/lines")));
    follows("changes", json(get(Role.APPROVER, here + "/changes")));
    follows("seen", json(post(Role.APPROVER, here + "/seen", Map.of("seen", 1))));
    assertThat(post(Role.APPROVER, run + "/decisions", release, "Idempotency-Key", "r1").body())
        .isEqualTo(released.body());
    JsonNode first = json(get(Role.ANALYST, run + "/lines")).path("rows").get(0);
    assertThat(first.path("state").asString()).isEqualTo("newly-blocked");
    assertThat(first.path("decision").path("kind").asString()).isEqualTo("release");
    assertThat(first.path("decision").path("by").asString()).isEqualTo("approver");
    // A line that may go, or that is not there, has nothing to be released from.
    for (long line : new long[] {3, 9_999, -1}) {
      Map<String, Object> other =
          Map.of("kind", "release", "lines", List.of(line), "reason", "none");
      assertThat(post(Role.APPROVER, run + "/decisions", other).statusCode()).isEqualTo(400);
    }
    Entry entry = shared.chain.before(Long.MAX_VALUE, 1).getFirst();
    assertThat(entry.action()).isEqualTo("book-release");
    assertThat(entry.contents().path("lines").get(0).path("orderId").asString())
        .isEqualTo("SO-1001");
    assertThat(entry.said().path("follows").path("results").asString())
        .isEqualTo(done.path("results").asString())
        .hasSize(64);
    assertThat(ChainCheck.check(shared.store, Map.of()).isWhole()).isTrue();
  }

  @Test
  void fourEyesAreNotTwo() throws Exception {
    String book = id(post(Role.APPROVER, BOOKS, Map.of("name", "Four eyes", "fourEyes", true)));
    String upload = id(upload(Role.APPROVER, book, "orders.csv", example()));
    String run = run(Role.APPROVER, book, upload);
    Map<String, Object> release =
        Map.of("kind", "release", "lines", List.of(2), "reason", "I say so");
    HttpResponse<String> own = post(Role.APPROVER, run + "/decisions", release);
    assertThat(own.statusCode()).isEqualTo(403);
    assertThat(own.body()).contains("four-eyes");
    Map<String, Object> proposal =
        Map.of("kind", "propose", "lines", List.of(4), "reason", "by an admin");
    assertThat(post(Role.ADMIN, run + "/decisions", proposal).statusCode()).isEqualTo(201);
    Map<String, Object> both =
        Map.of("kind", "release", "lines", List.of(2, 4), "reason", "by an admin");
    assertThat(post(Role.ADMIN, run + "/decisions", both).statusCode()).isEqualTo(403);
    assertThat(post(Role.ADMIN, run + "/decisions", release).statusCode()).isEqualTo(201);
  }

  /** Of another's book nothing is told, also not that it exists; every route and role. */
  @Test
  void anothersBookIsAsOneThatIsNotThere() throws Exception {
    String book = book(false);
    String upload = id(upload(Role.ANALYST, book, "orders.csv", example()));
    String run = run(Role.ANALYST, book, upload).replaceFirst(".*/", "");
    List<String> routes =
        shared.server.routes().stream().filter(r -> r.contains("{book}")).toList();
    assertThat(routes).hasSizeGreaterThan(20);
    for (String route : routes) {
      String method = route.substring(0, route.indexOf(' '));
      String there =
          route
              .substring(method.length() + 1)
              .replace("{upload}", upload)
              .replace("{run}", run)
              .replace("{file}", "totals.csv")
              .replace("{account}", "viewer");
      for (Role role : List.of(Role.VIEWER, Role.APPROVER)) {
        List<String> answers = new ArrayList<>();
        for (String id : List.of(book, "0123456789abcdef0123", "..%2F..%2Fetc")) {
          HttpRequest.Builder request =
              as(role, there.replace("{book}", id))
                  .header("Content-Type", "application/json")
                  .method(method, HttpRequest.BodyPublishers.ofString("{}"));
          HttpResponse<String> answer = shared.send(request);
          answers.add(answer.statusCode() + answer.body());
        }
        boolean below = role == Role.VIEWER && !method.equals("GET") && !route.endsWith("/seen");
        assertThat(answers.getFirst()).as(route + role).startsWith(below ? "403" : "404");
        assertThat(answers.get(1)).as(route + role).isEqualTo(answers.getFirst());
        assertThat(answers.get(2)).as(route + role).matches("(?s)40[034].*");
      }
    }
    assertThat(json(get(Role.VIEWER, BOOKS)).path("books")).isEmpty();
    assertThat(json(get(Role.ADMIN, BOOKS)).path("books")).hasSize(1);
    assertThat(get(Role.VIEWER, "/orders").body()).doesNotContain(book, "April");
    theTrailDoesNotTellOf(book);
    // The run of one book is not found under another.
    String other = id(post(Role.APPROVER, BOOKS, Map.of("name", "Other")));
    assertThat(get(Role.APPROVER, BOOKS + "/" + other + "/runs/" + run).statusCode())
        .isEqualTo(404);
    assertThat(get(Role.APPROVER, BOOKS + "/" + other + "/uploads/" + upload).statusCode())
        .isEqualTo(404);
  }

  /** Its entries are as those that are not there, but for an admin and once it is shared. */
  private void theTrailDoesNotTellOf(String book) throws Exception {
    String subject = "book:" + book;
    List<Entry> about = shared.chain.about(subject, Long.MAX_VALUE, 99);
    long last = shared.chain.head().seq();
    assertThat(about).hasSize(4);
    for (String list :
        List.of(
            "/api/v1/audit?most=99",
            "/api/v1/audit?subject=" + subject,
            "/audit",
            "/audit?subject=" + subject)) {
      assertThat(get(Role.APPROVER, list).statusCode()).isEqualTo(200);
      assertThat(get(Role.APPROVER, list).body())
          .as(list)
          .doesNotContain("book-made", "orders.csv", "/audit/" + about.getFirst().seq() + "?");
      assertThat(get(Role.ADMIN, list).body()).as(list).contains("book-made");
    }
    // What is left out leaves no gap in what is asked for.
    JsonNode few = json(get(Role.APPROVER, "/api/v1/audit?most=2")).path("entries");
    assertThat(few.valueStream().map(entry -> entry.path("action").asString()))
        .containsExactly("token-added", "user-added");
    for (Entry entry : about) {
      String page = "/audit/" + entry.seq();
      String none = "/audit/" + (last + 9);
      assertThat(get(Role.APPROVER, page).statusCode()).isEqualTo(404);
      assertThat(get(Role.APPROVER, page).body().replace(page, none))
          .isEqualTo(get(Role.APPROVER, none).body());
      assertThat(post(Role.APPROVER, page + "/case", Map.of()).statusCode()).isEqualTo(404);
      assertThat(get(Role.ADMIN, page).statusCode()).isEqualTo(200);
    }
    assertThat(shared.chain.head().seq()).isEqualTo(last);
    // Nor does an answer of another's stand among them.
    HttpResponse<String> slipped =
        post(
            Role.ANALYST,
            "/api/v1/audit",
            Map.of("question", List.of("chips"), "subject", subject));
    assertThat(slipped.statusCode()).as(slipped.body()).isEqualTo(400);

    post(Role.ANALYST, BOOKS + "/" + book + "/shares", Map.of("account", "approver"));
    long made = about.getLast().seq();
    assertThat(get(Role.APPROVER, "/audit/" + made).statusCode()).isEqualTo(200);
    JsonNode taken = json(post(Role.APPROVER, "/audit/" + made + "/case", Map.of()));
    assertThat(taken.path("entries")).hasSize(5);
    assertThat(get(Role.APPROVER, "/api/v1/audit?subject=" + subject).body())
        .contains("book-made", "exported");
    shared.send(as(Role.ANALYST, BOOKS + "/" + book + "/shares/approver").DELETE());
    assertThat(get(Role.APPROVER, "/audit/" + made).statusCode()).isEqualTo(404);
  }

  /** A client's name of a file is shown and is never a path; a cell never a formula. */
  @Test
  void namesOfFilesAndCellsDoNothing() throws Exception {
    String book = book(false);
    String text = example().replaceFirst("SO-1001", "=cmd|' /C calc'!A0");
    for (String name :
        List.of("../../../etc/passwd", "/etc/cron.d/x", "..\\..\\x", "a\"b<c>.csv")) {
      id(upload(Role.ANALYST, book, name, text));
    }
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).map(f -> folder.relativize(f).toString()))
          .allMatch(f ->
              f.matches(
                  "books/uploads/[0-9a-f]{20}|ledger\\d+\\.db(-wal|-shm)?|books/incoming/\\.lock"));
    }
    String upload =
        json(get(Role.ANALYST, BOOKS + "/" + book)).path("uploads").get(0).path("id").asString();
    String run = run(Role.ANALYST, book, upload);
    HttpResponse<String> csv = get(Role.ANALYST, run + "/files/decided.csv");
    assertThat(csv.headers().firstValue("Content-Disposition"))
        .hasValueSatisfying(said -> assertThat(said).startsWith("attachment"));
    assertThat(csv.body()).contains("'=cmd").doesNotContain(",=cmd");
    for (String file :
        List.of("other.json", "..%2F..%2Fuploads%2F" + upload, "%2Fetc%2Fpasswd", "decided")) {
      assertThat(get(Role.ANALYST, run + "/files/" + file).statusCode()).as(file).isIn(400, 404);
    }
  }

  @Test
  void aBadFileIsRefusedAndNothingOfItStays() throws Exception {
    String book = book(false);
    long before = shared.chain.head().seq();
    HttpResponse<String> empty = upload(Role.ANALYST, book, "empty.csv", "");
    assertThat(empty.statusCode()).isEqualTo(400);
    assertThat(empty.body()).contains("empty-file");
    assertThat(shared.chain.head().seq()).isEqualTo(before);
    try (Stream<Path> files = Files.walk(folder.resolve("books"))) {
      assertThat(files.filter(Files::isRegularFile)).allMatch(file -> file.endsWith(".lock"));
    }
    BookFolder small = new BookFolder(folder.resolve("small"));
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> small.receive("x", new java.io.ByteArrayInputStream(new byte[11]), 10))
        .isInstanceOf(BookFolder.TooLarge.class);
    assertThat(Files.exists(small.upload("x"))).isFalse();
    assertThat(new String(BookRoutes.tooLarge().body(), StandardCharsets.UTF_8))
        .contains(String.valueOf(Limits.UPLOAD_BYTES));
  }

  /** A header that means nothing here is mapped by hand before anything can be decided. */
  @Test
  void aMappingIsCheckedAndKept() throws Exception {
    String book = book(false);
    String text = example().replace("part number", "Materialnummer");
    String upload = id(upload(Role.ANALYST, book, "orders.csv", text));
    String there = BOOKS + "/" + book + "/uploads/" + upload;
    assertThat(json(get(Role.ANALYST, there)).path("mapping").path("Materialnummer").asString())
        .isEmpty();
    HttpResponse<String> early =
        post(
            Role.ANALYST,
            BOOKS + "/" + book + "/runs",
            Map.of("upload", upload, "to", "2025-04-10"));
    assertThat(early.body()).contains("missing-column");
    for (Map<String, String> bad :
        List.of(
            Map.of("Materialnummer", "colour"),
            Map.of("nothing", "sku"),
            Map.of("Materialnummer", "quantity"))) {
      assertThat(post(Role.ANALYST, there + "/mapping", Map.of("mapping", bad)).statusCode())
          .isEqualTo(400);
    }
    Map<String, Object> good = Map.of("mapping", Map.of("Materialnummer", "sku"));
    assertThat(post(Role.ANALYST, there + "/mapping", good).statusCode()).isEqualTo(200);
    String run = run(Role.ANALYST, book, upload);
    assertThat(json(get(Role.ANALYST, run)).path("asked").path("mapping").toString())
        .contains("\"Materialnummer\":\"sku\"");
  }

  /** What a body says and nobody reads would be taken for granted by whoever sent it. */
  @Test
  void aKeyOrValueThatIsNotReadIsRefused() throws Exception {
    for (Map<String, Object> bad :
        List.<Map<String, Object>>of(
            Map.of("name", "x", "fourEyes", "yes"),
            Map.of("name", "x", "foureyes", true),
            Map.of("name", 7))) {
      HttpResponse<String> refused = post(Role.ANALYST, BOOKS, bad);
      assertThat(refused.statusCode()).as(bad.toString()).isEqualTo(400);
      assertThat(refused.body()).containsAnyOf("fourEyes", "foureyes", "name");
    }
    assertThat(json(get(Role.ANALYST, BOOKS)).path("books")).isEmpty();
    HttpResponse<String> answer =
        post(
            Role.ANALYST,
            "/api/v1/audit",
            Map.of("question", List.of("chips"), "subjet", "offer-7"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("unknown-key", "subjet");
  }

  @Test
  void theDescriptionHasEveryRoute() {
    List<String> described = new ArrayList<>();
    OpenApiBooks.paths()
        .forEach((path, methods) ->
            methods.keySet().forEach(m -> described.add(m.toUpperCase(Locale.ROOT) + " " + path)));
    assertThat(shared.server.routes().stream().filter(route -> route.contains(BOOKS)))
        .containsExactlyInAnyOrderElementsOf(described);
  }

  /** What was asked for before a server ended is done by the next one. */
  @Test
  void aRunGoesOnWithTheNextServer() throws Exception {
    String book = book(false);
    String upload = id(upload(Role.ANALYST, book, "orders.csv", example()));
    Books books = new Books(shared.store, shared.chain, shared.now::get);
    Book found = books.find(book, "analyst", Role.ANALYST).orElseThrow();
    ObjectNode asked = MAPPER.createObjectNode();
    asked.put("kind", "screen").put("from", "2025-04-20").put("to", "2025-04-20");
    asked.put("clock", "enforced").put("currency", "").put("dates", "");
    asked.set("mapping", MAPPER.createObjectNode());
    Book.Upload file = books.upload(upload).orElseThrow();
    String run =
        books
            .ask(
                found,
                file,
                List.of(),
                asked,
                new Books.By("analyst", Role.ANALYST, "session", null))
            .id();
    String where = shared.store.place();
    shared.close();
    shared = new SharedServer(where, KNOWLEDGE, s -> s.withBooks(folder.resolve("books")));
    for (int i = 0; i < 600 && found(book, run).state() == Book.RunState.ASKED; i++) {
      Thread.sleep(100);
    }
    assertThat(found(book, run).state()).isEqualTo(Book.RunState.DONE);
    assertThat(ChainCheck.check(shared.store, Map.of()).isWhole()).isTrue();
  }

  private Book.Run found(String book, String run) {
    Books books = new Books(shared.store, shared.chain, shared.now::get);
    return books.runs(books.find(book, "analyst", Role.ANALYST).orElseThrow()).stream()
        .filter(each -> each.id().equals(run))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aWriteWithAKeyHappensOnce() throws Exception {
    Map<String, Object> body = Map.of("name", "Once");
    String first = id(post(Role.ANALYST, BOOKS, body, "Idempotency-Key", "k"));
    assertThat(id(post(Role.ANALYST, BOOKS, body, "Idempotency-Key", "k"))).isEqualTo(first);
    assertThat(post(Role.ANALYST, BOOKS, Map.of("name", "Twice"), "Idempotency-Key", "k").body())
        .contains("key-reused");
    assertThat(json(get(Role.ANALYST, BOOKS)).path("books")).hasSize(1);
  }

  /** What is new is what came after somebody said that they had seen the book. */
  @Test
  void sinceTheLastVisit() throws Exception {
    String book = book(false);
    String here = BOOKS + "/" + book;
    run(Role.ANALYST, book, id(upload(Role.ANALYST, book, "orders.csv", example())));
    assertThat(json(get(Role.ANALYST, here + "/changes")).path("entries").size()).isEqualTo(4);
    long head = json(get(Role.ANALYST, here + "/changes")).path("head").asLong();
    // What is done after the page was read was not seen.
    id(post(Role.ANALYST, here + "/shares", Map.of("account", "viewer")));
    Map<String, Object> seen = Map.of("seen", head);
    assertThat(post(Role.ANALYST, here + "/seen", seen).statusCode()).isEqualTo(200);
    assertThat(json(get(Role.ANALYST, here + "/changes")).path("entries").size()).isEqualTo(1);
    for (Map<String, Object> bad : List.<Map<String, Object>>of(Map.of(), Map.of("seen", 9_999))) {
      assertThat(post(Role.ANALYST, here + "/seen", bad).statusCode()).isEqualTo(400);
    }
    assertThat(post(Role.ANALYST, here + "/seen", Map.of("seen", head + 1)).statusCode())
        .isEqualTo(200);
    // Nor does an older page take back what a newer one showed.
    assertThat(post(Role.ANALYST, here + "/seen", seen).statusCode()).isEqualTo(200);
    assertThat(json(get(Role.ANALYST, here + "/changes")).path("entries")).isEmpty();
    // H20 to Singapore in place of China needs no licence; one line less.
    String later =
        example()
            .replace(
                "SO-1001,1,H20,4000,12000,USD,CN,Made Cloud One,CN",
                "SO-1001,1,H20,4000,12000,USD,SG,Made Lab,SG")
            .replaceFirst("SO-1002,1.*\n", "");
    run(Role.ANALYST, book, id(upload(Role.ANALYST, book, "later.csv", later)));
    JsonNode changes = json(get(Role.ANALYST, here + "/changes"));
    assertThat(changes.path("entries").size()).isEqualTo(3);
    assertThat(changes.path("lines").asInt()).isEqualTo(2);
    assertThat(changes.path("rows").get(0).path("stateBefore").asString())
        .isEqualTo("newly-blocked");
  }
}
