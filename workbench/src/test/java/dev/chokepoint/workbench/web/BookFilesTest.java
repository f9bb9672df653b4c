package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.workbench.ledger.ChainCheck;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Stores;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Tables beside the orders, what an earlier run released, and files of large books. */
class BookFilesTest extends BookHttp {
  private static final String PRODUCTS = "sku,item\nH2O0,H20\n";

  /** H2O0 is the company's own name of an H20, and a licence covers 4000 of them to China. */
  @Test
  void aRunReadsTablesBesideTheOrders() throws Exception {
    String book = book(false);
    String here = BOOKS + "/" + book;
    String orders = id(upload(Role.ANALYST, book, "orders.csv", example()));
    String products = id(upload(Role.ANALYST, book, "products.csv", "products", PRODUCTS));
    String licences =
        id(
            upload(
                Role.ANALYST,
                book,
                "held.csv",
                "licences",
                "number,items,destinations,quantity,expires\nL-1,H20,CN,4000,2026-12-31\n"));
    String stock = Files.readString(ROOT.resolve("examples/inventory-2025-04.csv"));
    String inventory = id(upload(Role.ANALYST, book, "stock.csv", "inventory", stock));
    follows("upload", json(get(Role.ANALYST, here + "/uploads/" + products)));
    follows("book", json(get(Role.ANALYST, here)));
    Map<String, String> files =
        Map.of("products", products, "licences", licences, "inventory", inventory);
    String run = run(Role.ANALYST, book, orders, files, "done");
    JsonNode done = json(get(Role.ANALYST, run));
    follows("run", done);
    assertThat(done.path("asked").path("files").path("licences").asString()).isEqualTo(licences);
    assertThat(done.toString()).doesNotContain(folder.toString());
    // 4000 of SO-1001 are licensed; nothing is left for the 50 of SO-1009, now known as H20.
    JsonNode states = done.path("summary").path("linesByState");
    assertThat(states.path("licensed").asInt()).isEqualTo(1);
    assertThat(states.path("newly-blocked").asInt()).isEqualTo(4);
    assertThat(states.path("undetermined").asInt()).isEqualTo(1);
    assertThat(done.path("summary").path("inventory").path("rows")).isNotEmpty();

    Entry ended = shared.chain.find(done.path("entry").asLong()).orElseThrow();
    JsonNode upload = json(get(Role.ANALYST, here + "/uploads/" + products));
    assertThat(ended.said().path("follows").path("products").asString())
        .isEqualTo(upload.path("sha256").asString())
        .hasSize(64);
    Entry asked = shared.chain.find(done.path("entry").asLong() - 1).orElseThrow();
    assertThat(asked.said().path("follows").path("licences").asString()).hasSize(64);
    assertThat(get(Role.ANALYST, "/orders/" + book + "/uploads/" + orders).body())
        .contains("products.csv", "held.csv", "stock.csv");
    assertThat(get(Role.ANALYST, run.replace("/api/v1/books", "/orders")).body())
        .contains("held.csv");
    assertThat(ChainCheck.check(shared.store, Map.of()).isWhole()).isTrue();
  }

  @Test
  void aTableThatIsNoneIsRefused() throws Exception {
    String book = book(false);
    String orders = id(upload(Role.ANALYST, book, "orders.csv", example()));
    long before = shared.chain.head().seq();
    HttpResponse<String> wrong = upload(Role.ANALYST, book, "r.csv", "rates", PRODUCTS);
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("missing-column").doesNotContain(folder.toString());
    assertThat(upload(Role.ANALYST, book, "r.csv", "colours", PRODUCTS).body())
        .contains("bad-value");
    assertThat(shared.chain.head().seq()).isEqualTo(before);
    assertThat(json(get(Role.ANALYST, BOOKS + "/" + book)).path("uploads")).hasSize(1);
    // A file of another book, or of another kind, is none of this one's.
    String products = id(upload(Role.ANALYST, book, "p.csv", "products", PRODUCTS));
    String other = id(upload(Role.ANALYST, book(false), "p.csv", "products", PRODUCTS));
    for (Map<String, String> said :
        List.of(
            Map.of("upload", orders, "products", other),
            Map.of("upload", orders, "rates", products),
            Map.of("upload", orders, "products", "../" + products),
            Map.of("upload", products))) {
      assertThat(post(Role.ANALYST, BOOKS + "/" + book + "/runs", said).statusCode())
          .as("%s", said)
          .isEqualTo(400);
    }
    // What stands in its cells refuses the run, which names the line.
    String bad = id(upload(Role.ANALYST, book, "p.csv", "products", "sku,item\nX,no chip\n"));
    String run = run(Role.ANALYST, book, orders, Map.of("products", bad), "refused");
    assertThat(json(get(Role.ANALYST, run)).path("problems").toString())
        .contains("--products line 2")
        .doesNotContain(folder.toString());
  }

