package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Book;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.orders.Run;
import dev.chokepoint.workbench.orders.Verification;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a run over an order book left, beside what comes out again from its file, the knowledge and
 * the lists of that day.
 *
 * @param files number of files that were compared
 * @param first the first difference, or null when there is none
 * @param sameProgram whether this is the program that ran then
 */
public record RunReplay(int files, Verification.@Nullable Difference first, boolean sameProgram) {
  /** Action of an entry that says how a run ended. */
  public static final String RUN = "book-run";

  private static final String MANIFEST = "manifest.json";
  private static final long MEMORY_MEGABYTES = 2000;

  /**
   * Derives a run again.
   *
   * @param books folder of the files of order books, wherever it is now
   * @param log where progress is told
   * @throws Refused when the entry is of no finished run, or when what it follows from is gone
   */
  public static RunReplay of(Store store, Entry entry, Path books, PrintWriter log) {
    String place = "entry " + entry.seq();
    JsonNode contents = entry.contents();
    if (entry.isRedacted()) {
      String hint = "Maybe `chokepoint audit list` shows who deleted it, and why.";
      throw new Refused(new Problem("deleted", place, "", "content that was not deleted", hint));
    }
    String state = contents.path("state").asString("");
    if (!entry.action().equals(RUN) || !state.equals(Book.RunState.DONE.word())) {
      String limit = "an entry of a run that ended well";
      throw new Refused(new Problem("no-results", place, entry.action() + " " + state, limit, ""));
    }
    BookFolder folder = BookFolder.existing(books);
    Path results = folder.results(contents.path("id").asString(""));
    if (!Files.isRegularFile(results.resolve(MANIFEST))) {
      throw new Refused(
          new Problem(
              "gone",
              place,
              contents.path("id").asString(""),
              "the results of that run in the folder of order books",
              "Maybe --books DIR names another folder, or they were removed after their time."));
    }
    JsonNode follows = entry.said().path("follows");
    boolean same = Recorder.isThisProgram(entry);
    String recorded = follows.path("results").asString("");
    String found = Run.checksum(results);
    if (!found.equals(recorded)) {
      // The list of files is not the one of that run: what it says is worth nothing.
      String where = "SHA-256 of the folder, then of the chain";
      return new RunReplay(1, new Verification.Difference(MANIFEST, where, found, recorded), same);
    }
    try (ThatDay then = ThatDay.of(store, entry)) {
      Verification verified =
          Verification.of(
              results,
              new Verification.Places(folder::moved, then.lists()),
              then.knowledge(),
              follows.path("version").asString(""),
              log,
              MEMORY_MEGABYTES,
              Runtime.getRuntime().availableProcessors());
      return new RunReplay(verified.files(), verified.first(), same);
    }
  }
}
