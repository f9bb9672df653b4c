package dev.chokepoint.workbench;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Removals;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.web.BookRemoval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How long contents of entries and files of order books are kept. Headers and hashes are kept for
 * ever.
 */
final class AuditKeepCommand {
  /** What the entry that sets it is about. */
  private static final String RETENTION = "retention";

  private static final int AT_ONCE = 1_000;
  private static final int MOST_DAYS = 36_500;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private AuditKeepCommand() {}

  /** Days that something is kept; 0 for ever. */
  private enum Keeps {
    CONTENTS("days"),
    FILES("fileDays");

    private final String key;

    Keeps(String key) {
      this.key = key;
    }

    private @Nullable Integer said(Chain chain) {
      int days = days(chain);
      return days == 0 ? null : days;
    }

    /** What was set last. */
    private int days(Chain chain) {
      return chain.about(RETENTION, Long.MAX_VALUE, AT_ONCE).stream()
          .filter(entry -> entry.action().equals(Chain.RETENTION) && isOf(entry))
          .findFirst()
          .map(this::days)
          .orElse(0);
    }

    /** An entry without content, which an older program could leave, was of contents. */
    private boolean isOf(Entry entry) {
      return entry.contents().has(FILES.key) == (this == FILES);
    }

    /** Once what was set is deleted nobody knows it, and 0 would say "ever". */
    private int days(Entry set) {
      JsonNode days = set.contents().path(key);
      if (!days.isInt()) {
        throw new Refused(
            new Problem(
                "retention-unknown",
                "entry " + set.seq(),
                "",
                "an entry that still says for how many days contents are kept",
                "Maybe set it again: audit retention --days N, 0 for ever."));
      }
      return days.asInt();
    }

    private void set(Chain chain, String option, @Nullable Integer days, String actor) {
      if (days == null) {
        return;
      }
      if (days < 0 || days > MOST_DAYS) {
        String limit = "0 to " + MOST_DAYS + " days";
        throw new Refused(new Problem("out-of-range", option, String.valueOf(days), limit, ""));
      }
      chain.append(
          Entry.Draft.of(
              actor,
              "command-line",
              Chain.RETENTION,
              RETENTION,
              MAPPER.createObjectNode().put(key, days)));
    }
  }

  private static final Removals.Gone NOTHING = new Removals.Gone(List.of(), List.of());

  private static String document(
      @Nullable Integer days, List<Long> ids, @Nullable Integer fileDays, Removals.Gone files) {
    return Json.write(
        Json.object(
            "days", days,
            "deleted", ids,
            "fileDays", fileDays,
            "uploads", files.uploads(),
            "runs", files.runs()));
  }

  /** {@code audit redact}. */
  @Command(
      name = "redact",
      description = "Deletes the content of an entry for good; its hash stays, and who did it.")
  static final class Redact implements Callable<Integer> {
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
    @Mixin StoreOption store = new StoreOption();

    @Parameters(paramLabel = "ID", description = "Number of the entry.")
    long id;

    @Option(
        names = "--reason",
        paramLabel = "TEXT",
        required = true,
        description = "Why; stays for ever, so nothing personal.")
    String reason = "";

    @Option(names = "--by", paramLabel = "NAME", description = "Who; default the user.")
    @Nullable String by;

    @Option(names = "--json", description = "Answer as JSON.")
    boolean json;

    @Override
    public Integer call() {
      try (Store opened = store.open()) {
        Chain chain = AuditCommand.chain(opened);
        AuditCommand.entry(chain, id);
        Optional<Entry.Receipt> receipt =
            chain.redact(List.of(id), AuditCommand.actor(by), "command-line", reason);
        List<Long> ids = receipt.isPresent() ? List.of(id) : List.of();
        AuditCommand.out(spec)
            .println(
                json
                    ? document(null, ids, null, NOTHING)
                    : receipt
                        .map(r ->
                            "Deleted the content of entry "
                                + id
                                + "; entry "
                                + r.seq()
                                + " says so.")
                        .orElse("Nothing to delete: entry " + id + " has no content that may go."));
        return 0;
      }
    }
  }

