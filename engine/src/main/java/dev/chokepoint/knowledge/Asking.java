package dev.chokepoint.knowledge;

import dev.chokepoint.economics.Money;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the values of a file that asks for a decision; every problem has its line. */
final class Asking {
  private Asking() {}

  /** The text as a cursor; problems are added to the list. */
  static Cursor of(Source source, List<Problem> problems) {
    Doc doc = YamlFile.read(source, source.name(), problems);
    if (doc == null) {
      throw new Refused(new ArrayList<>(problems));
    }
    return Cursor.of(doc, source.name(), problems);
  }

  /** A decimal within bounds that must be there. */
  static BigDecimal decimal(Cursor at, String least, String most) {
    String text = at.text();
    if (text.isEmpty()) {
      return new BigDecimal(least);
    }
    if (!text.matches("-?[0-9]{1,18}(\\.[0-9]{1,9})?([eE][0-9]{1,2})?")
        || new BigDecimal(text).compareTo(new BigDecimal(least)) < 0
        || new BigDecimal(text).compareTo(new BigDecimal(most)) > 0) {
      at.problem("bad-number", text, "a number from " + least + " to " + most, "");
      return new BigDecimal(least);
    }
    return new BigDecimal(text);
  }

  /** A whole number within bounds that must be there. */
  static int whole(Cursor at, int least, int most) {
    String text = at.text();
    if (text.isEmpty()) {
      return least;
    }
    if (!text.matches("[0-9]{1,9}")
        || Integer.parseInt(text) < least
        || Integer.parseInt(text) > most) {
      at.problem("bad-number", text, "a whole number from " + least + " to " + most, "");
      return least;
    }
    return Integer.parseInt(text);
  }

  /** An amount with its currency, or null where nothing is said. */
  static @Nullable Money money(Cursor at) {
    String text = at.optional();
    if (text == null) {
      return null;
    }
    try {
      return Money.parse(text, at.place());
    } catch (Refused e) {
      Problem problem = e.problems().getFirst();
      at.problem(problem.id(), problem.value(), problem.limit(), problem.hint());
      return null;
    }
  }
}
