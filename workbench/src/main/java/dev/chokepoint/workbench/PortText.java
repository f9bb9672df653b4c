package dev.chokepoint.workbench;

import dev.chokepoint.porting.Assessment;
import dev.chokepoint.porting.Assessment.Cost;
import dev.chokepoint.porting.Interval;
import dev.chokepoint.porting.PortVerdict;
import dev.chokepoint.porting.Rates;
import dev.chokepoint.porting.Use;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A porting report for people. */
final class PortText {
  private static final int LABEL = 22;
  private static final int MOST_FEATURES = 12;

  private PortText() {}

  static String report(PortAnswer answer) {
    Assessment a = answer.assessment();
    Page page = new Page();
    page.line(0, headline(answer));
    answer.notes().forEach(note -> page.line(0, note));
    if (!a.isCuda()) {
      page.blank();
      page.line(0, nothing(answer));
      problems(page, answer);
      return page.text();
    }
    page.blank();
    page.labelled(2, "effort", LABEL, days(a.effortDays()) + " person-days");
    page.labelled(2, "changed lines", LABEL, changedLines(answer));
    if (!handWork(a).isEmpty()) {
      page.labelled(2, "more than renaming", LABEL, handWork(a));
    }
    page.title("Five scores, 0 to 100; none stands for the others");
    score(page, "names", a.scores().names(), names(a));
    score(page, "libraries", a.scores().libraries(), "calls that keep their shape");
    score(
        page,
        "kernels",
        a.scores().kernels(),
        count(a.kernelBodies(), "kernel") + ", " + count(a.launches(), "launch", "launches"));
    score(page, "numerics", a.scores().numerics(), "precision, rounding, TF32");
    score(page, "tuning", a.scores().tuning(), "what runs, perhaps slowly");
    page.blank();
    page.line(2, PortAnswer.OF_NAMES);
    inventory(page, answer);
    costs(page, answer);
    order(page, answer);
    sources(page, answer);
    problems(page, answer);
    return page.text();
  }

  static String nothing(PortAnswer answer) {
    Assessment a = answer.assessment();
    if (answer.inventory().filesRead() == 0 && a.unread() == 0) {
      return "No file was found that is read: C and C++, Python, notebooks and build files. Nothing"
          + " is known of what else is there.";
    }
    String found =
        "No use of CUDA was found in the %s read."
            .formatted(count(answer.inventory().filesRead(), "file"));
    if (a.unread() > 0) {
      return found
          + " %s could not be read, so it is unknown whether there is anything to port: %s"
              .formatted(
                  count(a.unread(), "file or folder", "files or folders"), days(a.effortDays()))
          + " person-days to find out.";
    }
    return answer.inventory().problems().isEmpty()
        ? found + " There is nothing to port."
        : found + " There is nothing to port in them; what was not read is named below.";
  }

  static String changedLines(PortAnswer answer) {
    Double changed = answer.assessment().changedLines();
    if (changed != null) {
      return "about " + Math.round(changed);
    }
    if (answer.facts().rates().linesPerUse().isEmpty()) {
      return "unknown: no finished ports to this target were measured";
    }
    return answer.assessment().unread() > 0
        ? "unknown: " + count(answer.assessment().unread(), "file") + " could not be read"
        : "unknown: the finished ports that were measured are in C++";
  }

  static String handWork(Assessment a) {
    Double hand = a.handWork();
    return hand == null ? "" : String.format(Locale.ROOT, "likelihood %.0f%%", 100 * hand);
  }

  static String headline(PortAnswer answer) {
    Assessment a = answer.assessment();
    String version = a.version().isEmpty() ? "" : " " + a.version();
    return "%s to %s%s, as of %s".formatted(answer.name(), a.target().title(), version, a.asOf());
  }

  static String names(Assessment a) {
    return "%s, %s; %s (%s) unsupported or unknown"
        .formatted(
            count(a.references(), "reference"),
            count(a.distinctNames(), "name"),
            count(a.unsupportedReferences(), "reference"),
            count(a.unsupportedNames(), "name"));
  }

  private static void score(Page page, String name, @Nullable Double score, String text) {
    String value = score == null ? "  -" : String.format(Locale.ROOT, "%3.0f", score);
    page.labelled(2, name, LABEL, value + "  " + text);
  }

  static String days(Interval days) {
    return "%s (%s to %s)".formatted(number(days.mid()), number(days.low()), number(days.high()));
  }

  /** Two figures: an estimate of effort knows no more. */
  private static String number(double days) {
    return days < 0.095
        ? String.format(Locale.ROOT, "%.2f", days)
        : days < 9.5
            ? String.format(Locale.ROOT, "%.1f", days)
            : String.format(Locale.ROOT, "%.0f", days);
  }

