package dev.chokepoint.knowledge;

import dev.chokepoint.performance.Engine;
import dev.chokepoint.performance.Systems;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads what stands above the kernels. */
final class SystemsReader {
  private static final String PATH = "performance/systems.yaml";

  private SystemsReader() {}

  static Systems read(KnowledgeFolder.Files files) {
    List<Problem> problems = new ArrayList<>();
    Systems systems =
        files.of(PATH).stream()
            .findFirst()
            .map(entry -> read(Cursor.of(entry.doc(), PATH, problems)))
            .orElseThrow(
                () -> new Refused(new Problem("missing-file", PATH, "", "serving engines", "")));
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return systems;
  }

  private static Systems read(Cursor root) {
    root.only(Set.of("engines", "default-engine", "nodes", "training"));
    List<Engine> engines = new ArrayList<>();
    root.at("engines").entries().forEach((name, engine) -> engines.add(engine(name, engine)));
    List<Systems.Node> nodes = new ArrayList<>();
    for (Cursor each : root.at("nodes").list()) {
      each.only(Set.of("when", "chips", "bytes-per-second", "source"));
      each.at("source").text();
      Map<String, List<String>> when = new LinkedHashMap<>();
      each.at("when")
          .entries()
          .forEach((key, value) ->
              when.put(key, value.texts().stream().map(t -> t.toLowerCase(Locale.ROOT)).toList()));
      nodes.add(
          new Systems.Node(
              when, (int) number(each.at("chips")), number(each.at("bytes-per-second"))));
    }
    Cursor sustained = root.at("training").at("sustained");
    sustained.at("source").text();
    return new Systems(
        engines, root.at("default-engine").text(), nodes, number(sustained.at("value")));
  }

  private static Engine engine(String name, Cursor engine) {
    engine.only(Set.of("source", "values"));
    engine.at("source").text();
    Cursor v = engine.at("values");
    v.only(
        Set.of("mixes", "chunk", "request", "token", "step", "launch", "stream", "bunch", "waves"));
    return new Engine(
        name,
        number(v.at("mixes")) > 0,
        (long) number(v.at("chunk")),
        number(v.at("request")),
        number(v.at("token")),
        number(v.at("step")),
        number(v.at("launch")),
        number(v.at("stream")),
        number(v.at("bunch")),
        number(v.at("waves")));
  }

  static double number(Cursor cursor) {
    String text = cursor.text();
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      cursor.problem("bad-number", text, "a decimal number", "");
      return Double.NaN;
    }
  }
}
