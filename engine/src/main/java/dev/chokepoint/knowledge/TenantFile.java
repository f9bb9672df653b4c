package dev.chokepoint.knowledge;

import dev.chokepoint.plan.Tenancy;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.units.Truth;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider of compute knows of a tenant.
 *
 * @param headquarters country, or {@code ?} when it is not known
 * @param parent country of the ultimate parent, or null when it is the same
 * @param provider country where the chips stand
 * @param asOf the day, or null for today
 * @param answers by the ids of the questions; what is not there is unknown
 */
public record TenantFile(
    String tenant,
    String headquarters,
    @Nullable String parent,
    String provider,
    List<String> chips,
    @Nullable LocalDate asOf,
    Map<String, Truth> answers) {

  public TenantFile {
    chips = List.copyOf(chips);
    answers = Map.copyOf(answers);
  }

  /**
   * Reads one.
   *
   * @throws Refused with every problem found
   */
  public static TenantFile read(Source source, List<Tenancy.Question> questions) {
    List<Problem> problems = new ArrayList<>();
    Cursor root = Asking.of(source, problems);
    root.only(
        Set.of("tenant", "headquarters", "ultimate-parent", "site", "chips", "as-of", "answers"));
    List<String> known = questions.stream().map(Tenancy.Question::id).toList();
    Map<String, Truth> answers = new LinkedHashMap<>();
    root.at("answers")
        .entries()
        .forEach((id, answer) -> {
          if (!known.contains(id)) {
            answer.problem(
                "unknown-key", id, "one of " + String.join(", ", known), Nearest.hint(id, known));
          }
          answers.put(id, truth(answer));
        });
    TenantFile read =
        new TenantFile(
            root.at("tenant").text(),
            root.at("headquarters").text(),
            root.at("ultimate-parent").optional(),
            root.at("site").text(),
            root.at("chips").texts(),
            root.at("as-of").date(),
            answers);
    if (read.chips().isEmpty()) {
      root.at("chips").text();
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return read;
  }

  private static Truth truth(Cursor at) {
    String text = at.text();
    for (Truth each : Truth.values()) {
      if (each.word().equals(text)) {
        return each;
      }
    }
    at.problem("bad-value", text, "yes, no or unknown", "");
    return Truth.UNKNOWN;
  }
}
