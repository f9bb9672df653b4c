package dev.chokepoint.knowledge;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The compiled knowledge: every document of the folder in one JSON file, headed by its hash. */
final class Index {
  private static final JsonFactory JSON = new JsonFactory();

  private Index() {}

  static byte[] write(KnowledgeFolder.Files files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("hash", files.hash());
      for (KnowledgeFolder.Entry entry : files.entries()) {
        json.writeName(entry.path());
        write(json, entry.doc());
      }
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static void write(JsonGenerator json, Doc doc) {
    switch (doc) {
      case Doc.Text text -> json.writeString(text.text());
      case Doc.Sequence sequence -> {
        json.writeStartArray();
        sequence.parts().forEach(part -> write(json, part));
        json.writeEndArray();
      }
      case Doc.Mapping mapping -> {
        json.writeStartObject();
        mapping
            .entries()
            .forEach((key, value) -> {
              json.writeName(key);
              write(json, value);
            });
        json.writeEndObject();
      }
    }
  }

  static KnowledgeFolder.Files read(byte[] bytes) {
    List<KnowledgeFolder.Entry> entries = new ArrayList<>();
    String hash = "";
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), bytes)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String path = json.currentName();
        json.nextToken();
        if (path.equals("hash")) {
          hash = json.getString();
        } else {
          entries.add(new KnowledgeFolder.Entry(path, doc(json)));
        }
      }
    }
    return new KnowledgeFolder.Files(entries, List.of(), hash);
  }

  private static Doc doc(JsonParser json) {
    JsonToken token = json.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Doc> entries = new LinkedHashMap<>();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String key = json.currentName();
        json.nextToken();
        entries.put(key, doc(json));
      }
      return new Doc.Mapping(entries, 0);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Doc> parts = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        parts.add(doc(json));
      }
      return new Doc.Sequence(parts, 0);
    }
    return new Doc.Text(json.getString(), 0);
  }
}
