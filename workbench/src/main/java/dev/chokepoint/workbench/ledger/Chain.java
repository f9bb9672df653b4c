package dev.chokepoint.workbench.ledger;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The audit trail: entries that are only ever added, each with the hash of the one before it. Those
 * that wait together are written in one transaction, so that many a second can be durable.
 */
public final class Chain {
  /** Action of the entry that says what was deleted. */
  public static final String REDACTED = "redacted";

  /** Action of the entry that says for how long contents are kept. */
  public static final String RETENTION = "retention";

  private static final int NONCE_BYTES = 32;
  private static final int MOST_AT_ONCE = 256;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Store store;
  private final Supplier<Instant> now;
  private final SecureRandom random = new SecureRandom();
  private final ReentrantLock writing = new ReentrantLock();
  private final ConcurrentLinkedQueue<Waiting> queue = new ConcurrentLinkedQueue<>();

  /**
   * The chain of a store.
   *
   * @param now the clock that entries are dated by
   */
  public Chain(Store store, Supplier<Instant> now) {
    this.store = store;
    this.now = now;
  }

  /** A change that makes an entry, in the same transaction. */
  public interface Change {
    Entry.Draft on(Connection connection) throws SQLException;
  }

  /** An entry that waits to be written; its writer sleeps until it is, or is needed to write. */
  private static final class Waiting {
    private final Entry.Draft draft;
    private final Thread writer = Thread.currentThread();
    private Entry.@Nullable Receipt receipt;
    private @Nullable RuntimeException failure;
    private volatile boolean done;

    Waiting(Entry.Draft draft) {
      this.draft = draft;
    }
  }

