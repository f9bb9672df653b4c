package dev.chokepoint.workbench;

import dev.chokepoint.porting.Assessment;
import dev.chokepoint.porting.PortVerdict;
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
final class PortBaseline {
  private static final JsonMapper MAPPER = new JsonMapper();

  private PortBaseline() {}

  static Map<String, Object> document(Path file, PortAnswer answer) {
    JsonNode old = read(file);
    Assessment a = answer.assessment();
    if (!old.path("target").asString("").equals(a.target().word())) {
      throw new Refused(
          new Problem(
              "other-target",
              "--baseline",
              old.path("target").asString(""),
              "an answer for " + a.target().word(),
              ""));
    }
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

  static String changes(Path file, PortAnswer answer) {
    Map<String, Object> changes = document(file, answer);
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

  private static JsonNode read(Path file) {
    try {
      JsonNode node = MAPPER.readTree(Files.readAllBytes(file));
      if (node.isObject() && node.has("verdicts")) {
        return node;
      }
    } catch (IOException | JacksonException e) {
      // Told below: either way it is no answer of ours.
    }
    throw new Refused(
        new Problem(
            "bad-baseline",
            "--baseline",
            String.valueOf(file.getFileName()),
            "an answer of `port --json`",
            ""));
  }
}
