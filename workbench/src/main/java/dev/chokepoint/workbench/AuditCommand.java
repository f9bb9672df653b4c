package dev.chokepoint.workbench;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.ChainCheck;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.web.Recorder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The record that stands in front of an auditor. */
@Command(
    name = "audit",
    description = "Record answers in a chain that shows every change; check, replay, export it.",
    subcommands = {
      AuditCommand.Recording.class,
      AuditCommand.Listing.class,
      AuditCommand.Verify.class,
      AuditReplayCommand.class,
      AuditExportCommand.class,
      AuditKeepCommand.Redact.class,
      AuditKeepCommand.Retention.class,
      AuditKeepCommand.Prune.class,
      AuditCommand.BackUp.class
    })
final class AuditCommand implements Runnable {
  private static final int DIFFERENT = 1;

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    line.usage(line.getOut());
  }

  Main program() {
    return java.util.Objects.requireNonNull(main);
  }

  static Chain chain(Store store) {
    return new Chain(store, Instant::now);
  }

  static PrintWriter out(CommandLine.Model.@Nullable CommandSpec spec) {
    return java.util.Objects.requireNonNull(spec).commandLine().getOut();
  }

  /** The name that stands in the chain for ever. */
  static String actor(@Nullable String by) {
    String name = by == null ? StoreOption.user() : by.strip();
    if (name.isEmpty() || name.length() > 100 || name.chars().anyMatch(Character::isISOControl)) {
      throw new Refused(new Problem("bad-value", "--by", name, "1 to 100 characters", ""));
    }
    return name;
  }

  static Entry entry(Chain chain, long id) {
    return chain
        .find(id)
        .orElseThrow(() -> {
          String limit = "an entry from 1 to " + chain.head().seq();
          return new Refused(new Problem("no-such-entry", "ID", String.valueOf(id), limit, ""));
        });
  }

  /** {@code audit record}. */
  @Command(
      name = "record",
      description = "Ask, and record the answer with what it follows from.",
      footer = {"", "Example: chokepoint audit record --reason \"offer 7\" classify H20 --to CN"})
  static final class Recording implements Callable<Integer> {
    @ParentCommand @Nullable AuditCommand parent;
    @Mixin StoreOption store = new StoreOption();
    private CommandLine.Model.@Nullable CommandSpec spec;

    @Parameters(
        arity = "1..*",
        paramLabel = "QUESTION",
        description = "A command that reads no file, such as classify H20 --to CN; comes last.")
    List<String> question = List.of();

    @Option(
        names = "--by",
        paramLabel = "NAME",
        description = "Who asks; default the user of this machine.")
    @Nullable String by;

    @Option(
        names = "--subject",
        paramLabel = "ID",
        description = "What it is about, as offer-7; stays for ever, so nothing personal.")
    @Nullable String subject;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why it is asked.")
    @Nullable String reason;

    @Option(
        names = "--key",
        paramLabel = "WORD",
        description = "The same key a second time records nothing new.")
    @Nullable String key;

    @Option(names = "--json", description = "Print the receipt as JSON.")
    boolean json;

    /** What follows the question's first word is the question's own. */
    @CommandLine.Spec
    void spec(CommandLine.Model.CommandSpec given) {
      given.parser().stopAtPositional(true);
      spec = given;
    }

    @Override
    public Integer call() {
      Main program = java.util.Objects.requireNonNull(parent).program();
      program.refuseOtherKnowledge();
      try (Store opened = store.openOrCreate()) {
        Recorder.Recorded recorded =
            new Recorder(opened, chain(opened), program.knowledge())
                .record(
                    question,
                    program.today(),
                    new Recorder.By(actor(by), "command-line", subject, reason, key));
        if (json) {
          out(spec).println(Json.write(recorded.document()));
        } else {
          Page page = new Page();
          page.line(
              0,
              "Recorded as entry %d. The answer exits with %d, and so does this."
                  .formatted(recorded.receipt().seq(), recorded.outcome().exitCode()));
          page.line(0, "Anchor " + recorded.receipt().anchor());
          out(spec).println(page.text());
        }
        return recorded.outcome().exitCode();
      }
    }
  }

  /** {@code audit list}. */
  @Command(name = "list", description = "The last entries, the newest first.")
  static final class Listing implements Callable<Integer> {
    private static final int MOST = 10_000;

    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
    @Mixin StoreOption store = new StoreOption();

    @Option(names = "--most", paramLabel = "N", description = "How many; default 20.")
    int most = 20;

    @Option(names = "--before", paramLabel = "ID", description = "Only entries before this one.")
    long before = Long.MAX_VALUE;

    @Option(names = "--subject", paramLabel = "ID", description = "Only entries about this.")
    @Nullable String subject;

    @Option(names = "--json", description = "Answer as JSON.")
    boolean json;

    @Override
    public Integer call() {
      if (most < 1 || most > MOST) {
        throw new Refused(
            new Problem("out-of-range", "--most", String.valueOf(most), "1 to " + MOST, ""));
      }
      try (Store opened = store.open()) {
        Chain chain = chain(opened);
        String about = subject;
        List<Entry> entries =
            about == null ? chain.before(before, most) : chain.about(about, before, most);
        if (json) {
          List<Object> documents = new ArrayList<>();
          entries.forEach(entry -> documents.add(entry.document()));
          out(spec).println(Json.write(Json.object("entries", documents)));
        } else {
          Page page = new Page();
          entries.forEach(e ->
              page.labelled(
                  0,
                  "%6d  %s  %-12s %-12s".formatted(e.seq(), e.at(), e.actor(), e.action()),
                  64,
                  asked(e)));
          page.line(0, entries.isEmpty() ? "No entry." : "Head " + anchor(chain.head()));
          out(spec).println(page.text());
        }
        return 0;
      }
    }

    private static String asked(Entry entry) {
      String about = entry.subject() == null ? "" : entry.subject() + ": ";
      if (entry.isRedacted()) {
        return about + "(content deleted)";
      }
      List<String> words = new ArrayList<>();
      entry.contents().path("arguments").forEach(word -> words.add(word.asString("")));
      words.removeAll(List.of("--json", "--"));
      return about + (words.isEmpty() ? entry.contents().toString() : String.join(" ", words));
    }
  }

  static String anchor(Chain.Head head) {
    return head.seq() + ":" + head.hash();
  }

  /** {@code audit verify}. */
  @Command(name = "verify", description = "Reads the whole chain and names what was changed.")
  static final class Verify implements Callable<Integer> {
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
    @Mixin StoreOption store = new StoreOption();

    @Option(
        names = "--anchor",
        paramLabel = "ID:HASH",
        description = "A receipt kept elsewhere; may be repeated.")
    List<String> anchors = List.of();

    @Option(names = "--json", description = "Answer as JSON.")
    boolean json;

    @Override
    public Integer call() {
      try (Store opened = store.open()) {
        ChainCheck.Report report = ChainCheck.check(opened, anchors(anchors));
        out(spec).println(json ? Json.write(document(report)) : text(report));
        return report.isWhole() ? 0 : DIFFERENT;
      }
    }

    private static Map<Long, String> anchors(List<String> said) {
      Map<Long, String> anchors = new TreeMap<>();
      for (String anchor : said) {
        if (!anchor.matches("\\d{1,18}:[0-9a-f]{64}")) {
          String limit = "as `audit record` and `audit verify` print it";
          throw new Refused(new Problem("bad-value", "--anchor", anchor, limit, ""));
        }
        int colon = anchor.indexOf(':');
        long seq = Long.parseLong(anchor.substring(0, colon));
        String hash = anchor.substring(colon + 1);
        String other = anchors.put(seq, hash);
        if (other != null && !other.equals(hash)) {
          String limit = "one hash an entry: these two cannot be of one chain";
          throw new Refused(new Problem("bad-value", "--anchor", anchor, limit, ""));
        }
      }
      return anchors;
    }

    private static Map<String, Object> document(ChainCheck.Report report) {
      return Json.object(
          "whole", report.isWhole(),
          "entries", report.entries(),
          "deleted", report.redacted(),
          "kept", report.kept(),
          "head", report.head(),
          "anchors", report.anchors(),
          "findings", findings(report.findings()),
          "notes", findings(report.notes()));
    }

    private static List<Object> findings(List<ChainCheck.Finding> findings) {
      List<Object> out = new ArrayList<>();
      findings.forEach(f -> out.add(Json.object("place", f.place(), "what", f.what())));
      return out;
    }

    private static String text(ChainCheck.Report report) {
      Page page = new Page();
      page.line(
          0,
          "%s: %d entries, %d with deleted content, %d things kept beside them."
              .formatted(
                  report.isWhole() ? "Whole" : "Not whole",
                  report.entries(),
                  report.redacted(),
                  report.kept()));
      report.findings().forEach(f -> page.line(2, f.place() + ": " + f.what() + "."));
      report.notes().forEach(f -> page.line(2, "Note: " + f.place() + ": " + f.what() + "."));
      page.line(0, "Anchor " + report.head());
      page.line(
          0,
          report.anchors() > 0
              ? "Compared with " + report.anchors() + " anchor(s) kept elsewhere."
              : "No anchor was given: whoever can write to the store could have cut its end or"
                  + " written all of it anew, and this would not show. Keep the line above"
                  + " elsewhere and give it as --anchor next time.");
      return page.text();
    }
  }

  /** {@code audit backup}. */
  @Command(
      name = "backup",
      description = "Copies a store that is one file, also while a server writes to it.")
  static final class BackUp implements Callable<Integer> {
    @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
    @Mixin StoreOption store = new StoreOption();

    @Parameters(paramLabel = "FILE", description = "The copy; must not be there yet.")
    Path file = Path.of("");

    @Override
    public Integer call() {
      try (Store opened = store.open()) {
        // Read first: an entry written after the copy was made is not in it.
        String head = anchor(chain(opened).head());
        opened.backUp(file);
        out(spec).println("Copied to " + file + ", head " + head);
        return 0;
      }
    }
  }
}
