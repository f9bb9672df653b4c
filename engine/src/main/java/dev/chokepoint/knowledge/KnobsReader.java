package dev.chokepoint.knowledge;

import dev.chokepoint.explore.NearKnobs;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;

/** Reads what can be turned on an existing chip. */
final class KnobsReader {
  private static final String PATH = "designs/knobs.yaml";

  private KnobsReader() {}

  static NearKnobs read(KnowledgeFolder.Files files) {
    List<Problem> problems = new ArrayList<>();
    NearKnobs knobs =
        files.of(PATH).stream()
            .findFirst()
            .map(entry -> read(Cursor.of(entry.doc(), PATH, problems)))
            .orElseThrow(
                () -> new Refused(new Problem("missing-file", PATH, "", "knobs of designers", "")));
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return knobs;
  }

  private static NearKnobs read(Cursor root) {
    root.only(
        Set.of("memories", "slower-by-gbps", "links", "links-otherwise", "matrix-rate", "clock"));
    List<NearKnobs.Memory> memories = new ArrayList<>();
    for (Cursor each : root.at("memories").list()) {
      each.only(Set.of("name", "bits", "most", "gbps", "gb", "source"));
      each.at("source").text();
      memories.add(
          new NearKnobs.Memory(
              each.at("name").text(),
              whole(each.at("bits")),
              whole(each.at("most")),
              each.at("gbps").list().stream().map(KnobsReader::positive).sorted().toList(),
              positive(each.at("gb"))));
    }
    Cursor slower = sourced(root.at("slower-by-gbps"), "value", "least-share");
    List<NearKnobs.Link> links = new ArrayList<>();
    for (Cursor each : root.at("links").list()) {
      each.only(Set.of("begins", "gbs", "source"));
      each.at("source").text();
      links.add(new NearKnobs.Link(each.at("begins").text(), positive(each.at("gbs"))));
    }
    Cursor matrix = sourced(root.at("matrix-rate"), "divisors");
    Cursor clock = sourced(root.at("clock"), "step", "least");
    return new NearKnobs(
        memories,
        positive(slower.at("value")),
        positive(slower.at("least-share")),
        links,
        whole(root.at("links-otherwise")),
        matrix.at("divisors").list().stream().map(KnobsReader::whole).toList(),
        positive(clock.at("step")),
        positive(clock.at("least")));
  }

  private static Cursor sourced(Cursor at, String... keys) {
    Set<String> known = new java.util.HashSet<>(List.of(keys));
    known.add("source");
    at.only(known);
    at.at("source").text();
    return at;
  }

  private static int whole(Cursor at) {
    String text = at.text();
    if (!text.matches("[1-9][0-9]{0,4}")) {
      at.problem("bad-number", text, "a whole number from 1 to 99999", "");
      return 1;
    }
    return Integer.parseInt(text);
  }

  private static BigFraction positive(Cursor at) {
    String text = at.text();
    if (!text.matches("[0-9]{1,6}(\\.[0-9]{1,6})?") || Exact.of(text).signum() == 0) {
      at.problem("bad-number", text, "a decimal above 0", "");
      return BigFraction.ONE;
    }
    return Exact.of(text);
  }
}
