package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.ChainCheck;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Store;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Pages of the audit trail, for approvers. */
final class AuditPages {
  static final String PATH = "/audit";
  private static final String ENTRY = PATH + "/{entry}";
  private static final String CASE = ENTRY + "/case";

  /** The least role of each route. */
  static final Map<String, Role> NEEDED =
      Map.of(
          "GET " + PATH,
          Role.APPROVER,
          "GET " + ENTRY,
          Role.APPROVER,
          "POST " + CASE,
          Role.APPROVER);

  private static final int ON_A_PAGE = 50;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Store store;
  private final Chain chain;
  private final Site site;
  private final Access access;
  private final Work work;
  private final Function<Context, Request> request;

  AuditPages(
      Store store,
      Chain chain,
      Site site,
      Access access,
      Work work,
      Function<Context, Request> request) {
    this.store = store;
    this.chain = chain;
    this.site = site;
    this.access = access;
    this.work = work;
    this.request = request;
  }

  void add(RoutesConfig routes) {
    routes.get(PATH, context -> answer(context, asked -> list(context, asked)));
    routes.get(ENTRY, context -> answer(context, asked -> entry(context, asked)));
    routes.post(CASE, context -> answer(context, asked -> taken(context)));
  }

  private void answer(Context context, Function<Request, Reply> make) {
    PartyPages.answer(context, site, request.apply(context), make);
  }

  private Reply list(Context context, Request asked) {
    long before = number("before", asked.get("before", String.valueOf(Long.MAX_VALUE)));
    String subject = asked.get("subject");
    List<Entry> entries = AuditRoutes.trail(store, context).before(before, subject, ON_A_PAGE);
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("entries", entries);
    model.put("subject", subject == null ? "" : subject);
    model.put("older", entries.size() < ON_A_PAGE ? "" : "" + entries.getLast().seq());
    model.put("isFirst", before == Long.MAX_VALUE);
    model.put("verified", asked.get("verify") == null ? "" : verified(context, asked.words()));
    return site.page(asked, "audit", asked.words().say("audit.title"), "auditlist.jte", model);
  }

  /** What a check of the whole chain says, in words. */
  private String verified(Context context, Words words) {
    ChainCheck.Report[] report = new ChainCheck.Report[1];
    longWork(
        context,
        () -> {
          report[0] = ChainCheck.check(store, Map.of());
          return Reply.json("{}");
        });
    StringBuilder out =
        new StringBuilder(
            report[0].isWhole()
                ? words.say(
                    "audit.whole", report[0].entries(), report[0].redacted(), report[0].head())
                : words.say("audit.broken", report[0].entries(), report[0].head()));
    report[0]
        .findings()
        .forEach(f -> out.append('\n').append(f.place()).append(": ").append(f.what()));
    return out.append('\n').append(words.say("audit.anchors")).toString();
  }

  private Reply longWork(Context context, Callable<Reply> make) {
    return work.reply(Server.place(context), null, () -> work.longWork(make));
  }

  private static long number(String name, String said) {
    try {
      return Long.parseLong(said);
    } catch (NumberFormatException e) {
      throw new Refused(new Problem("bad-value", name, said, "a whole number", ""));
    }
  }

  private @Nullable Entry find(Context context) {
    long seq = number("entry", context.pathParam("entry"));
    return AuditRoutes.trail(store, context).find(seq).orElse(null);
  }

  private Reply entry(Context context, Request asked) {
    Entry entry = find(context);
    if (entry == null) {
      return missing(asked);
    }
    Map<String, String> follows = new LinkedHashMap<>();
    entry
        .said()
        .path("follows")
        .properties()
        .forEach(each -> follows.put(each.getKey(), each.getValue().asString("")));
    String answer = AuditCase.answer(entry);
    Map<String, Object> model = new LinkedHashMap<>();
    model.put("entry", entry);
    model.put("follows", follows);
    model.put("content", entry.isRedacted() ? "" : entry.contents().toPrettyString());
    model.put("answer", answer == null ? "" : answer);
    model.put("token", access.formToken(context));
    return site.page(
        asked,
        "audit",
        asked.words().say("audit.entry", String.valueOf(entry.seq())),
        "auditentry.jte",
        model);
  }

  private Reply missing(Request asked) {
    return site.page(
            asked,
            "audit",
            asked.words().say("problem.missing"),
            "problem.jte",
            Map.of("problems", List.of()))
        .as(Reply.NOT_FOUND);
  }

  /** The case as JSON; an entry says who took it before it leaves. */
  private Reply taken(Context context) {
    Entry entry = find(context);
    if (entry == null) {
      return Reply.problem(Reply.NOT_FOUND, "There is no such entry.", null);
    }
    Access.User user = Access.of(context);
    Reply reply =
        longWork(
            context,
            () -> {
              AuditCase taken = AuditCase.of(store, chain, entry);
              chain.append(taken.exported(user.name(), user.via()));
              return Reply.json(MAPPER.writeValueAsString(taken.document()) + "\n");
            });
    context.header(
        "Content-Disposition", "attachment; filename=\"entry-" + entry.seq() + ".json\"");
    return reply;
  }
}
