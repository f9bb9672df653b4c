package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.workbench.Main;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.parties.Review;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Where four eyes are asked for, nobody lets go what they shaped themselves. */
class FourEyesTest extends BookHttp {
  private static final String NAME = "Inspur Electronc Informaton Industri";

  private String shared(boolean fourEyes) throws Exception {
    String book = book(fourEyes);
    post(Role.ANALYST, BOOKS + "/" + book + "/shares", Map.of("account", "approver"));
    return book;
  }

  private HttpResponse<String> decide(Role role, String run, String kind, Integer... lines)
      throws Exception {
    Map<String, Object> body = Map.of("kind", kind, "lines", List.of(lines), "reason", "as agreed");
    return post(role, run + "/decisions", body);
  }

  private void refused(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(403);
    assertThat(response.body()).contains("four-eyes");
  }

  /** Whoever mapped it counts also when another mapped it last, before the run or after. */
  @Test
  void aMapperDoesNotRelease() throws Exception {
    String book = shared(true);
    String upload = id(upload(Role.ANALYST, book, "orders.csv", example()));
    String mapping = BOOKS + "/" + book + "/uploads/" + upload + "/mapping";
    Map<String, Object> same = Map.of("mapping", Map.of("qty", "quantity"));
    id(post(Role.APPROVER, mapping, same));
    id(post(Role.ANALYST, mapping, same));
    String run = run(Role.ANALYST, book, upload);
    id(post(Role.ADMIN, mapping, same));
    follows("run", json(get(Role.ADMIN, run)));
    assertThat(json(get(Role.ADMIN, run)).path("asked").path("shapedBy").toString())
        .isEqualTo("[\"analyst\",\"approver\"]");
    refused(decide(Role.APPROVER, run, "release", 2));
    // An admin mapped it after this run was asked for: that shaped nothing of it.
    assertThat(decide(Role.ADMIN, run, "release", 2).statusCode()).isEqualTo(201);
  }

  @Test
  void whoeverAskedDoesNotRelease() throws Exception {
    String book = shared(true);
    String upload = id(upload(Role.ANALYST, book, "orders.csv", example()));
    String run = run(Role.APPROVER, book, upload);
    refused(decide(Role.APPROVER, run, "release", 2));
    assertThat(decide(Role.ADMIN, run, "release", 2).statusCode()).isEqualTo(201);
  }

  @Test
  void whoeverProposedItInAnotherRunOfTheFileDoesNotRelease() throws Exception {
    String book = shared(true);
    String upload = id(upload(Role.ANALYST, book, "orders.csv", example()));
    String first = run(Role.ANALYST, book, upload);
    assertThat(decide(Role.APPROVER, first, "propose", 2).statusCode()).isEqualTo(201);
    String second = run(Role.ANALYST, book, upload);
    refused(decide(Role.APPROVER, second, "release", 2, 4));
    assertThat(decide(Role.APPROVER, second, "release", 4).statusCode()).isEqualTo(201);
  }

  /** What an approver decided is not overwritten by a proposal, nor by whoever did not see it. */
  @Test
  void nobodyDecidesOverWhatTheyHaveNotSeen() throws Exception {
    String book = shared(false);
    String run = run(Role.ANALYST, book, id(upload(Role.ANALYST, book, "o.csv", example())));
    long before = json(get(Role.ADMIN, run + "/lines")).path("head").asLong();
    assertThat(decide(Role.APPROVER, run, "hold", 2).statusCode()).isEqualTo(201);
    Map<String, Object> late =
        Map.of("kind", "release", "lines", List.of(2), "reason", "as agreed", "seen", before);
    HttpResponse<String> refused = post(Role.ADMIN, run + "/decisions", late);
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
    assertThat(refused.body())
        .contains("decided-meanwhile", "approver: hold, entry " + (before + 1));
    HttpResponse<String> proposed = decide(Role.ANALYST, run, "propose", 4, 2);
    assertThat(proposed.statusCode()).isEqualTo(409);
    assertThat(proposed.body()).contains("already-decided", "approver: hold", "line 2");
    String page = "/orders" + run.substring(BOOKS.length());
    assertThat(get(Role.ADMIN, page).body())
        .contains("<input type=\"hidden\" name=\"seen\" value=\"" + (before + 1) + "\">");
    Map<String, Object> now = new java.util.HashMap<>(late);
    now.put("seen", before + 1);
    assertThat(post(Role.ADMIN, run + "/decisions", now).statusCode()).isEqualTo(201);
    assertThat(decide(Role.ANALYST, run, "propose", 4).statusCode()).isEqualTo(201);
  }

  /** A name that one person cleared does not let that person's lines go where it takes two. */
  @Test
  void whoeverClearsANameDoesNotFreeTheirOwnLines() throws Exception {
    Main.Outcome search =
        Main.answer(
            LocalDate.of(2026, 9, 29), KNOWLEDGE, List.of("parties", "search", "--json", NAME));
    JsonNode hit = MAPPER.readTree(search.output()).path("hits").get(0);
    for (JsonNode each : MAPPER.readTree(search.output()).path("hits")) {
      new Review(folder.resolve("lists"))
          .add(
              new Review.Decision(
                  NAME,
                  "",
                  each.path("name").asString(),
                  "different",
                  "analyst",
                  "2026-09-28",
                  "its address is another",
                  each.path("record").asString()));
    }
    String text = "sku,quantity,price,currency,ship to,end user\nL20,10,4000,USD,SG," + NAME + "\n";
    String alone = shared(false);
    JsonNode freed = line(Role.ANALYST, alone, text);
    assertThat(freed.path("state").asString()).isEqualTo("unaffected");
    assertThat(freed.path("warnings").asString()).contains("cleared-by-person");
    assertThat(freed.path("reason").asString())
        .startsWith("found to be another than " + hit.path("name").asString())
        .contains("by analyst on 2026-09-28");
    String both = shared(true);
    JsonNode own = line(Role.ANALYST, both, text);
    assertThat(own.path("state").asString()).isEqualTo("already-required");
    assertThat(own.path("clauses").asString()).isEqualTo("entity-list");
    JsonNode anothers = line(Role.APPROVER, both, text);
    assertThat(anothers.path("state").asString()).isEqualTo("unaffected");
    assertThat(anothers.path("warnings").asString()).contains("cleared-by-person");
  }

  private JsonNode line(Role role, String book, String text) throws Exception {
    String run = run(role, book, id(upload(role, book, "lines.csv", text)));
    String states = "?state=unaffected&state=already-required&state=undetermined";
    JsonNode line = json(get(role, run + "/lines" + states)).path("rows").get(0);
    long cleared = line.path("warnings").asString("").contains("cleared-by-person") ? 1 : 0;
    assertThat(json(get(role, run)).path("summary").path("linesClearedByPerson").asLong())
        .isEqualTo(cleared);
    return line;
  }
}
