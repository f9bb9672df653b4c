package dev.chokepoint.workbench.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a chain from its first entry to its last and says what is not as it was written.
 *
 * <p>A changed, missing or added byte in any entry before the last is always found. Whoever can
 * write to the store can also cut its end and move the head, or compute a whole new chain; that is
 * found only against an anchor that was kept elsewhere.
 */
public final class ChainCheck {
  private static final int AT_ONCE = 500;

  private final Store store;
  private final Chain chain;
  private final Kept kept;
  private final Map<Long, String> anchors;
  private final DecisionCheck decisions;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Finding> notes = new ArrayList<>();
  private final Set<Long> missing = new TreeSet<>();
  private final Set<Long> redactions = new HashSet<>();
  private final Set<String> trees = new HashSet<>();
  private final Set<String> keptHashes = new TreeSet<>();
  private final Map<String, Long> needed = new TreeMap<>();
  private long entries;
  private long last;
  private String previous = Hash.NONE;
  private Instant latest = Instant.MIN;

  /**
   * Something that is not as it was written.
   *
   * @param place the entry, as {@code entry 7}, or {@code kept HASH} or {@code head}
   * @param what what is wrong with it
   */
  public record Finding(String place, String what) {}

  /**
   * What was read.
   *
   * @param entries number of entries read
   * @param redacted entries whose content was deleted, as a later entry says
   * @param kept things kept beside the chain
   * @param head number and hash of the last entry read
   * @param anchors how many anchors were compared
   * @param findings what is not as it was written; empty for a whole chain
   * @param notes what is odd and no proof of anything, such as a clock that went back
   */
  public record Report(
      long entries,
      int redacted,
      int kept,
      String head,
      int anchors,
      List<Finding> findings,
      List<Finding> notes) {
    public Report {
      findings = List.copyOf(findings);
      notes = List.copyOf(notes);
    }

    /** Whether everything is as it was written, as far as can be told. */
    public boolean isWhole() {
      return findings.isEmpty();
    }
  }

  private ChainCheck(Store store, Map<Long, String> anchors) {
    this.store = store;
    this.chain = new Chain(store, Instant::now);
    this.kept = new Kept(store);
    this.anchors = new TreeMap<>(anchors);
    this.decisions = new DecisionCheck(store, this::found);
  }

  /**
   * Reads a store.
   *
   * @param anchors hashes of entries by their numbers, from receipts kept elsewhere
   */
  public static Report check(Store store, Map<Long, String> anchors) {
    return new ChainCheck(store, anchors).check();
  }

  private Report check() {
    readAll();
    keptThings(); // After the entries, each of which is written when what it needs is kept already.
    decisions.rest(last);
    if (decisions.unread() > 0) {
      notes.add(
          new Finding(
              "decisions",
              decisions.unread()
                  + " lines were decided by entries whose contents were deleted: that these are the"
                  + " lines cannot be checked, only who decided, how and in which run"));
    }
    for (long seq : missing) {
      if (!redactions.contains(seq)) {
        found(seq, "its content is gone and no later entry says who deleted it");
      }
    }
    needed.forEach((hash, seq) -> {
      if (!keptHashes.contains(hash)) {
        found(seq, "what its answer follows from is gone: " + hash);
      }
    });
    anchors.forEach((seq, hash) -> {
      if (seq > last) {
        findings.add(
            new Finding("anchor " + seq, "the chain ends at entry " + last + ": its end was cut"));
      }
    });
    return new Report(
        entries,
        missing.size(),
        keptHashes.size(),
        last + ":" + previous,
        anchors.size(),
        findings,
        notes);
  }

  private void found(long seq, String what) {
    findings.add(new Finding("entry " + seq, what));
  }

  /** Until the head is reached: others may write meanwhile, and an entry may explain another. */
  private void readAll() {
    Chain.Head head = chain.head();
    long from = Long.MIN_VALUE;
    while (true) {
      List<Entry> some = chain.after(from, AT_ONCE);
      some.forEach(this::entry);
      if (!some.isEmpty()) {
        from = some.getLast().seq();
        continue;
      }
      Chain.Head now = chain.head();
      if (now.equals(head)) {
        break;
      }
      head = now;
    }
    if (head.seq() != last) {
      findings.add(
          new Finding(
              "head",
              head.seq() > last
                  ? "entries " + (last + 1) + " to " + head.seq() + " are missing at the end"
                  : "it names entry " + head.seq() + ", and the last one is " + last));
    } else if (!head.hash().equals(previous)) {
      findings.add(new Finding("head", "its hash is not that of entry " + last));
    }
  }

