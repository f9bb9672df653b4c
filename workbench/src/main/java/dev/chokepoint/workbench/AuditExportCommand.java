package dev.chokepoint.workbench;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.ChainCheck;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.web.Recorder;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code audit export}: a case as a page to print, and as JSON that others can check. */
@Command(
    name = "export",
    description = "A case as printable HTML and JSON: an entry, and others about the same.")
final class AuditExportCommand implements Callable<Integer> {
  private static final int AT_ONCE = 1_000;
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /** Shows amounts of money as they were answered. */
  private static final ObjectMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
  @Mixin StoreOption store = new StoreOption();

  @Parameters(paramLabel = "ID", description = "Number of the entry.")
  long id;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for entry-ID.html and entry-ID.json.")
  Path out = Path.of("");

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who exports; default the user of this machine.")
  @Nullable String by;

  @Option(names = "--json", description = "Say as JSON what was written.")
  boolean json;

  @Override
  public Integer call() {
    try (Store opened = store.open()) {
      Chain chain = AuditCommand.chain(opened);
      Entry entry = AuditCommand.entry(chain, id);
      String subject = entry.subject();
      String actor = AuditCommand.actor(by);
      List<Entry> entries = subject == null ? List.of(entry) : about(chain, subject);
      ChainCheck.Report report = ChainCheck.check(opened, Map.of());
      List<Map<String, Object>> documents = new ArrayList<>();
      List<Map<String, String>> rows = new ArrayList<>();
      for (Entry each : entries) {
        String replay = replay(opened, each);
        documents.add(document(each, replay));
        rows.add(row(each, replay));
      }
      Map<String, Object> document =
          Json.object(
              "case", subject,
              "whole", report.isWhole(),
              "head", report.head(),
              "program", Main.programVersion(),
              "entries", documents);
      Path page = out.resolve("entry-" + id + ".html");
      Path data = out.resolve("entry-" + id + ".json");
      ObjectNode content = MAPPER.createObjectNode();
      ArrayNode exported = content.putArray("entries");
      entries.forEach(each -> exported.add(each.seq()));
      Entry.Receipt receipt =
          chain.append(Entry.Draft.of(actor, "command-line", "exported", subject, content));
      // Only now: nothing leaves that the chain does not name.
      write(data, Json.write(document) + "\n");
      write(page, html(subject, report, rows));
      say(entries.size(), report, List.of(page, data), receipt);
      return 0;
    }
  }

  /** All entries about one thing, the first one first. */
  private static List<Entry> about(Chain chain, String subject) {
    List<Entry> all = new ArrayList<>();
    long before = Long.MAX_VALUE;
    while (true) {
      List<Entry> some = chain.about(subject, before, AT_ONCE);
      if (some.isEmpty()) {
        return all.reversed();
      }
      all.addAll(some);
      before = some.getLast().seq();
    }
  }

  private void say(int entries, ChainCheck.Report report, List<Path> files, Entry.Receipt receipt) {
    if (json) {
      Map<String, @Nullable Object> said = receipt.document();
      said.put("entries", entries);
      said.put("whole", report.isWhole());
      said.put("files", files.stream().map(Path::toString).toList());
      AuditCommand.out(spec).println(Json.write(said));
      return;
    }
    Page page = new Page();
    page.line(
        0,
        "Exported %d of them; the chain is %s; recorded as entry %d."
            .formatted(entries, report.isWhole() ? "whole" : "not whole", receipt.seq())
            .replace("1 of them", "1 entry")
            .replace("of them", "entries"));
    files.forEach(file -> page.line(2, file.toString()));
    AuditCommand.out(spec).println(page.text());
  }

  /** Whether an answer comes out the same now; empty for an entry that holds none. */
  private static String replay(Store store, Entry entry) {
    if (!entry.action().equals(Recorder.ANSWER) || entry.isRedacted()) {
      return "";
    }
    try {
      return Recorder.replay(store, entry).isIdentical() ? "identical" : "different";
    } catch (Refused e) {
      return "impossible";
    }
  }

  private static Map<String, Object> document(Entry entry, String replay) {
    byte[] nonce = entry.nonce();
    byte[] content = entry.content();
    return Json.object(
        "id", entry.seq(),
        "hash", entry.hash(),
        "header", entry.header(),
        "nonce", nonce == null ? null : HexFormat.of().formatHex(nonce),
        "content", content == null ? null : new String(content, StandardCharsets.UTF_8),
        "answer", entry.answered(),
        "replay", replay.isEmpty() ? null : replay);
  }

  private static Map<String, String> row(Entry entry, String replay) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("title", "Entry %d: %s".formatted(entry.seq(), entry.action()));
    row.put("When", entry.at().toString());
    row.put("Who", entry.actor() + ", known by " + entry.said("via"));
    List<String> words = new ArrayList<>();
    JsonNode contents = entry.contents();
    contents.path("arguments").forEach(word -> words.add(word.asString("")));
    if (!words.isEmpty()) {
      row.put("Asked", String.join(" ", words));
      row.put("Day", contents.path("today").asString(""));
      row.put("Reason", contents.path("reason").asString("none stated"));
    } else {
      row.put("Said", entry.isRedacted() ? "deleted, its hash is kept" : contents.toString());
    }
    entry
        .said()
        .path("follows")
        .properties()
        .forEach(e -> row.put("Follows from: " + e.getKey(), e.getValue().asString("none")));
    if (!replay.isEmpty()) {
      row.put("Derived again now", replay);
    }
    row.put("Hash", entry.hash());
    row.put("answer", entry.answered() == null ? "" : pretty(String.valueOf(entry.answered())));
    return row;
  }

  private static String pretty(String answer) {
    try {
      return EXACT.readTree(answer).toPrettyString();
    } catch (JacksonException e) {
      return answer; // a table or XML
    }
  }

  private static String html(
      @Nullable String subject, ChainCheck.Report report, List<Map<String, String>> rows) {
    StringOutput page = new StringOutput();
    TemplateEngine.createPrecompiled(ContentType.Html)
        .render(
            "audit.jte",
            Map.of(
                "about",
                subject == null ? "" : subject,
                "head",
                report.head(),
                "whole",
                report.isWhole(),
                "rows",
                rows,
                "disclaimer",
                Answer.DISCLAIMER),
            page);
    return page.toString();
  }

  private void write(Path file, String text) {
    try {
      Files.createDirectories(out);
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new Refused(
          new Problem("cannot-write", "--out", file.toString(), "a file that can be written", ""));
    }
  }
}
