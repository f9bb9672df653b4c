package dev.chokepoint.knowledge;

import dev.chokepoint.performance.PublishedPoint;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads published measurements that predictions are held against. */
final class PublishedReader {
  private static final String PATH = "validation/published.yaml";
  private static final Set<String> KEYS =
      Set.of("id", "command", "answer", "over", "factor", "published", "unit", "source", "note");

  private PublishedReader() {}

  static List<PublishedPoint> read(KnowledgeFolder.Files files) {
    List<Problem> problems = new ArrayList<>();
    List<PublishedPoint> points = new ArrayList<>();
    for (KnowledgeFolder.Entry entry : files.of(PATH)) {
      Cursor root = Cursor.of(entry.doc(), PATH, problems);
      root.only(Set.of("points"));
      root.at("points").list().forEach(each -> points.add(point(each)));
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return List.copyOf(points);
  }

  private static PublishedPoint point(Cursor each) {
    each.only(KEYS);
    return new PublishedPoint(
        each.at("id").text(),
        each.at("command").text(),
        each.at("answer").text(),
        each.at("over").isPresent() ? each.at("over").text() : null,
        each.at("factor").isPresent() ? SystemsReader.number(each.at("factor")) : 1,
        SystemsReader.number(each.at("published")),
        each.at("unit").text(),
        each.at("source").text(),
        each.at("note").text(""));
  }
}
