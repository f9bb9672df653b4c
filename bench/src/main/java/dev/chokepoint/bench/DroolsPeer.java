package dev.chokepoint.bench;

import dev.chokepoint.catalog.Metric;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Condition;
import dev.chokepoint.controls.Rulebook;
import java.math.BigInteger;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.FactHandle;

/** Entries 3A090.a and .b of a day as Drools rules, made from the same conditions. */
final class DroolsPeer {
  private final KieSession session;

  DroolsPeer(Rulebook rulebook, LocalDate day) {
    String a = expression(rulebook, "3A090.a", day);
    String b = expression(rulebook, "3A090.b", day);
    String rules =
        "package dev.chokepoint.bench\nimport dev.chokepoint.bench.Row\n"
            + rule("3A090.a", a)
            + rule("3A090.b", "(" + b + ") && !(" + a + ")");
    KieServices services = KieServices.get();
    KieFileSystem files = services.newKieFileSystem();
    files.write("src/main/resources/entries.drl", rules);
    KieBuilder builder = services.newKieBuilder(files).buildAll();
    if (builder.getResults().hasMessages(Message.Level.ERROR)) {
      throw new IllegalStateException(builder.getResults().toString());
    }
    session =
        services.newKieContainer(services.getRepository().getDefaultReleaseId()).newKieSession();
  }

  private static String rule(String entry, String expression) {
    return "rule \"%s\" when $r : Row( %s ) then $r.setEccn(\"%s\"); end%n"
        .formatted(entry, expression, entry);
  }

  private static String expression(Rulebook rulebook, String entry, LocalDate day) {
    return expression(rulebook.get(entry).inForce(day, Clock.ENFORCED).orElseThrow().when());
  }

  private static String expression(Condition condition) {
    return switch (condition) {
      case Condition.All all -> joined(all.parts(), " && ");
      case Condition.Any any -> joined(any.parts(), " || ");
      case Condition.Not not -> "!" + "(" + expression(not.part()) + ")";
      case Condition.Compare compare -> comparison(compare);
      case Condition.In in ->
          in.labels().stream()
              .map(label -> in.fact().key() + " == \"" + label + "\"")
              .collect(Collectors.joining(" || ", "(", ")"));
      case Condition.Meets meets -> "false";
      case Condition.AnyCircuit any -> expression(any.part());
    };
  }

  private static String joined(List<Condition> parts, String word) {
    return parts.stream().map(DroolsPeer::expression).collect(Collectors.joining(word, "(", ")"));
  }

  private static String comparison(Condition.Compare compare) {
    BigInteger p = compare.limit().getNumerator();
    BigInteger q = compare.limit().getDenominator();
    Metric metric = compare.metric();
    if (!Set.of(Metric.TPP, Metric.PERFORMANCE_DENSITY).contains(metric)) {
      throw new IllegalArgumentException("the peer knows no " + metric);
    }
    String sign = compare.operator().sign();
    return metric == Metric.TPP
        ? "(tpp * %sL %s %s000000L)".formatted(q, sign, p)
        : "(dieAreaMm2 > 0 && tpp * %sL %s %sL * dieAreaMm2)".formatted(q, sign, p);
  }

  /** Entry of one row, in the session that all rows share. */
  String entry(Row row) {
    FactHandle handle = session.insert(row);
    session.fireAllRules();
    session.delete(handle);
    return row.getEccn();
  }
}
