package dev.chokepoint.workbench.web;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.Main;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.parties.Review;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Listed parties: names looked up, records side by side, and what people decide of them. */
final class PartyPages {
  static final String PATH = "/parties";

  /** Action of an entry that says what somebody decided. */
  static final String DECIDED = "party-decided";

  /** The least role of what is not for every reader. */
  static final Map<String, Role> NEEDED = Map.of("POST " + PATH, Role.ANALYST);

  private static final int MOST_NAME = 300;
  private static final int MOST_REASON = 2_000;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Chain chain;
  private final Knowledge knowledge;
  private final Site site;
  private final Access access;
  private final Path lists;
  private final Function<Context, Request> request;

  /**
   * @param lists folder of imported lists and of decisions
   */
  PartyPages(
      Chain chain,
      Knowledge knowledge,
      Site site,
      Access access,
      Path lists,
      Function<Context, Request> request) {
    this.chain = chain;
    this.knowledge = knowledge;
    this.site = site;
    this.access = access;
    this.lists = lists;
    this.request = request;
  }

  void add(RoutesConfig routes) {
    routes.get(
        PATH,
        context -> {
          Request asked = request.apply(context);
          answer(context, site, asked, r -> page(context, r, List.of()));
        });
    routes.post(PATH, this::decide);
  }

  /** Answers a page; what is wrong with a request is said in the page's own form. */
  static void answer(Context context, Site site, Request asked, Function<Request, Reply> make) {
    context.attribute(Server.ROUTE, context.endpoint().path);
    context.header("Cache-Control", "no-store");
    Reply reply;
    try {
      reply = make.apply(asked);
    } catch (Refused e) {
      reply =
          site.page(
              asked,
              "",
              asked.words().say("problem.title"),
              "problem.jte",
              Map.of("problems", e.problems()));
      reply = Store.isUnavailable(e) ? reply.as(Reply.LATE) : reply.as(Reply.BAD_REQUEST);
    } catch (Work.Late e) {
      context.header("Retry-After", "10");
      reply = Reply.problem(Reply.LATE, "That took too long.", null);
    } catch (Work.Busy e) {
      Server.busy(context, "5", "Too much long work at once.");
      return;
    }
    Server.send(context, reply);
  }

  private Reply page(Context context, Request asked, List<Problem> problems) {
    String name = asked.get("name", "");
    String country = asked.get("country", "");
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("problems", problems);
    model.put("name", name);
    model.put("country", country.equals("all") ? "" : country);
    model.put("found", name.isEmpty() ? MAPPER.createObjectNode() : search(name, country));
    model.put("countries", Site.countries(asked.words()));
    model.put("token", access.formToken(context));
    model.put("mayDecide", Access.of(context).role().covers(Role.ANALYST));
    return site.page(asked, "parties", asked.words().say("parties.title"), "parties.jte", model);
  }

  /** What {@code parties search} answers. */
  private JsonNode search(String name, String country) {
    refuseLong("name", name, MOST_NAME);
    List<String> words =
        new ArrayList<>(List.of("parties", "search", "--json", "--store=" + lists));
    if (!country.isEmpty() && !country.equals("all")) {
      words.add("--country=" + country);
    }
    words.addAll(List.of("--", name));
    Main.Outcome outcome = Main.answer(site.today(), knowledge, words);
    if (outcome.refused()) {
      throw new Refused(outcome.problems());
    }
    return MAPPER.readTree(outcome.output());
  }

  private static void refuseLong(String place, String text, int most) {
    if (text.length() > most || text.chars().anyMatch(c -> c == 0)) {
      String limit = "1 to " + most + " characters that can be printed";
      throw new Refused(new Problem("bad-value", place, text.length() + " characters", limit, ""));
    }
  }

  private void decide(Context context) {
    Request sent = Form.of(request.apply(context), Form.read(context));
    try {
      decide(Access.of(context), sent);
    } catch (Refused e) {
      answer(context, site, sent, again -> wrong(context, again, e));
      return;
    }
    Map<String, List<String>> back = new LinkedHashMap<>();
    for (String key : List.of("name", "country", "lang")) {
      String value = sent.get(key);
      if (value != null) {
        back.put(key, List.of(value));
      }
    }
    context.attribute(Server.ROUTE, context.endpoint().path);
    context.redirect(PATH + Frame.text(back), HttpStatus.SEE_OTHER);
  }

  private Reply wrong(Context context, Request sent, Refused e) {
    if (Store.isUnavailable(e)) {
      throw e;
    }
    return page(context, sent, e.problems()).as(Reply.BAD_REQUEST);
  }

  /**
   * Says a decision in the chain, then keeps it where {@code parties search} and the screening of
   * orders read it. Whatever ends the program between the two leaves an entry that holds the whole
   * decision, from which it can be taken again; never one that counts and that the chain does not
   * know of.
   */
  private void decide(Access.User user, Request sent) {
    String name = needed(sent, "name", MOST_NAME);
    String because = needed(sent, "because", MOST_REASON);
    String verdict = needed(sent, "verdict", MOST_NAME);
    String record = needed(sent, "record", MOST_NAME);
    if (!Review.VERDICTS.contains(verdict)) {
      throw new Refused(new Problem("bad-value", "verdict", verdict, "same or different", ""));
    }
    JsonNode found = search(name, sent.get("country", ""));
    JsonNode hit = null;
    for (JsonNode each : found.path("hits")) {
      hit = each.path("record").asString("").equals(record) ? each : hit;
    }
    if (hit == null) {
      String limit = "a record that a search for the name still finds";
      String hint = "Maybe the list has changed meanwhile: look at it again.";
      throw new Refused(new Problem("no-such-hit", "record", record, limit, hint));
    }
    String party = hit.path("name").asString("");
    String country = found.path("country").asString("");
    Review.Decision decision =
        new Review.Decision(
            name, country, party, verdict, user.name(), site.today().toString(), because, record);
    ObjectNode content = MAPPER.valueToTree(decision.document());
    chain.append(Entry.Draft.of(user.name(), user.via(), DECIDED, null, content));
    new Review(lists).add(decision);
  }

  private static String needed(Request sent, String place, int most) {
    @Nullable String value = sent.get(place);
    if (value == null) {
      throw new Refused(new Problem("missing", place, "", "a text", ""));
    }
    refuseLong(place, value, most);
    return value;
  }
}
