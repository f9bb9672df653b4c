package dev.chokepoint.workbench;

import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.orders.Verification;
import dev.chokepoint.workbench.web.Recorder;
import dev.chokepoint.workbench.web.RunReplay;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code audit replay}: an answer, or all that a run over an order book left. */
@Command(
    name = "replay",
    description =
        "Derives a past answer or run again, with the knowledge and the lists of that day.")
final class AuditReplayCommand implements Callable<Integer> {
  private static final int DIFFERENT = 1;

  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;
  @Mixin StoreOption store = new StoreOption();
  @Mixin BooksOption books = new BooksOption();

  @Parameters(paramLabel = "ID", description = "Number of the entry.")
  long id;

  @Option(names = "--answer", description = "Print the recorded answer itself.")
  boolean answer;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  /**
   * What came out.
   *
   * @param recorded what was answered then, the summary of a run
   * @param files number of files or answers that were compared
   * @param first the first difference, or null when every byte is the same
   */
  private record Derived(
      String recorded, int files, Verification.@Nullable Difference first, boolean sameProgram) {}

  @Override
  public Integer call() {
    try (Store opened = store.open()) {
      Entry entry = AuditCommand.entry(AuditCommand.chain(opened), id);
      if (answer && entry.action().equals(RunReplay.RUN) && entry.answered() != null) {
        AuditCommand.out(spec).print(entry.answered());
        return 0;
      }
      Derived derived = derived(opened, entry);
      if (answer) {
        AuditCommand.out(spec).print(derived.recorded());
      } else {
        AuditCommand.out(spec).println(json ? document(entry, derived) : text(entry, derived));
      }
      return derived.first() == null ? 0 : DIFFERENT;
    }
  }

  private Derived derived(Store opened, Entry entry) {
    if (entry.action().equals(RunReplay.RUN)) {
      CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
      RunReplay run = RunReplay.of(opened, entry, books.of(opened), line.getErr());
      return new Derived("", run.files(), run.first(), run.sameProgram());
    }
    Recorder.Replay replay = Recorder.replay(opened, entry);
    return new Derived(replay.recorded(), 1, replay.first(), replay.sameProgram());
  }

  private String document(Entry entry, Derived derived) {
    return Json.write(
        Json.object(
            "id", id,
            "identical", derived.first() == null,
            "sameProgram", derived.sameProgram(),
            "recordedBy", entry.said().path("follows").path("version").asString(""),
            "derivedBy", Main.programVersion(),
            "knowledge", entry.said().path("follows").path("catalogue").asString(""),
            "files", derived.files(),
            "firstDifference", VerifyCommand.document(derived.first())));
  }

  private static String text(Entry entry, Derived derived) {
    Verification.Difference first = derived.first();
    Page page = new Page();
    page.line(
        0,
        "Entry %d of %s: %s, byte for byte, with the knowledge of that day."
            .formatted(entry.seq(), entry.at(), first == null ? "identical" : "not identical"));
    if (entry.action().equals(RunReplay.RUN)) {
      page.line(0, "Files compared: %d.".formatted(derived.files()));
    }
    if (!derived.sameProgram()) {
      page.line(
          0,
          "This is not the program that answered then (%s; this is %s).%s"
              .formatted(
                  entry.said().path("follows").path("version").asString("unknown"),
                  Main.programVersion(),
                  first == null
                      ? ""
                      : " What differs may come from the program, for the knowledge is the same."));
    }
    return first == null
        ? page.text()
        : page.text() + "\nFirst difference: " + VerifyCommand.text(first);
  }
}
