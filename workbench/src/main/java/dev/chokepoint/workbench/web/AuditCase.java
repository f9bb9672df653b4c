package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.Main;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.ChainCheck;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Store;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A case as an auditor gets it: an entry and all others about the same.
 *
 * @param subject what they are about, or null for an entry about nothing else
 * @param entries the first one first
 * @param replays for each entry {@code identical}, {@code different}, {@code impossible}, or empty
 *     where it holds no answer
 * @param report of the whole chain
 */
public record AuditCase(
    @Nullable String subject, List<Entry> entries, List<String> replays, ChainCheck.Report report) {
  private static final int AT_ONCE = 1_000;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  public AuditCase {
    entries = List.copyOf(entries);
    replays = List.copyOf(replays);
  }

  /** The case of an entry: reads the chain whole and derives every answer of the case again. */
  public static AuditCase of(Store store, Chain chain, Entry entry) {
    String subject = entry.subject();
    List<Entry> entries = subject == null ? List.of(entry) : about(chain, subject);
    return new AuditCase(
        subject,
        entries,
        entries.stream().map(each -> replay(store, each)).toList(),
        ChainCheck.check(store, Map.of()));
  }

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

  private static String replay(Store store, Entry entry) {
    if (!entry.action().equals(Recorder.ANSWER) || entry.isRedacted()) {
      return "";
    }
    try {
      return Recorder.replay(store, entry).isIdentical() ? "identical" : "different";
    } catch (Refused | UncheckedIOException e) {
      return "impossible";
    }
  }

  /** What was answered; null where nothing was, or where its bytes are no longer what they were. */
  public static @Nullable String answer(Entry entry) {
    try {
      return entry.answered();
    } catch (UncheckedIOException e) {
      return null; // The case says that the chain is not whole.
    }
  }

  /** The entry that says who took the case away; it is written before anything leaves. */
  public Entry.Draft exported(String actor, String via) {
    ObjectNode content = MAPPER.createObjectNode();
    ArrayNode exported = content.putArray("entries");
    entries.forEach(each -> exported.add(each.seq()));
    return Entry.Draft.of(actor, via, "exported", subject, content);
  }

  /** As a JSON object that others can check without a program of ours. */
  public Map<String, @Nullable Object> document() {
    List<Object> documents = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      documents.add(document(entries.get(i), replays.get(i)));
    }
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("case", subject);
    out.put("whole", report.isWhole());
    out.put("head", report.head());
    out.put("program", Main.programVersion());
    out.put("entries", documents);
    return out;
  }

  private static Map<String, @Nullable Object> document(Entry entry, String replay) {
    byte[] nonce = entry.nonce();
    byte[] content = entry.content();
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("id", entry.seq());
    out.put("hash", entry.hash());
    out.put("header", entry.header());
    out.put("nonce", nonce == null ? null : HexFormat.of().formatHex(nonce));
    out.put("content", content == null ? null : new String(content, StandardCharsets.UTF_8));
    out.put("answer", answer(entry));
    out.put("replay", replay.isEmpty() ? null : replay);
    return out;
  }
}