  /** {@code audit retention}. */
  @Command(
      name = "retention",
      description = "Shows or sets for how many days contents are kept; by default for ever.")
  static final class Retention implements Callable<Integer> {
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
    @Mixin StoreOption store = new StoreOption();

    @Option(names = "--days", paramLabel = "N", description = "Days; 0 keeps them for ever.")
    @Nullable Integer days;

    @Option(
        names = "--file-days",
        paramLabel = "N",
        description = "Days that files of order books and results of runs are kept; 0 for ever.")
    @Nullable Integer fileDays;

    @Option(names = "--by", paramLabel = "NAME", description = "Who; default the user.")
    @Nullable String by;

    @Option(names = "--json", description = "Answer as JSON.")
    boolean json;

    @Override
    public Integer call() {
      try (Store opened = store.open()) {
        Chain chain = AuditCommand.chain(opened);
        Keeps.CONTENTS.set(chain, "--days", days, AuditCommand.actor(by));
        Keeps.FILES.set(chain, "--file-days", fileDays, AuditCommand.actor(by));
        Integer kept = Keeps.CONTENTS.said(chain);
        Integer files = Keeps.FILES.said(chain);
        AuditCommand.out(spec)
            .println(
                json
                    ? document(kept, List.of(), files, NOTHING)
                    : said("Contents", kept) + "\n" + said("Files of order books", files));
        return 0;
      }
    }

    private static String said(String what, @Nullable Integer days) {
      return days == null
          ? what + " are kept for ever."
          : what + " are kept for " + days + " days; `audit prune` deletes older ones.";
    }
  }

  /** {@code audit prune}. */
  @Command(
      name = "prune",
      description = "Deletes contents and files that are older than the retention, for good.")
  static final class Prune implements Callable<Integer> {
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
    @Mixin StoreOption store = new StoreOption();
    @Mixin BooksOption books = new BooksOption();

    @Option(names = "--by", paramLabel = "NAME", description = "Who; default the user.")
    @Nullable String by;

    @Option(names = "--json", description = "Answer as JSON.")
    boolean json;

    @Override
    public Integer call() {
      try (Store opened = store.open()) {
        Chain chain = AuditCommand.chain(opened);
        Integer days = Keeps.CONTENTS.said(chain);
        Integer fileDays = Keeps.FILES.said(chain);
        Removals.Gone files = fileDays == null ? NOTHING : files(opened, chain, fileDays);
        List<Long> ids = days == null ? List.of() : prune(chain, before(days), days);
        AuditCommand.out(spec)
            .println(
                json ? document(days, ids, fileDays, files) : said(days, ids, fileDays, files));
        return 0;
      }
    }

    private static Instant before(int days) {
      return Instant.now().minus(Duration.ofDays(days));
    }

    private Removals.Gone files(Store opened, Chain chain, int days) {
      try (BookRemoval removal = new BookRemoval(opened, chain, books.of(opened), Instant::now)) {
        return removal.remove(before(days), AuditCommand.actor(by), "command-line");
      }
    }

    private static String said(
        @Nullable Integer days, List<Long> ids, @Nullable Integer fileDays, Removals.Gone files) {
      return (days == null
              ? "Contents are kept for ever; nothing was deleted."
              : "Deleted the content of %d entries older than %d days.".formatted(ids.size(), days))
          + "\n"
          + (fileDays == null
              ? "Files of order books are kept for ever; nothing was removed."
              : "Removed %d uploaded files and the results of %d runs older than %d days."
                  .formatted(files.uploads().size(), files.runs().size(), fileDays));
    }

    private List<Long> prune(Chain chain, Instant until, int days) {
      List<Long> all = new ArrayList<>();
      long last = 0;
      while (true) {
        List<Entry> entries = chain.after(last, AT_ONCE);
        if (entries.isEmpty()) {
          return all;
        }
        List<Long> old = new ArrayList<>();
        for (Entry entry : entries) {
          if (!Chain.staysWhole(entry) && !entry.isRedacted() && entry.at().isBefore(until)) {
            old.add(entry.seq());
          }
          last = entry.seq();
        }
        String reason = "older than the retention of " + days + " days";
        chain.redact(old, AuditCommand.actor(by), "command-line", reason);
        all.addAll(old);
      }
    }
  }
}