  private void entry(Entry entry) {
    long seq = entry.seq();
    if (seq < 1) {
      found(seq, "no chain has an entry of this number");
      return;
    }
    if (seq != last + 1) {
      String gap =
          seq == last + 2
              ? "entry " + (last + 1) + " is"
              : "entries " + (last + 1) + " to " + (seq - 1) + " are";
      found(seq, gap + " missing before it");
    }
    if (!Hash.of(entry.header()).equals(entry.hash())) {
      found(seq, "its header is not what was hashed");
    }
    JsonNode said = entry.said();
    if (seq == last + 1 && !said.path("previous").asString("").equals(previous)) {
      found(seq, "it does not follow from entry " + last);
    }
    if (said.path("seq").asLong(-1) != seq) {
      found(seq, "its number is not that of its header");
    }
    if (said.path("format").asInt(-1) != Entry.FORMAT) {
      found(seq, "its header is of a form that this program does not know");
    }
    if (!said.path("subject").asString("").equals(entry.subject() == null ? "" : entry.subject())
        || said.path("subject").isNull() != (entry.subject() == null)) {
      found(seq, "its subject is not that of its header");
    }
    contents(entry, said);
    decisions.entry(entry);
    String anchor = anchors.get(seq);
    if (anchor != null && !anchor.equals(entry.hash())) {
      found(seq, "it is not the one that the anchor was printed for");
    }
    Instant at = entry.at();
    if (at.isBefore(latest)) {
      notes.add(new Finding("entry " + seq, "the clock stood before that of an earlier entry"));
    }
    latest = at.isAfter(latest) ? at : latest;
    entries++;
    last = seq;
    previous = entry.hash();
  }

  private void contents(Entry entry, JsonNode said) {
    long seq = entry.seq();
    byte[] nonce = entry.nonce();
    byte[] content = entry.content();
    byte[] answer = entry.answer();
    if (content == null && nonce == null && answer == null) {
      missing.add(seq);
    } else if (content == null || nonce == null) {
      found(seq, "part of its content is gone");
    } else {
      if (!Hash.of(nonce, content).equals(said.path("content").asString(""))) {
        found(seq, "its content is not what was hashed");
      }
      answer(seq, nonce, answer, said);
    }
    if (entry.action().equals(Chain.REDACTED)) {
      entry.contents().path("entries").forEach(each -> redactions.add(each.asLong()));
    }
    for (String key : List.of("pack", "list")) {
      String hash = said.path("follows").path(key).asString("");
      if (!hash.isEmpty()) {
        needed.putIfAbsent(hash, seq);
        if (key.equals("list") && trees.add(hash)) {
          kept.find(hash)
              .ifPresent(
                  tree -> Kept.tree(tree).values().forEach(file -> needed.putIfAbsent(file, seq)));
        }
      }
    }
  }

  private void answer(long seq, byte[] nonce, byte @Nullable [] answer, JsonNode said) {
    boolean answers = !said.path("answer").isNull();
    if (answer == null) {
      if (answers) {
        found(seq, "its answer is gone");
      }
    } else if (!answers || !Hash.of(nonce, answer).equals(said.path("answerStored").asString(""))) {
      found(seq, "its answer is not what was hashed");
    }
  }

  /** Each kept thing against its own address, one at a time. */
  private void keptThings() {
    String after = "";
    while (true) {
      String from = after;
      String next =
          store.read(connection -> {
            try (PreparedStatement select =
                connection.prepareStatement(
                    "SELECT hash, bytes FROM kept WHERE hash > ? ORDER BY hash LIMIT 1")) {
              select.setString(1, from);
              try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                  return "";
                }
                String hash = row.getString(1);
                byte[] bytes = row.getBytes(2);
                if (bytes == null || !Hash.of(bytes).equals(hash)) {
                  findings.add(new Finding("kept " + hash, "it is not what was hashed"));
                }
                keptHashes.add(hash);
                return hash;
              }
            }
          });
      if (next.isEmpty()) {
        return;
      }
      after = next;
    }
  }
}