  private static void inventory(Page page, PortAnswer answer) {
    Assessment a = answer.assessment();
    page.title("What was found");
    List<String> verdicts = new ArrayList<>();
    for (PortVerdict verdict : PortVerdict.values()) {
      int count = a.verdicts().getOrDefault(verdict, 0);
      if (count > 0) {
        verdicts.add(count + " " + verdict.word());
      }
    }
    page.labelled(2, "verdicts", LABEL, String.join(", ", verdicts));
    page.labelled(2, "by library", LABEL, joined(a.referencesByLibrary()));
    features(a).stream()
        .limit(MOST_FEATURES)
        .forEach(e ->
            page.labelled(2, e.getKey(), LABEL, e.getValue() + "  " + answer.title(e.getKey())));
    int rest = features(a).size() - MOST_FEATURES;
    if (rest > 0) {
      page.line(2, "and " + rest + " kinds more; --json lists all.");
    }
    page.labelled(2, "not in code", LABEL, elsewhere(a));
    if (!a.alreadyPorted().isEmpty()) {
      page.labelled(
          2,
          "done already",
          LABEL,
          "%s in %s with a branch for the target that holds code of its own"
              .formatted(
                  count(a.doneReferences(), "use"), count(a.alreadyPorted().size(), "file")));
    }
    if (a.leftOut() > 0) {
      page.labelled(
          2,
          "left out, not done",
          LABEL,
          count(a.leftOut(), "use") + " that a build for the target leaves out, nothing instead");
    }
    if (a.unread() > 0) {
      page.labelled(2, "not read, unknown", LABEL, count(a.unread(), "file"));
    }
    if (a.vendored().files() > 0) {
      page.labelled(2, "third party, apart", LABEL, vendored(a));
    }
    if (!a.minimumCuda().isEmpty()) {
      page.labelled(2, "CUDA at least", LABEL, a.minimumCuda() + ", by the newest name used");
    }
  }

  /** Constructs with their numbers, the most frequent first. */
  static List<Map.Entry<String, Integer>> features(Assessment a) {
    return a.features().entrySet().stream()
        .filter(e -> !e.getKey().equals("host-math"))
        .sorted(
            Comparator.<Map.Entry<String, Integer>>comparingInt(e -> -e.getValue())
                .thenComparing(Map.Entry::getKey))
        .toList();
  }

  static String elsewhere(Assessment a) {
    return "%s in comments, %d in strings, %d in disabled code"
        .formatted(
            count(a.referencesByPlace().getOrDefault(Use.Place.COMMENT, 0), "name"),
            a.referencesByPlace().getOrDefault(Use.Place.STRING, 0),
            a.referencesByPlace().getOrDefault(Use.Place.DISABLED, 0));
  }

  static String vendored(Assessment a) {
    return a.vendored().files() == 0
        ? "none found"
        : "%s with %s in %s"
            .formatted(
                count(a.vendored().files(), "file"),
                count(a.vendored().references(), "reference"),
                String.join(", ", a.vendored().folders()));
  }

  static String count(int number, String what) {
    return count(number, what, what + "s");
  }

  private static String count(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }

  static String place(Cost cost) {
    return cost.line() == 0 ? cost.file() : cost.file() + ":" + cost.line();
  }

  private static String joined(Map<String, Integer> counts) {
    return String.join(
        ", ", counts.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
  }

  private static void costs(Page page, PortAnswer answer) {
    page.title("What costs most");
    for (Cost cost : answer.assessment().topCosts()) {
      page.labelled(
          2,
          days(cost.minutes().times(1 / Rates.MINUTES_PER_DAY)),
          LABEL,
          "%s  %s (%s%s)"
              .formatted(
                  place(cost),
                  answer.title(cost.cause()),
                  // Work that no use asks for, such as a check of results, has no verdict.
                  cost.verdict() == PortVerdict.SUPPORTED ? "" : cost.verdict().word() + ", ",
                  count(cost.uses(), "place")));
    }
  }

  private static void order(Page page, PortAnswer answer) {
    page.title("An order of work, person-days");
    answer
        .stages()
        .forEach(part ->
            page.labelled(
                2,
                days(part.minutes().times(1 / Rates.MINUTES_PER_DAY)),
                LABEL,
                part.stage().title()));
    if (!answer.tools().isEmpty()) {
      page.title("What a public tool does");
      answer.tools().forEach(tool -> page.line(2, tool.name() + ": " + tool.does()));
    }
  }

  private static void sources(Page page, PortAnswer answer) {
    page.title("Assumptions");
    answer.assumptions().forEach(text -> page.line(2, text));
    page.title("Tables that the verdicts rest on");
    answer
        .tables()
        .forEach(table ->
            page.line(
                2,
                table.title()
                    + ": "
                    + table.source()
                    + ", "
                    + (table.date() == null ? "undated" : table.date())
                    + (table.versions().isEmpty() ? "" : ", " + table.versions())));
  }

  private static void problems(Page page, PortAnswer answer) {
    if (!answer.inventory().problems().isEmpty()) {
      page.title("Not read");
      answer.inventory().problems().stream()
          .limit(20)
          .forEach(problem -> page.line(2, problem.sentence()));
      int rest = answer.inventory().problems().size() - 20;
      if (rest > 0) {
        page.line(2, "and " + rest + " more; --json lists all.");
      }
    }
  }

  /** One line a target. */
  static String comparison(List<PortAnswer> answers) {
    StringBuilder text = new StringBuilder();
    PortAnswer first = answers.getFirst();
    text.append(
        "%s, as of %s; scores from 0 to 100, unknown counts uses%n"
            .formatted(first.name(), first.assessment().asOf()));
    text.append(
        "%-24s %-28s %6s %6s %6s %6s %6s %9s%n"
            .formatted("target", "person-days", "names", "libs", "kern", "num", "tune", "unknown"));
    for (PortAnswer answer : answers) {
      Assessment a = answer.assessment();
      text.append(
          "%-24s %-28s %6s %6s %6s %6s %6s %9d%n"
              .formatted(
                  a.target().title(),
                  days(a.effortDays()),
                  cell(a.scores().names()),
                  cell(a.scores().libraries()),
                  cell(a.scores().kernels()),
                  cell(a.scores().numerics()),
                  cell(a.scores().tuning()),
                  a.verdicts().getOrDefault(PortVerdict.UNKNOWN, 0)));
    }
    return text.toString();
  }

  private static String cell(@Nullable Double score) {
    return score == null ? "-" : String.format(Locale.ROOT, "%.0f", score);
  }
}
