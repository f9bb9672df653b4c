package dev.chokepoint.knowledge;

import dev.chokepoint.plan.Tenancy;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.units.Truth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what guidance asks a provider of compute about a tenant. */
final class TenantReader {
  static final String FOLDER = "duties/";
  private static final String PATH = FOLDER + "tenant.yaml";

  private TenantReader() {}

  static List<Tenancy.Question> read(KnowledgeFolder.Files files) {
    List<Problem> problems = new ArrayList<>();
    List<Tenancy.Question> questions = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (KnowledgeFolder.Entry entry : files.of(PATH)) {
      Cursor root = Cursor.of(entry.doc(), PATH, problems);
      root.only(Set.of("questions"));
      for (Cursor each : root.at("questions").list()) {
        each.only(Set.of("id", "ask", "raises", "effect", "certainty", "cite", "because"));
        Tenancy.Question question =
            new Tenancy.Question(
                each.at("id").text(),
                each.at("ask").text(),
                Truth.of(word(each.at("raises"), "yes", "no")),
                word(each.at("effect"), "stop", "flag") ? Tenancy.Effect.STOP : Tenancy.Effect.FLAG,
                word(each.at("certainty"), "official", "unverified") ? "official" : "unverified",
                each.at("cite").text(),
                each.at("because").text());
        if (!ids.add(question.id())) {
          each.problem("duplicate-id", question.id(), "each id once", "");
        }
        questions.add(question);
      }
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return List.copyOf(questions);
  }

  /** Whether the text is the first of two words. */
  private static boolean word(Cursor at, String one, String other) {
    String text = at.text();
    if (!text.equals(one) && !text.equals(other)) {
      at.problem("bad-value", text, one + " or " + other, "");
    }
    return text.equals(one);
  }
}
