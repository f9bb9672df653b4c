package dev.chokepoint.workbench;

import dev.chokepoint.porting.Assessment;
import dev.chokepoint.porting.Inventory;
import dev.chokepoint.porting.Known;
import dev.chokepoint.porting.PortTable;
import dev.chokepoint.porting.PortingFacts;
import dev.chokepoint.porting.Stage;
import dev.chokepoint.porting.Target;
import dev.chokepoint.workbench.porting.PortTables;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The answer for one target.
 *
 * @param name of the folder asked about, without its path
 */
record PortAnswer(
    String name,
    Assessment assessment,
    Inventory inventory,
    PortingFacts facts,
    List<PortTables.Tool> tools) {

  /** What the measurement in {@code docs/porting.md} says of the score that other tools print. */
  static final String OF_NAMES =
      "The name score alone hardly says how large a port becomes: rank correlation -0.36 with"
          + " changed lines of 350 finished HIP ports, 0.06 with 339 of SYCL.";

  private static final String MUSA_NAMES =
      "Renamed to MUSA means that a public list exchanges the name; whether the function is there"
          + " and does the same was not read anywhere.";

  private static final String HIP_CALLS =
      "The program includes headers of HIP. No table for this target speaks of HIP's own calls:"
          + " they are work that is in none of the figures below but as one unknown a header.";

  static final List<String> ASSUMPTIONS =
      List.of(
          "A person-day is 6.5 hours of an engineer who knows CUDA and is new to the target.",
          "A line costs what its costliest use costs, once; prices are in"
              + " knowledge/porting/effort.csv.",
          "A kernel with more in it than renaming is checked once against results of the original.",
          "An unknown counts as work. Code in place of which the target's own branch holds code"
              + " counts as done; code that it only leaves out does not.",
          "A file that could not be read is an unknown of its own.",
          "Third-party code in the repository is counted apart and has no effort.",
          OF_NAMES);

  /** The assumptions, after what must be known of the day. */
  List<String> assumptions() {
    List<String> all = new ArrayList<>(notes());
    all.addAll(ASSUMPTIONS);
    return all;
  }

  /** What must be known of the day asked of, and of tables that say less than they seem to. */
  List<String> notes() {
    List<String> notes = new ArrayList<>(new Known(facts).notes(assessment.asOf()));
    if (assessment.target() == Target.MUSA && tables().stream().anyMatch(PortAnswer::isOfNames)) {
      notes.add(MUSA_NAMES);
    }
    if (assessment.uses().stream().anyMatch(PortAnswer::isOfHip)) {
      notes.add(HIP_CALLS);
    }
    return notes;
  }

  private static boolean isOfHip(Assessment.Judged judged) {
    return judged.use().name().startsWith(PortingFacts.HIP);
  }

  private static boolean isOfNames(PortTable table) {
    return table.id().equals("musa-2026");
  }

  List<Stage.Part> stages() {
    return Stage.order(assessment, facts.vocabulary());
  }

  /** The tables that the verdicts rest on, in the order of their ids. */
  List<PortTable> tables() {
    Set<String> ids = new TreeSet<>();
    assessment.uses().forEach(judged -> ids.add(judged.mapping().table()));
    List<PortTable> tables = new ArrayList<>();
    for (String id : ids) {
      PortTable table = facts.tables().get(id);
      if (table != null) {
        tables.add(table);
      }
    }
    return tables;
  }

  String title(String construct) {
    var known = facts.vocabulary().get(construct);
    return known == null ? construct : known.title();
  }
}
