package dev.chokepoint.workbench.web;

import dev.chokepoint.workbench.ledger.Book;
import dev.chokepoint.workbench.ledger.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Order books as JSON. */
final class BookJson {
  /** Amounts of money stay as the run wrote them. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private BookJson() {}

  static Map<String, Object> book(Book book) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("id", book.id());
    out.put("name", book.name());
    out.put("owner", book.owner());
    out.put("sharedWith", book.sharedWith());
    out.put("fourEyes", book.fourEyes());
    out.put("created", book.created().toString());
    return out;
  }

  static Map<String, Object> upload(Book.Upload upload) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("id", upload.id());
    out.put("number", upload.number());
    out.put("file", upload.file());
    out.put("bytes", upload.bytes());
    out.put("sha256", upload.sha256());
    out.put("holds", upload.holds().word());
    out.put("mapping", upload.mapping());
    out.put("uploadedBy", upload.uploadedBy());
    out.put("mappedBy", upload.mappedBy());
    out.put("created", upload.created().toString());
    out.put("removed", upload.removed());
    return out;
  }

  static Map<String, Object> run(Book.Run run) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("id", run.id());
    out.put("number", run.number());
    out.put("upload", run.upload());
    out.put("asked", run.asked());
    out.put("askedBy", run.askedBy());
    out.put("state", run.state().word());
    out.put("problems", run.why().startsWith("[") ? MAPPER.readTree(run.why()) : List.of());
    out.put("results", run.results());
    out.put("entry", run.seq());
    out.put("created", run.created().toString());
    out.put("removed", run.removed());
    return out;
  }

  static Map<String, Object> decision(Book.Decision decision) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("kind", decision.kind().word());
    out.put("by", decision.account());
    out.put("reason", decision.reason());
    out.put("entry", decision.seq());
    out.put("at", decision.at().toString());
    return out;
  }

  private static Map<String, Object> earlier(Book.Earlier earlier) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("run", earlier.run());
    out.put("number", earlier.number());
    out.put("line", earlier.decision().line());
    out.put("quantity", earlier.quantity());
    out.put("by", earlier.decision().account());
    out.put("reason", earlier.decision().reason());
    out.put("entry", earlier.decision().seq());
    out.put("at", earlier.decision().at().toString());
    return out;
  }

  /** Lines with what people decided of each, now and in an earlier run; null where nobody did. */
  static List<Map<String, @Nullable Object>> lines(
      List<Map<String, Object>> rows,
      Map<Long, Book.Decision> decisions,
      Map<Long, Book.Earlier> releases) {
    List<Map<String, @Nullable Object>> out = new ArrayList<>();
    for (Map<String, Object> row : rows) {
      Map<String, @Nullable Object> line = new LinkedHashMap<>(row);
      long number = ((Number) row.getOrDefault("line", 0)).longValue();
      Book.Decision decision = decisions.get(number);
      Book.Earlier release = releases.get(number);
      line.put("decision", decision == null ? null : decision(decision));
      line.put("earlier", release == null ? null : earlier(release));
      out.add(line);
    }
    return out;
  }

  static Map<String, @Nullable Object> entry(Entry entry) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("entry", entry.seq());
    out.put("at", entry.at().toString());
    out.put("by", entry.actor());
    out.put("action", entry.action());
    out.put("reason", entry.contents().path("reason").asString(""));
    return out;
  }

  /** What a run added up, without the places of files on the server. */
  static ObjectNode summary(Path results) {
    return placeless(results, "summary.json");
  }

  /** The list of a run's files, without the places of others on the server. */
  static ObjectNode manifest(Path results) {
    return placeless(results, "manifest.json");
  }

  private static ObjectNode placeless(Path results, String name) {
    try {
      ObjectNode document = (ObjectNode) MAPPER.readTree(Files.readString(results.resolve(name)));
      ObjectNode job = document.path("job") instanceof ObjectNode inner ? inner : document;
      job.put("input", Path.of(job.path("input").asString("")).getFileName() + "");
      if (job.path("options") instanceof ObjectNode options) {
        options.remove(
            List.of("--map", "--store", "--products", "--licences", "--rates", "--inventory"));
      }
      return document;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Object document) {
    return MAPPER.writeValueAsString(document) + "\n";
  }
}