  /**
   * Adds an entry; on return it is on disk.
   *
   * @throws Refused when the store cannot be reached: then nothing was added
   */
  public Entry.Receipt append(Entry.Draft draft) {
    Waiting mine = new Waiting(draft);
    queue.add(mine);
    boolean interrupted = false;
    while (!mine.done) {
      // Whoever cannot write sleeps: one that waited for the lock only to see that another wrote
      // for it would keep those behind it from being written together.
      if (writing.tryLock()) {
        try {
          if (!mine.done) {
            writeSome();
          }
        } finally {
          release();
        }
      } else {
        LockSupport.park(this);
        interrupted |= Thread.interrupted();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (mine.failure != null) {
      throw mine.failure;
    }
    return java.util.Objects.requireNonNull(mine.receipt);
  }

  /** Lets the next one write, who may have found the lock taken. */
  private void release() {
    writing.unlock();
    Waiting next = queue.peek();
    if (next != null) {
      LockSupport.unpark(next.writer);
    }
  }

  private void writeSome() {
    List<Waiting> some = new ArrayList<>();
    for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
      some.add(next);
      if (some.size() == MOST_AT_ONCE) {
        break;
      }
    }
    write(some);
    for (Waiting waiting : some) {
      waiting.done = true;
      LockSupport.unpark(waiting.writer);
    }
  }

  private void write(List<Waiting> some) {
    try {
      List<Entry.Receipt> receipts =
          store.write(c -> add(c, some.stream().map(w -> w.draft).toList()));
      for (int i = 0; i < some.size(); i++) {
        some.get(i).receipt = receipts.get(i);
      }
    } catch (RuntimeException e) {
      if (some.size() == 1 || Store.isUnavailable(e)) {
        some.forEach(waiting -> waiting.failure = e);
      } else {
        // One of them cannot be written; the others did nothing wrong.
        some.forEach(waiting -> write(List.of(waiting)));
      }
    } catch (Error e) {
      // Those who wait have left the queue: they would wait for ever.
      some.forEach(waiting -> waiting.failure = new IllegalStateException(e));
    }
  }

  /** Changes something and says so in one transaction: both happen, or neither. */
  public Entry.Receipt append(Change change) {
    writing.lock();
    try {
      return store.write(c -> {
        lock(c); // Before it reads what another program may be about to change.
        return add(c, List.of(change.on(c))).getFirst();
      });
    } finally {
      release();
    }
  }

  /**
   * The same once for each key: a second time gives the first entry and changes nothing.
   *
   * @param key chosen by the one who asks
   * @param request hash of what is asked, so that a key is not used for two things
   * @throws Refused when the key was used for another request
   */
  public Entry appendOnce(String key, String request, String actor, Change change) {
    writing.lock();
    try {
      return store.write(c -> {
        lock(c);
        Entry before = earlier(c, key, request, actor);
        if (before != null) {
          return before;
        }
        Entry.Receipt receipt = add(c, List.of(change.on(c))).getFirst();
        try (PreparedStatement insert =
            c.prepareStatement(
                "INSERT INTO request_key (actor, name, request, seq) VALUES (?, ?, ?, ?)")) {
          insert.setString(1, actor);
          insert.setString(2, key);
          insert.setString(3, request);
          insert.setLong(4, receipt.seq());
          insert.execute();
        }
        return find(c, receipt.seq()).orElseThrow();
      });
    } finally {
      release();
    }
  }

  private static @Nullable Entry earlier(
      Connection connection, String key, String request, String actor) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT request, seq FROM request_key WHERE actor = ? AND name = ?")) {
      select.setString(1, actor);
      select.setString(2, key);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        if (!row.getString(1).equals(request)) {
          String limit = "a key for each request";
          throw new Refused(new Problem("key-reused", "Idempotency-Key", key, limit, ""));
        }
        return find(connection, row.getLong(2)).orElseThrow();
      }
    }
  }

  /** Lets one transaction at a time extend the chain, also of several programs. */
  static void lock(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE chain_head SET seq = seq WHERE one = 1");
    }
  }

  private List<Entry.Receipt> add(Connection connection, List<Entry.Draft> drafts)
      throws SQLException {
    lock(connection);
    Head head = head(connection);
    long seq = head.seq();
    String previous = head.hash();
    List<Entry.Receipt> receipts = new ArrayList<>();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO audit (seq, header, hash, subject, nonce, content, answer)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      for (Entry.Draft draft : drafts) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        Instant at = now.get().truncatedTo(ChronoUnit.MICROS);
        Entry entry = draft.entry(++seq, previous, at, nonce);
        previous = entry.hash();
        insert.setLong(1, seq);
        insert.setString(2, entry.header());
        insert.setString(3, previous);
        insert.setString(4, entry.subject());
        insert.setBytes(5, nonce);
        insert.setBytes(6, entry.content());
        insert.setBytes(7, entry.answer());
        insert.addBatch();
        receipts.add(entry.receipt());
      }
      insert.executeBatch();
    }
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE chain_head SET seq = ?, hash = ? WHERE one = 1")) {
      update.setLong(1, seq);
      update.setString(2, previous);
      update.executeUpdate();
    }
    return receipts;
  }

  /** Number and hash of the last entry, as kept beside the chain; 0 and zeros where it is empty. */
  public record Head(long seq, String hash) {}

  /** The head of the chain. */
  public Head head() {
    return store.read(Chain::head);
  }

  static Head head(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT seq, hash FROM chain_head WHERE one = 1")) {
      return row.next()
          ? new Head(row.getLong(1), String.valueOf(row.getString(2)))
          : new Head(-1, "");
    }
  }

  /** An entry by its number. */
  public Optional<Entry> find(long seq) {
    return store.read(connection -> find(connection, seq));
  }

  private static Optional<Entry> find(Connection connection, long seq) throws SQLException {
    return select(connection, "WHERE seq = ?", 1, seq).stream().findFirst();
  }

  /** Entries after a number, in order, at most so many. */
  public List<Entry> after(long seq, int most) {
    return store.read(c -> select(c, "WHERE seq > ? ORDER BY seq", most, seq));
  }

  /** Entries before a number, the last first, at most so many. */
  public List<Entry> before(long seq, int most) {
    return store.read(c -> select(c, "WHERE seq < ? ORDER BY seq DESC", most, seq));
  }

  /** Entries about one thing, the last first, at most so many. */
  public List<Entry> about(String subject, long before, int most) {
    String where = "WHERE seq < ? AND subject = ? ORDER BY seq DESC";
    return store.read(c -> select(c, where, most, before, subject));
  }

  static List<Entry> select(Connection connection, String where, int most, Object... values)
      throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT seq, header, hash, subject, nonce, content, answer FROM audit "
                + where
                + " LIMIT ?")) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      select.setInt(values.length + 1, most);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          entries.add(
              new Entry(
                  row.getLong(1),
                  String.valueOf(row.getString(2)),
                  String.valueOf(row.getString(3)),
                  row.getString(4),
                  row.getBytes(5),
                  row.getBytes(6),
                  row.getBytes(7)));
        }
      }
    }
    return entries;
  }

  /** Whether an entry says nothing personal and others are read by it. */
  public static boolean staysWhole(Entry entry) {
    return Set.of(REDACTED, RETENTION, Removals.REMOVED).contains(entry.action());
  }

  /**
   * Deletes content and answer of entries for good; their headers stay, and an entry says what was
   * deleted and why. Entries that say so themselves, or for how long contents are kept, are kept.
   *
   * @return the receipt of that entry, or empty where there was nothing to delete
   */
  public Optional<Entry.Receipt> redact(
      Collection<Long> seqs, String actor, String via, String reason) {
    List<Long> held = new ArrayList<>();
    for (long seq : seqs) {
      find(seq)
          .filter(entry -> !entry.isRedacted() && !staysWhole(entry))
          .ifPresent(entry -> held.add(seq));
    }
    if (held.isEmpty()) {
      return Optional.empty();
    }
    Entry.Receipt receipt =
        append(connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE audit SET nonce = NULL, content = NULL, answer = NULL"
                      + " WHERE seq = ?")) {
            for (long seq : held) {
              update.setLong(1, seq);
              update.addBatch();
            }
            update.executeBatch();
          }
          // Hashes without salt of what was asked, and of lines: they could be guessed.
          for (long seq : held) {
            Accounts.update(connection, "UPDATE request_key SET request = '' WHERE seq = ?", seq);
            Accounts.update(connection, "UPDATE book_decision SET same = '' WHERE seq = ?", seq);
          }
          ObjectNode content = MAPPER.createObjectNode();
          ArrayNode entries = content.putArray("entries");
          held.forEach(entries::add);
          content.put("reason", reason);
          return Entry.Draft.of(actor, via, REDACTED, null, content);
        });
    store.emptyJournal();
    return Optional.of(receipt);
  }
}
