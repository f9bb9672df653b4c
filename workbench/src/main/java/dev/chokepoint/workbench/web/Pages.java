package dev.chokepoint.workbench.web;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.Source;
import dev.chokepoint.units.Refused;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/** The pages by their paths. */
final class Pages {
  /** Paths of pages that take a text by POST; nothing is kept of it. */
  static final Set<String> TYPED = Set.of("/explore", "/explore/points", "/plan", "/market");

  private static final int AT_ONCE = 2;
  private static final Source NOTHING = Source.of("request", new byte[0]);

  private final Site site;
  private final Map<String, Function<Request, Reply>> all = new LinkedHashMap<>();
  private final Map<String, Function<Request, Reply>> sent = new LinkedHashMap<>();

  /** Places of heavy pages, so that many at once fill neither memory nor processors. */
  private final Semaphore heavy = new Semaphore(AT_ONCE);

  Pages(Knowledge knowledge, Supplier<LocalDate> today) {
    this.site = new Site(knowledge, today);
    LinePage line = new LinePage(site);
    all.put("/", line::page);
    all.put("/line.json", line::chart);
    all.put("/words/{language}.json", line::words);
    ClassifyPage classify = new ClassifyPage(site);
    page("/classify", classify::page);
    page("/memo", classify::memo);
    ChipPages chips = new ChipPages(site);
    page("/chips", chips::list);
    page("/chips/{id}", chips::chip);
    page("/compare", new ComparePage(site)::page);
    page("/predict", new PredictPage(site)::page);
    ExplorePage explore = new ExplorePage(site);
    typed("/explore", explore::page);
    Function<Request, Reply> points = inTurn(explore::points);
    all.put("/explore/points", points);
    sent.put("/explore/points", points);
    page("/frontier", new FrontierPage(site)::page);
    page("/cost", new CostPage(site)::page);
    page("/rent-or-buy", new RentOrBuyPage(site)::page);
    typed("/plan", new PlanPage(site)::page);
    typed("/market", new MarketPage(site)::page);
    page("/port", new PortPage(site)::page);
    RulePages rules = new RulePages(site);
    page("/rules", rules::list);
    page("/rules/diff", rules::diff);
    page("/rules/{id}", rules::rule);
    if (Api.has("/claims")) {
      page("/claims", new ClaimsPage(site)::page);
    }
    page("/coverage", rules::coverage);
    page("/accuracy", rules::accuracy);
  }

  /** Works out the page that a visitor sees first, for its classes and texts to be there. */
  void first() {
    Request request = new Request("/", Map.of(), Map.of(), null, NOTHING);
    var _ = java.util.Objects.requireNonNull(all.get("/")).apply(request);
  }

  /** A page that also takes a text, too long for an address. */
  private void typed(String path, Function<Request, Reply> make) {
    page(path, inTurn(make));
    sent.put(path, java.util.Objects.requireNonNull(all.get(path)));
  }

  /** The same when its turn has come; who waits too long is answered 503. */
  private Function<Request, Reply> inTurn(Function<Request, Reply> make) {
    return request -> {
      try {
        heavy.acquire();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancellationException();
      }
      try {
        return make.apply(request);
      } finally {
        heavy.release();
      }
    };
  }

  /** A page that says what is wrong with a request in the page's own form. */
  private void page(String path, Function<Request, Reply> make) {
    all.put(
        path,
        request -> {
          try {
            return make.apply(request);
          } catch (Refused e) {
            return wrong(request, e).as(path.contains("{") ? Reply.NOT_FOUND : Reply.BAD_REQUEST);
          }
        });
  }

  private Reply wrong(Request request, Refused e) {
    return site.page(
        request,
        "",
        request.words().say("problem.title"),
        "problem.jte",
        Map.of("problems", e.problems()));
  }

  Site site() {
    return site;
  }

  /** Every page by the path of its route. */
  Map<String, Function<Request, Reply>> all() {
    return all;
  }

  /** Pages that take a form by POST, by the path of their route. */
  Map<String, Function<Request, Reply>> sent() {
    return sent;
  }

  /** The page for an address where nothing is. */
  Reply missing(Request request) {
    return site.page(
            request,
            "",
            request.words().say("problem.missing"),
            "problem.jte",
            Map.of("problems", List.of()))
        .as(Reply.NOT_FOUND);
  }
}
