package dev.chokepoint.knowledge;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.List;

/**
 * A worked classification that stands beside the rules and is held against them.
 *
 * @param file name of its file, which is the text of the timeline it belongs to
 * @param item id or description of the item
 * @param names every id that its expected answer names
 */
public record WorkedCase(
    String id,
    String file,
    String item,
    String asOf,
    String to,
    String expected,
    String arithmetic,
    String source,
    List<String> names) {

  /** All cases of the knowledge; refused with every problem found. */
  static List<WorkedCase> of(KnowledgeFolder.Files files) {
    List<WorkedCase> cases = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (KnowledgeFolder.Entry entry : files.of("rules/")) {
      if (entry.path().contains("/cases/")) {
        String name = entry.path().substring(entry.path().lastIndexOf('/') + 1);
        for (Cursor at : Cursor.of(entry.doc(), entry.path(), problems).at("cases").list()) {
          cases.add(read(at, name.replace(".yaml", "")));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return cases;
  }

  private static WorkedCase read(Cursor at, String file) {
    List<String> names = new ArrayList<>();
    Cursor expect = at.at("expect");
    if (expect.at("requirements").isList()) {
      names.addAll(expect.at("requirements").texts());
    }
    names.add(expect.at("eccn").text(""));
    return new WorkedCase(
        at.at("id").text(""),
        file,
        at.at("item").text(at.at("spec").text("")),
        at.at("asOf").text(""),
        at.at("to").text(""),
        at.at("sheet").text(""),
        at.at("arithmetic").text(""),
        at.at("source").text(""),
        names);
  }
}
