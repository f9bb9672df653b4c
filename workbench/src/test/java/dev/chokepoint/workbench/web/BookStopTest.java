package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.ledger.ChainCheck;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Stores;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are stopped: by their people for good, by a server that ends until the next one. */
class BookStopTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();

  @TempDir Path folder;
  private SharedServer shared;
  private BookClient client;

  @BeforeEach
  void start() {
    start(Stores.fresh(Stores.Kind.SQLITE, folder));
  }

  private void start(String store) {
    shared = new SharedServer(store, KNOWLEDGE, s -> s.withBooks(folder.resolve("books")));
    client = new BookClient(shared);
  }

  @AfterEach
  void stop() {
    shared.close();
  }

  private String upload(String book, int times) throws Exception {
    return BookClient.id(client.upload(book, "a.csv", BookClient.example(times)));
  }

  private String job(String run) throws Exception {
    return job(run, 100);
  }

  private String job(String run, int tries) throws Exception {
    String job = "";
    for (int i = 0; i < tries && job.isEmpty(); i++) {
      job = BookClient.json(client.get(Role.ANALYST, run)).at("/job/id").asString("");
    }
    return job;
  }

  /**
   * The server is told to end while a run is under way; the next one does it, with the same end.
   */
  @Test
  void aServerThatEndsLeavesTheRunToTheNext() throws Exception {
    String book = client.book();
    String upload = upload(book, 1_000);
    String whole = client.ask(book, upload);
    client.awaited(whole, "done");
    String csv = client.get(Role.ANALYST, whole + "/files/totals.csv").body();

    String run = client.ask(book, upload);
    String job = job(run);
    for (int i = 0; i < 200; i++) {
      String state =
          BookClient.json(client.get(Role.ANALYST, JobRoutes.PATH + "/" + job))
              .path("state")
              .asString("");
      if (!state.equals("waiting")) {
        assertThat(state).isEqualTo("running");
        break;
      }
    }
    long began = System.nanoTime();
    String store = shared.store.place();
    shared.close();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
    start(store);
    assertThat(ends(run)).as("said by the server that ended").isZero();
    client.awaited(run, "done");
    assertThat(ends(run)).isEqualTo(1);
    assertThat(client.get(Role.ANALYST, run + "/files/totals.csv").body()).isEqualTo(csv);
    assertThat(ChainCheck.check(shared.store, Map.of()).isWhole()).isTrue();
  }

  /** Two run, the last waits; somebody else who may see the book stops both kinds. */
  @Test
  void whoStopsARunIsInTheChain() throws Exception {
    String book = client.book();
    String upload = upload(book, 6_000);
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      runs.add(client.ask(book, upload));
    }
    for (String run : List.of(runs.getLast(), runs.getFirst())) {
      HttpRequest.Builder stop = client.as(Role.VIEWER, run).DELETE();
      assertThat(shared.send(stop).statusCode()).isEqualTo(403);
      stop = client.as(Role.APPROVER, run).DELETE();
      assertThat(shared.send(stop).statusCode()).isEqualTo(200);
      client.awaited(run, "stopped");
      stop = client.as(Role.APPROVER, run).DELETE();
      HttpResponse<String> again = shared.send(stop);
      assertThat(again.statusCode()).isEqualTo(400);
      assertThat(again.body()).contains("has-ended");
    }
    HttpResponse<String> login = shared.login("analyst", SharedServer.PASSWORD);
    assertThat(login.statusCode()).as("%s %s", login.headers(), shared.log).isEqualTo(303);
    String cookies = SharedServer.cookies(login);
    String page = runs.get(1).replace(BookRoutes.PATH, "/orders");
    HttpResponse<String> form = shared.get(page, cookies);
    assertThat(form.body()).contains("action=\"" + page + "/stop\"");
    HttpRequest.Builder button = shared.request(page + "/stop").header("Cookie", cookies);
    SharedServer.form(button, "form", SharedServer.token(form));
    assertThat(shared.send(button).statusCode()).isEqualTo(303);
    client.awaited(runs.get(1), "stopped");
    for (String run : runs) {
      for (int i = 0; i < 200 && !job(run, 1).isEmpty(); i++) {
        Thread.sleep(20);
      }
      assertThat(ends(run)).isEqualTo(1);
    }
    assertThat(
            shared.chain.before(Long.MAX_VALUE, 100).stream()
                .filter(entry -> entry.action().equals("book-run"))
                .map(entry -> entry.actor()))
        .containsExactly("analyst", "approver", "approver");
    assertThat(ChainCheck.check(shared.store, Map.of()).isWhole()).isTrue();
  }

  /** Entries that say how a run ended, of the servers before this one and of this one. */
  private long ends(String run) {
    String id = run.substring(run.lastIndexOf('/') + 1);
    return shared.chain.before(Long.MAX_VALUE, 1_000).stream()
        .filter(entry -> entry.action().equals("book-run"))
        .filter(entry -> entry.contents().path("id").asString("").equals(id))
        .count();
  }

  /** Two runs at once; a third waits, and is stopped before it has begun. */
  @Test
  void aRunThatIsStoppedStaysStopped() throws Exception {
    String book = client.book();
    String upload = upload(book, 6_000);
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      runs.add(client.ask(book, upload));
    }
    for (String run : runs.reversed()) {
      HttpRequest.Builder stop = client.as(Role.ANALYST, JobRoutes.PATH + "/" + job(run)).DELETE();
      assertThat(shared.send(stop).statusCode()).isEqualTo(200);
    }
    for (String run : runs) {
      client.awaited(run, "stopped");
    }
    assertThat(ends(runs.getFirst())).isEqualTo(1);
    assertThat(ends(runs.getLast())).isEqualTo(1);
  }
}
