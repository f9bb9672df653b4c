package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Book;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Files of results that may be taken away, each by a name of a closed list. */
final class BookFiles {
  /** What a run added up, without the places of files on the server. */
  static final String SUMMARY = "summary.json";

  /** The list of its files, likewise. */
  static final String MANIFEST = "manifest.json";

  /** Lines that were asked for, beside what people decided of each. */
  static final String WORKLIST = "worklist.csv";

  /** Parameters that choose among lines. */
  static final List<String> FILTERS = List.of("state", "clause", "sku", "destination");

  /** The same with those of a page of lines. */
  static final List<String> LINES =
      List.of("state", "clause", "sku", "destination", "offset", "limit");

  private static final String DECIDED = "part-\\d{5}\\.parquet";
  private static final String CSV = "text/csv; charset=utf-8";
  private static final String JSON = "application/json; charset=utf-8";

  /** Files as the run wrote them, with their types. */
  private static final Map<String, String> TYPES =
      Map.of(
          "decided.csv",
          CSV,
          "rejects.csv",
          CSV,
          "names.csv",
          CSV,
          "totals.csv",
          CSV,
          "alerts.csv",
          CSV,
          "memo.html",
          "text/html; charset=utf-8");

  private BookFiles() {}

  static void send(Context context, BookDesk desk, Book.Run run, String name) throws IOException {
    Path results = desk.results(run);
    if (name.equals(WORKLIST)) {
      Path file = desk.file(run, BookRoutes.asked(context.queryParamMap()));
      send(context, name, CSV, Files.size(file), new Deleted(file));
      return;
    }
    if (!context.queryParamMap().isEmpty()) {
      String asked = String.join(", ", context.queryParamMap().keySet());
      String limit = "no parameter; those that choose lines go with " + WORKLIST;
      throw new Refused(new Problem("unknown-parameter", "query", asked, limit, ""));
    }
    if (name.equals(SUMMARY) || name.equals(MANIFEST)) {
      Object said = name.equals(SUMMARY) ? BookJson.summary(results) : BookJson.manifest(results);
      byte[] text = BookJson.text(said).getBytes(StandardCharsets.UTF_8);
      send(context, name, JSON, text.length, new ByteArrayInputStream(text));
      return;
    }
    boolean parquet = name.matches(DECIDED);
    String type = parquet ? "application/vnd.apache.parquet" : TYPES.get(name);
    Path file = parquet ? results.resolve("decided").resolve(name) : results.resolve(name);
    if (type == null || !Files.isRegularFile(file)) {
      throw new NotFoundResponse();
    }
    send(context, name, type, Files.size(file), Files.newInputStream(file));
  }

  private static void send(Context context, String name, String type, long bytes, InputStream in) {
    context.disableCompression();
    context.contentType(type);
    context.header("Content-Disposition", "attachment; filename=\"" + name + "\"");
    context.header("Content-Length", String.valueOf(bytes));
    context.result(in);
  }

  /** A file that is gone, with its folder, when it was read. */
  private static final class Deleted extends FilterInputStream {
    private final Path file;

    Deleted(Path file) throws IOException {
      super(Files.newInputStream(file));
      this.file = file;
    }

    @Override
    public void close() throws IOException {
      super.close();
      Files.deleteIfExists(file);
      Path folder = file.getParent();
      if (folder != null) {
        Files.deleteIfExists(folder);
      }
    }
  }
}
