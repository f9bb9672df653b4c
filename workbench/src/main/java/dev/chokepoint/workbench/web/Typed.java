package dev.chokepoint.workbench.web;

import dev.chokepoint.knowledge.Models;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A text of YAML that somebody typed. */
final class Typed {
  /** What the text is called in problems. */
  static final String NAME = "text";

  private static final int MOST_DEPTH = 40;

  private Typed() {}

  /** A place in a file of ours as one in the text: readers name it by its path or by its name. */
  static String named(String place, Path file) {
    return place.replace(file.toString(), NAME).replace(String.valueOf(file.getFileName()), NAME);
  }

  /**
   * That neither a model nor a report in it is a file, which the command line would read: nothing
   * on this machine is read for a request.
   */
  static void check(String text, Models models) {
    List<Problem> problems = new ArrayList<>();
    try {
      new Compose(LoadSettings.builder().build())
          .composeString(text)
          .ifPresent(node -> check(node, models, 0, problems));
    } catch (YamlEngineException e) {
      return; // The command's own reader says what is wrong.
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
  }

  private static void check(Node node, Models models, int depth, List<Problem> problems) {
    if (depth > MOST_DEPTH) {
      return; // The command's own reader goes no deeper.
    }
    switch (node) {
      case SequenceNode list ->
          list.getValue().forEach(each -> check(each, models, depth + 1, problems));
      case MappingNode map -> {
        for (NodeTuple entry : map.getValue()) {
          boolean model =
              entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals("model");
          boolean report =
              entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals("report");
          if (report) {
            problems.add(
                new Problem(
                    "file-not-read",
                    place(entry.getValueNode()) + " report",
                    "",
                    "what the report says, as days",
                    "Maybe the command line, which reads it."));
          }
          if (model && entry.getValueNode() instanceof ScalarNode said) {
            check(said, models, problems);
          }
          check(entry.getValueNode(), models, depth + 1, problems);
        }
      }
      default -> {}
    }
  }

  private static String place(Node node) {
    return NAME + node.getStartMark().map(m -> ":" + (m.getLine() + 1)).orElse("");
  }

  private static void check(ScalarNode said, Models models, List<Problem> problems) {
    String name = said.getValue();
    if (!models.has(name)) {
      problems.add(
          new Problem(
              "unknown-model",
              place(said) + " model",
              name,
              "a model of knowledge/models",
              Nearest.hint(name, models.ids())));
    }
  }
}
