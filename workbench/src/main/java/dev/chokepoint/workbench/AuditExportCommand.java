package dev.chokepoint.workbench;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.ChainCheck;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.web.AuditCase;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
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
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@code audit export}: a case as a page to print, and as JSON that others can check. */
@Command(
    name = "export",
    description = "A case as printable HTML and JSON: an entry, and others about the same.")
final class AuditExportCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

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
      AuditCase taken = AuditCase.of(opened, chain, entry);
      List<Map<String, String>> rows = new ArrayList<>();
      for (int i = 0; i < taken.entries().size(); i++) {
        rows.add(row(taken.entries().get(i), taken.replays().get(i)));
      }
      Path page = out.resolve("entry-" + id + ".html");
      Path data = out.resolve("entry-" + id + ".json");
      Entry.Receipt receipt = chain.append(taken.exported(AuditCommand.actor(by), "command-line"));
      // Only now: nothing leaves that the chain does not name.
      write(data, Json.write(taken.document()) + "\n");
      write(page, html(taken.subject(), taken.report(), rows));
      say(rows.size(), taken.report(), List.of(page, data), receipt);
      return 0;
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
    String answer = AuditCase.answer(entry);
    row.put("answer", answer == null ? "" : pretty(answer));
    return row;
  }

  /** With line breaks, and each number in the very digits that were answered. */
  private static String pretty(String answer) {
    StringWriter out = new StringWriter();
    try (JsonParser parser = MAPPER.createParser(answer);
        JsonGenerator generator =
            MAPPER.writer().with(SerializationFeature.INDENT_OUTPUT).createGenerator(out)) {
      parser.nextToken();
      generator.copyCurrentStructureExact(parser);
      if (parser.nextToken() != null) {
        return answer;
      }
    } catch (JacksonException e) {
      return answer; // a table or XML
    }
    return out.toString();
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
      // It may name people: nobody else on the machine reads it.
      Path draft = Files.createTempFile(out, file.getFileName() + "-", ".part");
      Files.writeString(draft, text);
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new Refused(
          new Problem("cannot-write", "--out", file.toString(), "a file that can be written", ""));
    }
  }
}
