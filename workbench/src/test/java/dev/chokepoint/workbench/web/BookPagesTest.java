package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.workbench.ledger.Role;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page of a run says of how its answers came about, its lines and its files. */
class BookPagesTest extends BookHttp {
  private String page(String path) throws Exception {
    HttpResponse<String> page = get(Role.ANALYST, path);
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    return page.body();
  }

  private static String pageOf(String run) {
    return run.replace(BOOKS, OrderPages.PATH);
  }

  @Test
  void aRunSaysWhatItRestsOn() throws Exception {
    String book = book(false);
    String file =
        """
        sku,quantity,ship to,end user,colour
        H20,5,JP,,red
        H20,5,JP,Made One,red
        H20,5,CN,Made One,red
        """;
    String run = run(Role.ANALYST, book, id(upload(Role.ANALYST, book, "few.csv", file)));
    String page = page(pageOf(run) + "?lang=en");
    assertThat(page)
        .contains(
            "Columns of the file that were not used: colour",
            "1 different names were asked",
            "No list was imported",
            "Red flag not checked",
            "headquarters not stated: taken as the destination",
            "no end user: 1 lines name none, 1 of them may go",
            "<code class=\"quiet\">no-end-user</code>",
            "<th scope=\"row\">ship to</th><td>shipTo</td>",
            "<th scope=\"row\">colour</th><td>not read</td>")
        .doesNotContain("id=\"newer\"");
    String all = page(pageOf(run) + "?lang=en&state=unaffected");
    assertThat(all).contains("no end user named: nobody was checked as one");
    assertThat(page(pageOf(run) + "?lang=zh")).contains("结论的依据", "未写总部所在地");
  }

  @Test
  void aFilterIsUnderstoodOrRefused() throws Exception {
    String book = book(false);
    String run = run(Role.ANALYST, book, id(upload(Role.ANALYST, book, "o.csv", example())));
    String plain = get(Role.ANALYST, run + "/lines?state=newly-blocked&destination=CN").body();
    assertThat(json(get(Role.ANALYST, run + "/lines?state=newly-blocked")).path("lines").asInt())
        .isEqualTo(4);
    assertThat(json(get(Role.ANALYST, run + "/lines?destination=CN")).path("lines").asInt())
        .isPositive();
    for (String same :
        List.of(
            "state=Newly%20Blocked&destination=China",
            "state=NEWLY_BLOCKED&destination=%E4%B8%AD%E5%9B%BD",
            "state=newly-blocked&destination=cn&clause=letter-2025",
            "state=newly-blocked&destination=chn&sku=h20")) {
      assertThat(get(Role.ANALYST, run + "/lines?" + same).body()).as(same).isEqualTo(plain);
    }
    Map<String, String> wrong =
        Map.of(
            "state=Bloked",
            "newly-blocked",
            "destination=Chnia",
            "China",
            "clause=LETTER-2052",
            "LETTER-2025",
            "sku=H2O",
            "H20",
            "stat=blocked",
            "state",
            "foo=1",
            "one of state, clause");
    for (Map.Entry<String, String> each : wrong.entrySet()) {
      HttpResponse<String> refused = get(Role.ANALYST, run + "/lines?" + each.getKey());
      assertThat(refused.statusCode()).as(each.getKey()).isEqualTo(400);
      assertThat(refused.body()).as(each.getKey()).contains(each.getValue());
    }
    HttpResponse<String> shown = get(Role.ANALYST, pageOf(run) + "?lang=en&destination=Chnia");
    assertThat(shown.statusCode()).isEqualTo(400);
    assertThat(shown.body()).contains("role=\"alert\"", "China", "id=\"states\"");
    String here = BOOKS + "/" + book;
    for (String path : List.of(BOOKS, here, here + "/changes", run, "/orders", "/orders/" + book)) {
      assertThat(get(Role.ANALYST, path + "?foo=1").statusCode()).as(path).isEqualTo(400);
    }
  }

  @Test
  void aRunNamesItsDay() throws Exception {
    String book = book(false);
    String upload = id(upload(Role.ANALYST, book, "o.csv", example()));
    String runs = BOOKS + "/" + book + "/runs";
    HttpResponse<String> none = post(Role.ANALYST, runs, Map.of("upload", upload));
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(json(none).path("problems").get(0).path("place").asString()).isEqualTo("to");
    HttpResponse<String> half =
        post(Role.ANALYST, runs, Map.of("upload", upload, "kind", "exposure", "to", "2025-04-10"));
    assertThat(half.statusCode()).isEqualTo(400);
    assertThat(json(half).path("problems").get(0).path("place").asString()).isEqualTo("from");
    String form = page("/orders/" + book + "/uploads/" + upload + "?lang=en");
    // The server of the tests lives on 2026-09-29; its law changed last on the first.
    assertThat(form).contains("2025-04-08, day of law 2025-04-10", "value=\"2026-09-29\"");
  }

