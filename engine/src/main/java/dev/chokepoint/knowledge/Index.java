package dev.chokepoint.knowledge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * The compiled knowledge: one JSON file with the documents that every start reads, headed by the
 * hash of the folder. A chip, a file of cases and one of predictions are files of their own beside
 * it, of which the index holds the names, so that a start reads only those that it needs.
 */
final class Index {
  private static final String INDEX = "knowledge.index";

  /** Key of the line on which something with an id begins, so that people can find it. */
  private static final String LINE = "";

  private static final JsonFactory JSON = new JsonFactory();

  private Index() {}

  /** Writes the index and the files beside it into a folder. */
  static void write(KnowledgeFolder.Files files, Path folder) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      json.writeStringProperty("hash", files.hash());
      for (KnowledgeFolder.Entry entry : files.entries()) {
        json.writeName(entry.path());
        if (isReadLater(entry.path())) {
          json.writeStartArray();
          Knowledge.names(entry).forEach(json::writeString);
          json.writeEndArray();
          Path file = folder.resolve(name(entry.path()));
          Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
          Files.writeString(file, text(entry.doc()));
        } else {
          write(json, entry.doc());
        }
      }
      json.writeEndObject();
    }
    Files.createDirectories(folder);
    Files.write(folder.resolve(INDEX), out.toByteArray());
  }

  /** The same with every document in it, for {@link #unpacked}. */
  static byte[] packed(KnowledgeFolder.Files files) {
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

  static KnowledgeFolder.Files unpacked(byte[] packed) {
    List<KnowledgeFolder.Entry> entries = new ArrayList<>();
    String hash = "";
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), packed)) {
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

  private static String name(String path) {
    return "documents/" + path.replace(".yaml", ".json");
  }

  private static byte[] resource(String name) {
    try (InputStream in = Index.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from this build");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isReadLater(String path) {
    return path.contains("/cases/")
        || path.startsWith("performance/")
        || path.startsWith("models/")
        || path.startsWith("silicon/")
        || path.startsWith("designs/")
        || path.startsWith("claims/")
        || path.startsWith("series/")
        || path.startsWith("validation/")
        || path.startsWith(PricesReader.FOLDER)
        || path.startsWith(TenantReader.FOLDER)
        || path.startsWith(WordsReader.FOLDER)
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
        if (mapping.entries().containsKey("id")) {
          json.writeStringProperty(LINE, String.valueOf(mapping.line()));
        }
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

  /** The knowledge that this build was made with. */
  static KnowledgeFolder.Files read() {
    List<KnowledgeFolder.Entry> entries = new ArrayList<>();
    String hash = "";
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), resource(INDEX))) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String path = json.currentName();
        json.nextToken();
        if (path.equals("hash")) {
          hash = json.getString();
        } else {
          entries.add(
              isReadLater(path) ? later(path, json) : new KnowledgeFolder.Entry(path, doc(json)));
        }
      }
    }
    return new KnowledgeFolder.Files(entries, List.of(), hash);
  }

  private static KnowledgeFolder.Entry later(String path, JsonParser json) {
    List<String> names = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      names.add(json.getString());
    }
    return new KnowledgeFolder.Entry(path, names, () -> parsed(resource(name(path))));
  }

  /** A document of one JSON text. */
  static Doc parsed(byte[] text) {
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
      json.nextToken();
      return doc(json);
    }
  }

  private static Doc doc(JsonParser json) {
    JsonToken token = json.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, Doc> entries = new LinkedHashMap<>();
      int line = 0;
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String key = json.currentName();
        json.nextToken();
        if (key.equals(LINE)) {
          line = Integer.parseInt(json.getString());
        } else {
          entries.put(key, doc(json));
        }
      }
      return new Doc.Mapping(entries, line);
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
