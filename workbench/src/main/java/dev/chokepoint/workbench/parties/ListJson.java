package dev.chokepoint.workbench.parties;

import dev.chokepoint.parties.Party;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The list as JSON: an array of parties, or an object whose {@code results} is one. */
final class ListJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(16)
                          .maxStringLength(1 << 20)
                          .build())
                  .build())
          .build();

  private ListJson() {}

  static List<Party> read(InputStream in, String name) {
    List<Party> parties = new ArrayList<>();
    boolean found = false;
    try (JsonParser json = MAPPER.createParser(in)) {
      JsonToken token = json.nextToken();
      if (token == JsonToken.START_ARRAY) {
        array(json, parties, name);
        found = true;
      } else {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
          boolean results = json.currentName().equals("results");
          JsonToken value = json.nextToken();
          if (results && value == JsonToken.START_ARRAY) {
            array(json, parties, name);
            found = true;
          } else {
            json.skipChildren();
          }
        }
      }
      if (json.nextToken() != null) {
        throw new Refused(new Problem("bad-json", name, "", "one document", ""));
      }
    } catch (JacksonException e) {
      throw new Refused(
          new Problem(
              "bad-json",
              name,
              e.getOriginalMessage().lines().findFirst().orElse(""),
              "the JSON of the Consolidated Screening List",
              "Maybe the file was cut short; fetch it again."));
    }
    if (!found) {
      throw new Refused(new Problem("missing-column", name, "results", "an array of parties", ""));
    }
    return ConsolidatedList.filled(parties, name);
  }

  private static void array(JsonParser json, List<Party> parties, String name) {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      String place = name + " party " + (parties.size() + 1);
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new Refused(new Problem("wrong-shape", place, "", "an object for each party", ""));
      }
      JsonNode node = json.readValueAsTree();
      if (parties.isEmpty()) {
        needed(node, place);
      }
      parties.add(ConsolidatedList.party(new Node(node), place));
      ConsolidatedList.limit(parties.size(), name);
    }
  }

  private static void needed(JsonNode node, String place) {
    List<Problem> problems = new ArrayList<>();
    for (String field : ConsolidatedList.NEEDED.stream().sorted().toList()) {
      if (!node.has(field)) {
        problems.add(
            new Problem(
                "missing-column",
                place,
                field,
                "the fields of the Consolidated Screening List",
                ""));
      }
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
  }

  /** Fields of an object; a list may stand as an array or as text with semicolons. */
  private record Node(JsonNode node) implements ConsolidatedList.Fields {
    @Override
    public String text(String field) {
      JsonNode value = node.path(field.equals("_id") && !node.has("_id") ? "id" : field);
      return value.isValueNode() && !value.isNull() ? value.asString("") : "";
    }

    @Override
    public List<String> list(String field) {
      JsonNode value = node.path(field);
      List<String> out = new ArrayList<>();
      if (value.isArray()) {
        value.forEach(part -> add(part.isValueNode() ? part.asString("") : "", out));
      } else {
        for (String part : text(field).split(";", -1)) {
          add(part, out);
        }
      }
      return out;
    }

    private static void add(String part, List<String> out) {
      if (!part.isBlank()) {
        out.add(part.strip());
      }
    }

    @Override
    public List<String> countries() {
      List<String> out = new ArrayList<>();
      JsonNode addresses = node.path("addresses");
      for (JsonNode address : addresses) {
        if (address.isObject()) {
          add(address.path("country").asString(""), out);
        } else {
          String text = address.asString("");
          add(text.substring(text.lastIndexOf(',') + 1), out);
        }
      }
      if (addresses.isString()) {
        for (String part : addresses.asString("").split(";", -1)) {
          add(part.substring(part.lastIndexOf(',') + 1), out);
        }
      }
      add(text("country"), out);
      return out;
    }
  }
}
