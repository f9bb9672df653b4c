package dev.chokepoint.workbench;

import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.Verdict;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the rows of a file ended as; every row was decided or rejected.
 *
 * @param inColumns how many were decided by columns rather than one by one
 */
record BatchCounts(
    long in, long decided, long rejected, long inColumns, Map<Verdict, Long> verdicts) {

  /** That of the strictest answer, and of a wrong request where a row was rejected. */
  int exitCode() {
    return rejected > 0
        ? Main.BAD_REQUEST
        : verdicts.keySet().stream()
            .sorted()
            .findFirst()
            .orElse(Verdict.NO_LICENCE_REQUIRED)
            .exitCode();
  }

  Map<String, Object> document(Rulebook rulebook, Clock clock, Path answers, Path rejects) {
    Map<String, Object> counted = new LinkedHashMap<>();
    for (Verdict verdict : Verdict.values()) {
      counted.put(verdict.word(), verdicts.getOrDefault(verdict, 0L));
    }
    return Json.object(
        "clock",
        clock.word(),
        "lastReviewed",
        rulebook.lastReviewed().toString(),
        "whatIf",
        rulebook.whatIf(),
        "rows",
        in,
        "decided",
        decided,
        "rejected",
        rejected,
        "inColumns",
        inColumns,
        "verdicts",
        counted,
        "answersFile",
        answers.toString(),
        "rejectsFile",
        rejects.toString(),
        "disclaimer",
        Answer.DISCLAIMER);
  }

  String text(Rulebook rulebook, Clock clock, Path answers, Path rejects) {
    Page page = new Page();
    WhatIf.add(page, rulebook);
    page.line(0, "%,d rows: %,d decided, %,d rejected".formatted(in, decided, rejected));
    for (Verdict verdict : Verdict.values()) {
      page.line(2, "%-20s %,d".formatted(verdict.word(), verdicts.getOrDefault(verdict, 0L)));
    }
    page.line(0, "Answers in " + answers + " (" + clock.word() + " clock)");
    if (rejected > 0) {
      page.line(0, "Rows that could not be answered, and why, in " + rejects);
    }
    page.line(0, Answer.DISCLAIMER);
    return page.text();
  }
}
