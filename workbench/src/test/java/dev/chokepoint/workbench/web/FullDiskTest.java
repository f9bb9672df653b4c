package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.ledger.ChainCheck;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.ledger.Stores;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A disk that fills up under a server: nothing half accepted, nothing lost, and on it goes. */
class FullDiskTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();
  private static final int MEGABYTE = 1 << 20;

  @TempDir Path folder;
  private @Nullable SharedServer shared;
  private @Nullable SmallDisk disk;

  @AfterEach
  void stop() throws Exception {
    if (shared != null) {
      shared.close();
    }
    if (disk != null) {
      disk.close();
    }
  }

  private SharedServer started(String store, Path books) {
    SharedServer made = new SharedServer(store, KNOWLEDGE, s -> s.withBooks(books));
    shared = made;
    return made;
  }

  private SmallDisk disk(int megabytes) throws Exception {
    SmallDisk made = new SmallDisk(folder.resolve("disk"), megabytes);
    disk = made;
    return made;
  }

  @Test
  void anUploadThatDoesNotFitIsNotThere() throws Exception {
    SmallDisk small = disk(24);
    Path books = small.folder().resolve("books");
    SharedServer server = started(Stores.fresh(Stores.Kind.SQLITE, folder), books);
    BookClient client = new BookClient(server);
    String book = client.book();
    String here = BookRoutes.PATH + "/" + book;
    String first = BookClient.id(client.upload(book, "first.csv", BookClient.example()));
    String run = client.ask(book, first);
    client.awaited(run, "done");
    String large = BookClient.example(2 * MEGABYTE / BookClient.example().length());
    long head = server.chain.head().seq();
    Map<String, String> before = BookClient.files(books);
    small.fill(MEGABYTE);

    HttpResponse<String> refused = client.upload(book, "large.csv", large);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(507);
    assertThat(refused.body()).contains("disk-full", "bytes left", "nothing of it was kept");
    // Small enough as it comes, but not when it is unpacked.
    HttpRequest.Builder packed =
        client.uploading(Role.ANALYST, book, "large.csv.gz", zipped(large));
    HttpResponse<String> unpacked = server.send(packed);
    assertThat(unpacked.statusCode()).as(unpacked.body()).isEqualTo(400);
    assertThat(unpacked.body()).contains("half of the room on the disk");
    HttpResponse<String> page = form(server, book, large);
    assertThat(page.statusCode()).isEqualTo(507);
    assertThat(page.body()).contains("role=\"alert\"", "bytes left");

    assertThat(server.chain.before(Long.MAX_VALUE, 1).getFirst().action()).isEqualTo("login");
    assertThat(server.chain.head().seq()).isEqualTo(head + 1);
    assertThat(BookClient.files(books)).isEqualTo(before);
    assertThat(BookClient.json(client.get(Role.ANALYST, here)).path("uploads")).hasSize(1);
    assertThat(client.get(Role.ANALYST, run + "/lines").statusCode()).isEqualTo(200);
    small.empty();
    assertThat(client.upload(book, "large.csv", large).statusCode()).isEqualTo(201);
    assertThat(ChainCheck.check(server.store, Map.of()).isWhole()).isTrue();
  }

  private static byte[] zipped(String text) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private static HttpResponse<String> form(SharedServer server, String book, String text)
      throws Exception {
    String cookies = SharedServer.cookies(server.login("analyst", SharedServer.PASSWORD));
    String token = SharedServer.token(server.get("/orders/" + book, cookies));
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n"
            + token
            + "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n"
            + text
            + "\r\n--b--\r\n";
    return server.send(
        server
            .request("/orders/" + book + "/uploads?lang=en")
            .header("Cookie", cookies)
            .header("Origin", "http://127.0.0.1:" + server.server.port())
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void aRunThatDoesNotFitSaysSoAndTheNextGoesOn() throws Exception {
    SmallDisk small = disk(24);
    Path books = small.folder().resolve("books");
    SharedServer server = started(Stores.fresh(Stores.Kind.SQLITE, folder), books);
    BookClient client = new BookClient(server);
    String book = client.book();
    String upload = BookClient.id(client.upload(book, "a.csv", BookClient.example(2_000)));
    String done = client.ask(book, upload);
    client.awaited(done, "done");
    Map<String, String> before = BookClient.files(books);
    small.fill(MEGABYTE / 4);

    JsonNode refused = client.awaited(client.ask(book, upload), "refused");
    assertThat(refused.path("problems").toString()).contains("disk-full");
    Map<String, String> after = BookClient.files(books);
    assertThat(after).containsAllEntriesOf(before);
    assertThat(client.get(Role.ANALYST, done + "/lines").statusCode()).isEqualTo(200);
    small.empty();
    String again = client.ask(book, upload);
    client.awaited(again, "done");
    assertThat(client.get(Role.ANALYST, again + "/files/decided.csv").body())
        .isEqualTo(client.get(Role.ANALYST, done + "/files/decided.csv").body());
    assertThat(ChainCheck.check(server.store, Map.of()).isWhole()).isTrue();
  }

  /** Whoever decides is told that it did not happen, or it stands in the chain. */
  @Test
  void aDecisionThatCannotBeRecordedDoesNotHappen() throws Exception {
    SmallDisk small = disk(16);
    Path books = folder.resolve("books");
    SharedServer server = started(Stores.fresh(Stores.Kind.SQLITE, small.folder()), books);
    BookClient client = new BookClient(server);
    String book = client.book();
    String upload = BookClient.id(client.upload(book, "a.csv", BookClient.example()));
    String run = client.ask(book, upload);
    client.awaited(run, "done");
    Map<String, String> before = BookClient.files(books.resolve("uploads"));
    small.fill(0);
    // The journal beside the file has room of its own for a while.
    int recorded = fillJournal(server);

    int status = 201;
    List<String> reasons = new ArrayList<>();
    for (int i = 0; status == 201 && i < 500; i++) {
      Map<String, Object> hold =
          Map.of("kind", "hold", "lines", List.of(2), "reason", i + "x".repeat(1_000));
      HttpResponse<String> answer = client.post(Role.APPROVER, run + "/decisions", hold);
      status = answer.statusCode();
      reasons.add(status + " " + i);
    }
    assertThat(status).as("%d, %s", recorded, reasons).isEqualTo(503);
    long held =
        server.chain.before(Long.MAX_VALUE, 1_000).stream()
            .filter(entry -> entry.action().equals("book-hold"))
            .count();
    assertThat(held).isEqualTo(reasons.stream().filter(r -> r.startsWith("201")).count());
    JsonNode line = BookClient.json(client.get(Role.APPROVER, run + "/lines")).path("rows").get(0);
    assertThat(line.path("decision").isNull()).isEqualTo(held == 0);
    assertThat(client.upload(book, "b.csv", BookClient.example()).statusCode()).isEqualTo(503);
    // A file whose row may be there stays.
    assertThat(BookClient.files(books.resolve("uploads"))).containsAllEntriesOf(before);
    assertThat(server.login("viewer", SharedServer.PASSWORD).statusCode()).isEqualTo(503);

    small.empty();
    Map<String, Object> release =
        Map.of("kind", "release", "lines", List.of(2), "reason", "licence D-1");
    assertThat(client.post(Role.APPROVER, run + "/decisions", release).statusCode()).isEqualTo(201);
    assertThat(server.login("viewer", SharedServer.PASSWORD).statusCode()).isEqualTo(303);
    assertThat(ChainCheck.check(server.store, Map.of()).findings()).isEmpty();
  }

  private static int fillJournal(SharedServer server) {
    JsonMapper mapper = JsonMapper.builder().build();
    for (int i = 0; i < 200; i++) {
      try {
        var content = mapper.createObjectNode().put("said", "x".repeat(i < 60 ? 200_000 : 20_000));
        server.chain.append(Entry.Draft.of("ann", "test", "said", null, content));
      } catch (RuntimeException e) {
        assertThat(Store.isUnavailable(e)).isTrue();
        return i;
      }
    }
    throw new AssertionError("the disk does not fill");
  }
}
