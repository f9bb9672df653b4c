package dev.chokepoint.knowledge;

import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
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

/**
 * The compiled knowledge: every document of the folder in one JSON file, headed by its hash. A chip
 * and the files of cases and of predictions stand as text inside, with the names of the chip, so
 * that a start reads only those that it needs.
 */
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
        if (isReadLater(entry.path())) {
          json.writeStartObject();
          json.writeName("names");
          json.writeStartArray();
          Knowledge.names(entry).forEach(json::writeString);
          json.writeEndArray();
          json.writeStringProperty("document", text(entry.doc()));
          json.writeEndObject();
        } else {
          write(json, entry.doc());
        }
      }
      json.writeEndObject();
    }
    return out.toByteArray();
  }

  private static boolean isReadLater(String path) {
    return path.contains("/cases/")
        || path.startsWith("performance/")
        || path.startsWith("models/")
        || path.startsWith("validation/")
        || (path.startsWith("chips/") && !path.equals(SparseRatesReader.PATH));
  }

  private static String text(Doc doc) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      write(json, doc);
    }
    return out.toString();
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
          Doc doc = doc(json);
          entries.add(isReadLater(path) ? later(path, doc) : new KnowledgeFolder.Entry(path, doc));
        }
      }
    }
    return new KnowledgeFolder.Files(entries, List.of(), hash);
  }

  private static KnowledgeFolder.Entry later(String path, Doc doc) {
    List<String> names = new ArrayList<>();
    String text = "";
    if (doc instanceof Doc.Mapping mapping
        && mapping.entries().get("names") instanceof Doc.Sequence list
        && mapping.entries().get("document") instanceof Doc.Text document) {
      list.parts().forEach(part -> names.add(((Doc.Text) part).text()));
      text = document.text();
    }
    String json = text;
    return new KnowledgeFolder.Entry(path, names, () -> parsed(json));
  }

  /** A document of one JSON text. */
  static Doc parsed(String text) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      json.nextToken();
      return doc(json);
    }
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
