package dev.chokepoint.workbench;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** How long contents are kept. Headers and hashes are kept for ever. */
final class AuditKeepCommand {
  /** What the entry that sets it is about. */
  private static final String RETENTION = "retention";

  private static final int AT_ONCE = 1_000;
  private static final int MOST_DAYS = 36_500;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private AuditKeepCommand() {}

  private static Map<String, Object> deleted(List<Long> ids, @Nullable Integer days) {
    return Json.object("days", days, "deleted", ids);
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
                    ? Json.write(deleted(ids, null))
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

    @Option(names = "--by", paramLabel = "NAME", description = "Who; default the user.")
    @Nullable String by;

    @Option(names = "--json", description = "Answer as JSON.")
    boolean json;

    @Override
    public Integer call() {
      try (Store opened = store.open()) {
        Chain chain = AuditCommand.chain(opened);
        Integer said = days;
        if (said != null) {
          if (said < 0 || said > MOST_DAYS) {
            String limit = "0 to " + MOST_DAYS + " days";
            throw new Refused(
                new Problem("out-of-range", "--days", String.valueOf(said), limit, ""));
          }
          chain.append(
              Entry.Draft.of(
                  AuditCommand.actor(by),
                  "command-line",
                  Chain.RETENTION,
                  RETENTION,
                  MAPPER.createObjectNode().put("days", said)));
        }
        int kept = days(chain);
        AuditCommand.out(spec)
            .println(
                json
                    ? Json.write(deleted(List.of(), kept == 0 ? null : kept))
                    : kept == 0
                        ? "Contents are kept for ever."
                        : "Contents are kept for "
                            + kept
                            + " days; `audit prune` deletes older ones.");
        return 0;
      }
    }
  }

  private static int days(Chain chain) {
    return chain.about(RETENTION, Long.MAX_VALUE, AT_ONCE).stream()
        .filter(entry -> entry.action().equals(Chain.RETENTION))
        .findFirst()
        .map(AuditKeepCommand::days)
        .orElse(0);
  }

  /** An older program could delete what was set; then nobody knows it, and 0 would say "ever". */
  private static int days(Entry set) {
    JsonNode days = set.contents().path("days");
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

  /** {@code audit prune}. */
  @Command(
      name = "prune",
      description = "Deletes contents that are older than the retention, for good.")
  static final class Prune implements Callable<Integer> {
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
    @Mixin StoreOption store = new StoreOption();

    @Option(names = "--by", paramLabel = "NAME", description = "Who; default the user.")
    @Nullable String by;

    @Option(names = "--json", description = "Answer as JSON.")
    boolean json;

    @Override
    public Integer call() {
      try (Store opened = store.open()) {
        Chain chain = AuditCommand.chain(opened);
        int days = days(chain);
        List<Long> ids =
            days == 0 ? List.of() : prune(chain, Instant.now().minus(Duration.ofDays(days)), days);
        AuditCommand.out(spec)
            .println(
                json
                    ? Json.write(deleted(ids, days == 0 ? null : days))
                    : days == 0
                        ? "Contents are kept for ever; nothing was deleted."
                        : "Deleted the content of "
                            + ids.size()
                            + " entries older than "
                            + days
                            + " days.");
        return 0;
      }
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
