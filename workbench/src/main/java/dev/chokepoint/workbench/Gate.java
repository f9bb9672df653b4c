package dev.chokepoint.workbench;

import dev.chokepoint.porting.Assessment;
import dev.chokepoint.porting.PortVerdict;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A condition under which a build is to fail, such as {@code rewrite>0}. */
record Gate(String what, double limit) {
  private static final Pattern FORM = Pattern.compile("(\\w+)\\s*>\\s*(\\d{1,9}(?:\\.\\d{1,3})?)");
  private static final List<String> OTHERS = List.of("references", "unsupported", "effort");

  static Gate parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    List<String> words = new ArrayList<>(OTHERS);
    for (PortVerdict verdict : PortVerdict.values()) {
      words.add(verdict.word());
    }
    if (!matcher.matches() || !words.contains(matcher.group(1).toLowerCase(Locale.ROOT))) {
      throw new Refused(
          new Problem(
              "bad-condition",
              "--fail-on",
              text,
              "one of " + String.join(", ", words) + ", then > and a number",
              "Maybe quote it, or the shell reads > as a file."));
    }
    return new Gate(
        matcher.group(1).toLowerCase(Locale.ROOT), Double.parseDouble(matcher.group(2)));
  }

  boolean holds(PortAnswer answer) {
    Assessment a = answer.assessment();
    double value =
        switch (what) {
          case "references" -> a.references();
          case "unsupported" -> a.unsupportedReferences();
          case "effort" -> a.effortDays().mid();
          default ->
              a.verdicts().getOrDefault(PortVerdict.valueOf(what.toUpperCase(Locale.ROOT)), 0);
        };
    return value > limit;
  }
}