  /**
   * A hint and no release: the next run asks again of the same line, and of a changed one alone.
   */
  @Test
  void theNextRunSaysWhatWasReleasedBefore() throws Exception {
    String book = book(false);
    String upload = id(upload(Role.ANALYST, book, "orders.csv", example()));
    String first = run(Role.ANALYST, book, upload);
    for (long line : List.of(2, 4, 5)) {
      decide(first, "release", line, "licence D-" + line);
    }
    decide(first, "hold", 4, "it has expired");
    // The line of Hong Kong was held after; that of Macau goes to China now; 4000 are 3900.
    String later =
        example()
            .replace("Macau,Made Cloud Three,MO", "CN,Made Cloud Three,MO")
            .replace("4000", "3900");
    String second = run(Role.ANALYST, book, id(upload(Role.ANALYST, book, "later.csv", later)));
    JsonNode page = json(get(Role.ANALYST, second + "/lines"));
    follows("lines", page);
    for (JsonNode row : page.path("rows")) {
      assertThat(row.path("decision").isNull()).isTrue();
      assertThat(row.path("earlier").isNull())
          .as("%s", row)
          .isEqualTo(row.path("line").asInt() != 2);
    }
    JsonNode earlier = page.path("rows").get(0).path("earlier");
    assertThat(first).endsWith(earlier.path("run").asString());
    assertThat(earlier.path("number").asInt()).isEqualTo(1);
    assertThat(earlier.path("by").asString()).isEqualTo("admin");
    assertThat(earlier.path("reason").asString()).isEqualTo("licence D-2");
    assertThat(earlier.path("quantity").asInt()).isEqualTo(4000);
    assertThat(page.path("rows").get(0).path("state").asString()).isEqualTo("newly-blocked");
    String shown = get(Role.ANALYST, second.replace("/api/v1/books", "/orders")).body();
    assertThat(shown).contains("Released in run 1 by admin", "Then 4,000 units", "licence D-2");
    // The earlier run itself hints at nothing, and counts what was decided last.
    JsonNode before = json(get(Role.ANALYST, first));
    assertThat(before.path("decided").toString())
        .isEqualTo("{\"propose\":0,\"release\":2,\"hold\":1}");
    assertThat(
            json(get(Role.ANALYST, first + "/lines")).path("rows").get(0).path("earlier").isNull())
        .isTrue();
    // A deleted entry names the line no more.
    long entry = earlier.path("entry").asLong();
    shared.chain.redact(List.of(entry), "admin", "test", "a wish");
    assertThat(
            json(get(Role.ANALYST, second + "/lines")).path("rows").get(0).path("earlier").isNull())
        .isTrue();
  }

  private void decide(String run, String kind, long line, String reason) throws Exception {
    Map<String, Object> said = Map.of("kind", kind, "lines", List.of(line), "reason", reason);
    assertThat(post(Role.ADMIN, run + "/decisions", said).statusCode()).isEqualTo(201);
  }

  /** A book of more than a million lines has several parts of Parquet; each can be taken. */
  @Test
  void everyPartIsOffered() throws Exception {
    String book = book(false);
    String run = run(Role.ANALYST, book, id(upload(Role.ANALYST, book, "orders.csv", example())));
    Path decided =
        folder.resolve("books/runs").resolve(run.replaceFirst(".*/", "")).resolve("decided");
    Files.copy(decided.resolve("part-00000.parquet"), decided.resolve("part-00001.parquet"));
    assertThat(json(get(Role.ANALYST, run)).path("files").valueStream().map(JsonNode::asString))
        .containsExactly(
            "memo.html",
            "worklist.csv",
            "decided.csv",
            "part-00000.parquet",
            "part-00001.parquet",
            "rejects.csv",
            "names.csv",
            "totals.csv",
            "alerts.csv",
            "summary.json",
            "manifest.json");
    String page = get(Role.ANALYST, run.replace("/api/v1/books", "/orders")).body();
    for (JsonNode file : json(get(Role.ANALYST, run)).path("files")) {
      assertThat(page).contains(run + "/files/" + file.asString());
      assertThat(get(Role.ANALYST, run + "/files/" + file.asString()).statusCode()).isEqualTo(200);
    }
  }

  /** What a run may take is no matter of what other long work may. */
  @Test
  void aRunHasATimeOfItsOwn() throws Exception {
    shared.close();
    shared =
        new SharedServer(
            Stores.fresh(Stores.Kind.SQLITE, folder),
            KNOWLEDGE,
            s -> s.withBooks(folder.resolve("books")).withLongestRun(Duration.ofNanos(1)));
    String book = book(false);
    String upload = id(upload(Role.ANALYST, book, "orders.csv", example()));
    String run = run(Role.ANALYST, book, upload, Map.of(), "stopped");
    assertThat(json(get(Role.ANALYST, run)).path("summary")).isEmpty();
  }
}
