package dev.chokepoint.workbench.porting;

import dev.chokepoint.porting.Use;
import dev.chokepoint.units.Problem;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The code cells of a Jupyter notebook; lines are counted over all code cells. */
final class NotebookScanner {
  private static final JsonMapper JSON = new JsonMapper();

  private NotebookScanner() {}

  static PythonScanner.Found scan(
      byte[] bytes, String path, Vocabulary vocabulary, List<Problem> problems) {
    List<Use> uses = new ArrayList<>();
    int lines = 0;
    int codeLines = 0;
    try {
      for (JsonNode cell : JSON.readTree(bytes).path("cells")) {
        if (!cell.path("cell_type").asString("").equals("code")) {
          continue;
        }
        PythonScanner.Found found = PythonScanner.scan(source(cell.path("source")), vocabulary);
        for (Use use : found.uses()) {
          uses.add(
              new Use(
                  use.line() + lines,
                  use.name(),
                  use.library(),
                  use.construct(),
                  use.place(),
                  use.branchedFor(),
                  use.inKernel()));
        }
        lines += found.lines();
        codeLines += found.codeLines();
      }
    } catch (JacksonException e) {
      problems.add(
          new Problem("bad-notebook", path, "", "a notebook in JSON", "Maybe it was cut off."));
    }
    return new PythonScanner.Found(uses, lines, codeLines);
  }

  private static String source(JsonNode source) {
    StringBuilder text = new StringBuilder();
    if (source.isArray()) {
      source.forEach(part -> text.append(part.asString("")));
    } else {
      text.append(source.asString(""));
    }
    return text.toString().replaceAll("(?m)^\\s*[%!].*$", "");
  }
}