  @Test
  void anOlderRunSaysThatANewerOneIsThere() throws Exception {
    String book = book(false);
    String upload = id(upload(Role.ANALYST, book, "o.csv", example()));
    String first = run(Role.ANALYST, book, upload);
    assertThat(json(get(Role.ANALYST, first)).path("newer").isNull()).isTrue();
    String second = run(Role.ANALYST, book, upload);
    follows("run", json(get(Role.ANALYST, first)));
    assertThat(json(get(Role.ANALYST, first)).path("newer").path("run").asString())
        .isEqualTo(second.substring(second.lastIndexOf('/') + 1));
    assertThat(json(get(Role.ANALYST, first)).path("newer").path("sameUpload").asBoolean())
        .isTrue();
    assertThat(page(pageOf(first) + "?lang=en"))
        .contains("A newer run of this file is done", pageOf(second));
    assertThat(page(pageOf(second) + "?lang=en")).doesNotContain("id=\"newer\"");
    run(Role.ANALYST, book, id(upload(Role.ANALYST, book, "p.csv", example())));
    assertThat(page(pageOf(second) + "?lang=en")).contains("over another file");
  }

  @Test
  void whatPeopleDecidedIsTakenAwayWithTheLines() throws Exception {
    String book = book(false);
    String file = example().replace("Made Cloud One", "=cmd()");
    String run = run(Role.ANALYST, book, id(upload(Role.ANALYST, book, "o.csv", file)));
    Map<String, Object> proposal =
        Map.of("kind", "propose", "lines", List.of(2), "reason", "=1+1, \"said\" it");
    assertThat(post(Role.ANALYST, run + "/decisions", proposal).statusCode()).isEqualTo(201);
    HttpResponse<String> taken = get(Role.ANALYST, run + "/files/worklist.csv");
    assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
    List<String> lines = taken.body().lines().toList();
    assertThat(lines).hasSize(8);
    assertThat(lines.getFirst())
        .startsWith("line,")
        .endsWith("decision,decidedBy,decidedAt,decisionReason,decisionEntry");
    assertThat(lines.get(1))
        .startsWith("2,SO-1001,1,H20")
        .contains("'=cmd()", ",propose,analyst,", "\"'=1+1, \"\"said\"\" it\"");
    assertThat(lines.get(2)).endsWith(",\"\",\"\",\"\",\"\",");
    assertThat(get(Role.ANALYST, run + "/files/worklist.csv?state=unaffected").body().lines())
        .hasSize(5);
    assertThat(get(Role.ANALYST, run + "/files/worklist.csv?foo=1").statusCode()).isEqualTo(400);
    assertThat(get(Role.ANALYST, run + "/files/memo.html?state=free").statusCode()).isEqualTo(400);
    for (String name : List.of("memo.html", "summary.json", "manifest.json")) {
      HttpResponse<String> got = get(Role.ANALYST, run + "/files/" + name);
      assertThat(got.statusCode()).as(name).isEqualTo(200);
      assertThat(got.headers().firstValue("Content-Disposition").orElseThrow()).contains(name);
      assertThat(got.body()).isNotBlank().doesNotContain(folder.toString());
      assertThat(page(pageOf(run))).contains("/files/" + name);
    }
    try (Stream<Path> left = Files.list(folder.resolve("books/incoming"))) {
      assertThat(left).allMatch(path -> path.endsWith(".lock"));
    }
  }

  /** As after a restore of the store without the folder. */
  @Test
  void resultsThatAreNotThereAreSaidToBe() throws Exception {
    String book = book(false);
    String run = run(Role.ANALYST, book, id(upload(Role.ANALYST, book, "o.csv", example())));
    Path results = folder.resolve("books/runs");
    Files.move(results, folder.resolve("books/away"));
    Files.createDirectory(results);
    for (String path : List.of(run, run + "/lines", run + "/files/decided.csv", pageOf(run))) {
      HttpResponse<String> refused = get(Role.ANALYST, path);
      assertThat(refused.statusCode()).as(path).isEqualTo(400);
      assertThat(refused.body()).as(path).contains("results-missing");
    }
  }

  @Test
  void anAddressOfAFormLeadsBackToItsPage() throws Exception {
    String book = book(false);
    String upload = id(upload(Role.ANALYST, book, "o.csv", example()));
    Map<String, String> back =
        Map.of(
            "/shares",
            "",
            "/uploads",
            "",
            "/seen",
            "",
            "/uploads/" + upload + "/runs",
            "/uploads/" + upload);
    for (Map.Entry<String, String> each : back.entrySet()) {
      HttpResponse<String> got = get(Role.ANALYST, "/orders/" + book + each.getKey() + "?lang=zh");
      assertThat(got.statusCode()).as(each.getKey()).isEqualTo(303);
      assertThat(got.headers().firstValue("Location").orElseThrow())
          .endsWith("/orders/" + book + each.getValue() + "?lang=zh-Hans");
    }
  }
}
