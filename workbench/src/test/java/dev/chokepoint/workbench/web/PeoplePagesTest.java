package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.ledger.ChainCheck;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Stores;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pages of parties and of the audit trail: what one decides, another finds recorded. */
class PeoplePagesTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Pattern RECORD = Pattern.compile("name=\"record\" value=\"([0-9a-f]{64})\"");

  @TempDir Path folder;
  private SharedServer shared;

  @BeforeEach
  void start() {
    shared =
        new SharedServer(
            Stores.fresh(Stores.Kind.SQLITE, folder),
            KNOWLEDGE,
            sharing -> sharing.withLists(folder.resolve("lists")));
  }

  @AfterEach
  void stop() {
    shared.close();
  }

  private String in(String name) throws Exception {
    return SharedServer.cookies(shared.login(name, SharedServer.PASSWORD));
  }

  private HttpResponse<String> decide(String cookies, String... fields) throws Exception {
    return shared.send(
        SharedServer.form(shared.request("/parties").header("Cookie", cookies), fields));
  }

  @Test
  void aDecisionStaysAndIsInTheChain() throws Exception {
    String analyst = in("analyst");
    HttpResponse<String> page = shared.get("/parties?name=Huawei&lang=en", analyst);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body())
        .contains("Huawei Technologies Co., Ltd.", "Nobody decided yet", "Licence requirement");
    Matcher record = RECORD.matcher(page.body());
    assertThat(record.find()).isTrue();
    String token = SharedServer.token(page);
    String[] fields = {
      "form",
      token,
      "name",
      "Huawei",
      "country",
      "",
      "record",
      record.group(1),
      "verdict",
      "same",
      "because",
      "the <b>address</b> is theirs"
    };
    HttpResponse<String> kept = decide(analyst, fields);
    assertThat(kept.statusCode()).as(kept.body()).isEqualTo(303);
    assertThat(kept.headers().firstValue("Location")).hasValue("/parties?name=Huawei");
    String viewer = in("viewer");
    HttpResponse<String> seen = shared.get("/parties?name=Huawei&lang=en", viewer);
    assertThat(seen.body())
        .contains("the same party, by analyst on 2026-09-29", "&lt;b&gt;address")
        .doesNotContain("<b>address", "name=\"because\"");
    Entry entry = shared.chain.before(Long.MAX_VALUE, 9).get(1);
    assertThat(entry.action()).isEqualTo("party-decided");
    assertThat(entry.actor()).isEqualTo("analyst");
    assertThat(entry.contents().path("hash").asString()).isEqualTo(record.group(1));
    assertThat(folder.resolve("lists/decisions.jsonl")).content().hasLineCount(1);
    assertThat(shared.get("/parties?name=Huawei&lang=zh", viewer).body()).contains("同一当事方");
  }

  @Test
  void whatIsWrongIsNotKept() throws Exception {
    String analyst = in("analyst");
    String token = SharedServer.token(shared.get("/parties?name=Huawei", analyst));
    long before = shared.chain.head().seq();
    String[][] wrong = {
      {"name", "Huawei", "record", "0".repeat(64), "verdict", "same", "because", "x"},
      {"name", "Huawei", "record", "0".repeat(64), "verdict", "maybe", "because", "x"},
      {"name", "Huawei", "record", "0".repeat(64), "verdict", "same", "because", " "},
      {"name", "Huawei".repeat(99), "record", "x", "verdict", "same", "because", "x"}
    };
    for (String[] fields : wrong) {
      String[] all = new String[fields.length + 2];
      System.arraycopy(fields, 0, all, 2, fields.length);
      all[0] = "form";
      all[1] = token;
      HttpResponse<String> refused = decide(analyst, all);
      assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
      assertThat(refused.body()).contains("role=\"alert\"");
    }
    assertThat(decide(analyst, wrong[0]).statusCode()).as("without the form's own").isEqualTo(403);
    assertThat(shared.chain.head().seq()).isEqualTo(before);
    assertThat(Files.exists(folder.resolve("lists/decisions.jsonl"))).isFalse();
    assertThat(shared.get("/parties?name=x", analyst).statusCode()).isEqualTo(400);
    assertThat(shared.get("/parties?name=Zyxwvut+Qponm", analyst).body())
        .contains("No party on the list", "says nothing about who owns them");
  }

  @Test
  void theTrailIsReadCheckedAndTaken() throws Exception {
    String approver = in("approver");
    HttpResponse<String> list = shared.get("/audit?verify=yes&lang=en", approver);
    assertThat(list.statusCode()).isEqualTo(200);
    ChainCheck.Report report = ChainCheck.check(shared.store, Map.of());
    assertThat(list.body())
        .contains("Whole: " + report.entries() + " entries", report.head(), "user-added");
    HttpResponse<String> one = shared.get("/audit/1?lang=en", approver);
    Entry first = shared.chain.find(1).orElseThrow();
    assertThat(one.body()).contains(first.hash(), "0".repeat(64), "user-added", "user:viewer");
    HttpResponse<String> taken =
        shared.send(
            SharedServer.form(
                shared.request("/audit/1/case").header("Cookie", approver),
                "form",
                SharedServer.token(one)));
    assertThat(taken.statusCode()).isEqualTo(200);
    assertThat(taken.headers().firstValue("Content-Disposition").orElseThrow())
        .contains("entry-1.json");
    JsonNode document = MAPPER.readTree(taken.body());
    assertThat(document.path("case").asString()).isEqualTo("user:viewer");
    assertThat(document.path("entries").get(0).path("hash").asString()).isEqualTo(first.hash());
    Entry last = shared.chain.before(Long.MAX_VALUE, 1).getFirst();
    assertThat(last.action()).isEqualTo("exported");
    assertThat(last.actor()).isEqualTo("approver");
    assertThat(shared.get("/audit/99999", approver).statusCode()).isEqualTo(404);
    assertThat(shared.get("/audit/x", approver).statusCode()).isEqualTo(400);
    String analyst = in("analyst");
    HttpResponse<String> other = shared.get("/audit?lang=en", analyst);
    assertThat(other.statusCode()).isEqualTo(403);
    assertThat(other.body()).contains("This page needs the role approver; yours is analyst");
    for (String each : new String[] {"/?lang=en", "/parties?lang=en", "/logout?lang=en"}) {
      assertThat(shared.get(each, analyst).body())
          .as(each)
          .contains("<a href=\"/account?lang=en\">analyst</a>", "/logout?lang=en");
    }
    assertThat(shared.get("/?lang=en", approver).body()).contains(">approver</a> (approver)");
    assertThat(shared.get("/logout?lang=en", analyst).body()).contains("action=\"/logout\"");
    String second = shared.get("/audit?before=5&lang=zh", approver).body();
    assertThat(second).contains("审计记录", "/audit/4").doesNotContain("/audit/5?", "/audit/6?");
    assertThat(shared.get("/account?lang=en", approver).body()).contains("href=\"/audit?lang=en\"");
  }
}
