package dev.chokepoint.knowledge;

import dev.chokepoint.performance.MeasurementNames;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads which chip and which software a file of measurements speaks of. */
final class MeasurementNamesReader {
  private static final String PATH = "validation/measurements.yaml";

  private MeasurementNamesReader() {}

  static MeasurementNames read(KnowledgeFolder.Files files) {
    List<Problem> problems = new ArrayList<>();
    Cursor root =
        files.entries().stream()
            .filter(entry -> entry.path().equals(PATH))
            .findFirst()
            .map(entry -> Cursor.of(entry.doc(), PATH, problems))
            .orElseThrow(
                () -> new Refused(new Problem("missing-file", PATH, "", "names of files", "")));
    root.only(Set.of("chips", "stacks", "drafts"));
    Map<String, MeasurementNames.Chip> chips = new LinkedHashMap<>();
    root.at("chips")
        .entries()
        .forEach((token, id) -> chips.put(token, new MeasurementNames.Chip(id.text(), null)));
    List<MeasurementNames.Rule> rules = new ArrayList<>();
    for (Cursor rule : root.at("stacks").list()) {
      rule.only(Set.of("prefix", "stack", "of"));
      Map<String, String> of = new LinkedHashMap<>();
      rule.at("of").entries().forEach((usual, stack) -> of.put(usual, stack.text()));
      rules.add(new MeasurementNames.Rule(rule.at("prefix").text(), rule.at("stack").text(""), of));
    }
    List<MeasurementNames.Drafts> drafts = new ArrayList<>();
    for (Cursor each : root.at("drafts").list()) {
      each.only(Set.of("backend", "versions", "model", "unless", "tokens", "acceptance"));
      drafts.add(
          new MeasurementNames.Drafts(
              each.at("backend").text(),
              each.at("versions").list().stream().map(Cursor::text).toList(),
              each.at("model").text(),
              each.at("unless").text(),
              (int) SystemsReader.number(each.at("tokens")),
              SystemsReader.number(each.at("acceptance"))));
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return new MeasurementNames(chips, rules, drafts);
  }
}
