package dev.chokepoint.workbench.web;

import dev.chokepoint.workbench.Main;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The commands that have a route, with those of their options that name no file. */
final class Routes {
  private static final List<String> TRADE =
      List.of(
          "to",
          "party-hq",
          "ultimate-parent",
          "party",
          "exporter",
          "direction",
          "from-country",
          "datacenter",
          "certified",
          "role",
          "designer",
          "packager",
          "import-use",
          "quantity");

  private static final List<String> PREDICT =
      List.of(
          "model",
          "phase",
          "precision",
          "cache",
          "batch",
          "concurrency",
          "input",
          "output",
          "count",
          "tp",
          "pp",
          "dp",
          "ep",
          "cp",
          "engine",
          "stack",
          "per-node",
          "chunk",
          "cached",
          "drafts",
          "acceptance",
          "rounds",
          "prefill-chips");

  /** What designs are compared by. */
  private static final List<String> WORK = List.of("model", "precision", "tp", "input", "batch");

  /** Every route, the more particular before the more general. */
  static List<Api.Route> all() {
    return present(
        new Api.Route(
            "/classify",
            List.of("classify"),
            List.of("item"),
            with(TRADE, "as-of", "clock", "spec", "aatc", "with")),
        new Api.Route(
            "/timeline", List.of("timeline"), List.of("item"), with(TRADE, "spec", "with")),
        new Api.Route(
            "/chips", List.of("chips"), List.of(), List.of("vendor", "kind", "hq", "name")),
        new Api.Route("/chips/{id}", List.of("chip"), List.of(), List.of()),
        new Api.Route("/coverage", List.of("coverage"), List.of(), List.of()),
        new Api.Route("/rules", List.of("rules"), List.of(), List.of("as-of", "clock", "with")),
        new Api.Route(
            "/rules/diff",
            List.of("rules", "diff"),
            List.of("from", "until"),
            List.of("to", "clock", "with")),
        new Api.Route(
            "/rules/region",
            List.of("rules", "region"),
            List.of(),
            List.of("plane", "most", "item", "as-of", "to", "exporter", "clock", "with")),
        new Api.Route(
            "/rules/export",
            List.of("rules", "export", "--dmn=-"),
            List.of(),
            List.of("as-of", "clock", "with"),
            null,
            "application/xml"),
        new Api.Route("/rules/{id}", List.of("rules", "show"), List.of(), List.of("with")),
        new Api.Route(
            "/predict",
            List.of("predict"),
            List.of(),
            with(
                PREDICT,
                "chip",
                "spec",
                "max-ttft",
                "max-tpot",
                "max-chips",
                "global-batch",
                "micro-batch",
                "length",
                "recompute",
                "zero",
                "interleave",
                "no-sequence-parallel",
                "unfused-attention",
                "no-overlap")),
        new Api.Route("/compare", List.of("compare"), List.of(), with(PREDICT, "chips")),
        new Api.Route(
            "/op/{kind}",
            List.of("op"),
            List.of(),
            List.of(
                "chip",
                "spec",
                "stack",
                "m",
                "n",
                "k",
                "tokens",
                "hidden",
                "inter",
                "topk",
                "experts",
                "local-experts",
                "tp",
                "ep",
                "skew",
                "batch",
                "length",
                "prefix",
                "heads",
                "kv-heads",
                "head-dim",
                "window",
                "bytes",
                "ranks",
                "ranks-per-node",
                "path",
                "precision",
                "cache")),
        new Api.Route("/accuracy", List.of("validate", "--published"), List.of(), List.of()),
        new Api.Route("/spec-keys", List.of("spec", "--keys"), List.of(), List.of()),
        new Api.Route(
            "/parties/search",
            List.of("parties", "search"),
            List.of("name"),
            List.of("country", "as-of", "kind", "threshold", "most")),
        new Api.Route(
            "/cost",
            List.of("cost"),
            List.of(),
            with(
                PREDICT,
                "chip",
                "spec",
                "max-ttft",
                "max-tpot",
                "global-batch",
                "micro-batch",
                "length",
                "recompute",
                "zero",
                "site",
                "party-hq",
                "as-of",
                "currency",
                "price",
                "hourly",
                "rent",
                "utilisation",
                "power-price",
                "kilowatt",
                "pue",
                "years",
                "capital-cost",
                "residual",
                "chip-hours",
                "prompted",
                "answered",
                "trained")),
        new Api.Route(
            "/frontier",
            List.of("frontier"),
            List.of(),
            List.of("rule", "to", "exporter", "die", "chips", "clock", "with")),
        new Api.Route("/claims", List.of("claims", "check"), List.of(), List.of("list", "with")),
        new Api.Route("/claims/{id}", List.of("claims", "show"), List.of(), List.of("with")),
        new Api.Route(
            "/near",
            List.of("near"),
            List.of("item"),
            with(WORK, "spec", "rule", "to", "exporter", "clock", "most", "with")),
        new Api.Route(
            "/rule-design",
            List.of("rule-design"),
            List.of(),
            with(WORK, "catch", "spare", "metrics", "to", "rule", "most", "pick", "with")),
        new Api.Route("/parties/status", List.of("parties", "status"), List.of(), List.of("as-of")),
        new Api.Route(
            "/classify",
            List.of("classify", "--file=-"),
            Api.Body.CSV,
            with(TRADE, "as-of", "clock", "with")),
        new Api.Route(
            "/ops", List.of("ops", "-"), Api.Body.CSV, List.of("chip", "spec", "stack", "with")),
        new Api.Route("/area", List.of("area", "-"), Api.Body.YAML, List.of("units")),
        new Api.Route(
            "/explore",
            List.of("explore", "-"),
            Api.Body.YAML,
            List.of("rule", "to", "clock", "model", "method", "points", "seed", "with")),
        new Api.Route("/rent-or-buy", List.of("rent-or-buy", "-"), Api.Body.YAML, List.of("with")),
        new Api.Route("/tenant", List.of("tenant", "-"), Api.Body.YAML, List.of("with")),
        new Api.Route(
            "/plan",
            List.of("plan", "-"),
            Api.Body.YAML,
            List.of(
                "as-of",
                "site",
                "assume-licence",
                "law-of-day",
                "gap",
                "seconds",
                "solver",
                "with")),
        new Api.Route(
            "/market",
            List.of("market", "-"),
            Api.Body.YAML,
            List.of("law", "draws", "seed", "with")),
        new Api.Route("/claims", List.of("claims", "check", "-"), Api.Body.YAML, List.of("with")),
        new Api.Route(
            "/rules/try",
            List.of("rules", "try", "-"),
            Api.Body.YAML,
            List.of("as-of", "to", "clock", "with")),
        new Api.Route(
            "/parties/screen",
            List.of("parties", "screen", "-", "--out=-"),
            List.of(),
            List.of("as-of", "kind", "threshold", "column", "most"),
            Api.Body.CSV,
            "text/csv"),
        new Api.Route(
            "/parties/owners",
            List.of("parties", "owners", "-"),
            Api.Body.CSV,
            List.of("as-of", "party", "listed")));
  }

  private Routes() {}

  /** A command that is not there has no route, and its page is absent. */
  private static List<Api.Route> present(Api.Route... all) {
    return Arrays.stream(all).filter(route -> Main.has(route.command().getFirst())).toList();
  }

  private static List<String> with(List<String> options, String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return List.copyOf(all);
  }
}
