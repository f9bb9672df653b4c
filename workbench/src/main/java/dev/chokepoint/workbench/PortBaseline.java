package dev.chokepoint.workbench;

import dev.chokepoint.porting.Assessment;
import dev.chokepoint.porting.PortVerdict;
import dev.chokepoint.porting.Target;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What changed since an older answer. */
record PortBaseline(JsonNode old) {
  private static final JsonMapper MAPPER = new JsonMapper();

  /** Reads an older answer for a target. */
  static PortBaseline read(Path file, Target target) {
    JsonNode old = read(file, "--baseline");
    String of = old.path("target").asString("");
    if (!of.equals(target.word())) {
      throw new Refused(
          new Problem("other-target", "--baseline", of, "an answer for " + target.word(), ""));
    }
    return new PortBaseline(old);
  }

  Map<String, Object> document(PortAnswer answer) {
    Assessment a = answer.assessment();
    Map<String, Object> verdicts = new LinkedHashMap<>();
    for (PortVerdict verdict : PortVerdict.values()) {
      int before = old.path("verdicts").path(verdict.word()).asInt(0);
      verdicts.put(verdict.word(), a.verdicts().getOrDefault(verdict, 0) - before);
    }
    double days = a.effortDays().mid() - old.path("effortDays").path("mid").asDouble(0);
    return Json.object(
        "asOf",
        old.path("asOf").asString(""),
        "references",
        a.references() - old.path("references").asInt(0),
        "kernels",
        a.kernels() - old.path("kernels").asInt(0),
        "verdicts",
        verdicts,
        "effortDaysMid",
        Math.round(days * 1000) / 1000.0);
  }

  String changes(PortAnswer answer) {
    Map<String, Object> changes = document(answer);
    StringBuilder text = new StringBuilder("\nSince the answer of " + changes.get("asOf") + "\n");
    text.append("  references " + changes.get("references") + ", kernels ")
        .append(changes.get("kernels") + ", person-days " + changes.get("effortDaysMid") + "\n");
    if (changes.get("verdicts") instanceof Map<?, ?> verdicts) {
      verdicts.forEach((verdict, change) -> {
        if (change instanceof Integer count && count != 0) {
          text.append("  " + verdict + " " + (count > 0 ? "+" : "") + count + "\n");
        }
      });
    }
    return text.toString().stripTrailing();
  }

  /** An answer of {@code port --json}. */
  static JsonNode read(Path file, String place) {
    try {
      JsonNode node = MAPPER.readTree(Files.readAllBytes(file));
      boolean isWhole =
          node.path("verdicts").isObject()
              && node.path("references").isNumber()
              && node.path("kernels").isNumber()
              && node.at("/effortDays/mid").isNumber();
      if (isWhole) {
        return node;
      }
    } catch (IOException | JacksonException e) {
      // Told below: either way it is no answer of ours.
    }
    throw new Refused(
        new Problem(
            "bad-baseline",
            place,
            String.valueOf(file.getFileName()),
            "an answer of `port --json`",
            ""));
  }
}
