package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.Main;
import dev.chokepoint.workbench.ledger.Accounts;
import dev.chokepoint.workbench.ledger.Book;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.ledger.Stores;
import dev.chokepoint.workbench.parties.Review;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a run left comes out again from its file and the law of that day, or it is said where not.
 */
class RunReplayTest {
  private static final Knowledge KNOWLEDGE = Knowledge.load();

  @TempDir Path folder;
  private String where;
  private Store store;
  private Path files;
  private Path lists;

  @BeforeEach
  void open() {
    where = Stores.fresh(Stores.Kind.SQLITE, folder);
    files = folder.resolve("books");
    lists = folder.resolve("lists");
    store = Store.openOrCreate(where);
    Accounts accounts = new Accounts(store, new Chain(store, Instant::now), Instant::now);
    accounts.add(
        "ann", Role.ADMIN, SharedServer.PASSWORD.toCharArray(), new Accounts.By("setup", "test"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Book.Run run(Knowledge knowledge, byte[] packed) {
    try (BookSample sample = new BookSample(store, files, lists, knowledge, packed, Instant::now)) {
      return sample.run(sample.upload(BookSample.example()));
    }
  }

  private RunReplay replay(Book.Run run, Path where) {
    Entry entry = new Chain(store, Instant::now).find(run.seq()).orElseThrow();
    return RunReplay.of(store, entry, where, new PrintWriter(Writer.nullWriter()));
  }

  /** Elsewhere, under the law and the decisions of that day, which are others now. */
  @Test
  void aRunComesOutAgainWhateverBecameOfLawListsAndFolder() throws Exception {
    String law = new String(Knowledge.packed(), StandardCharsets.UTF_8);
    String other = law.replace("\"H20 96GB\"", "\"H20 of old\"");
    assertThat(other).isNotEqualTo(law);
    byte[] packed = other.getBytes(StandardCharsets.UTF_8);
    new Review(lists).add(decision("Somebody"));
    Book.Run run = run(Knowledge.ofPacked(packed, List.of()), packed);
    new Review(lists).add(decision("Somebody else"));
    Path moved = Files.move(files, folder.resolve("moved"));
    RunReplay replay = replay(run, moved);
    assertThat(replay.first()).isNull();
    // decided.csv, its Parquet, rejects, names, totals, alerts, summary, memo, manifest
    assertThat(replay.files()).isGreaterThanOrEqualTo(9);
    assertThat(replay.sameProgram()).isTrue();
    assertThatThrownBy(() -> replay(run, files)).isInstanceOf(Refused.class);
  }

  private static Review.Decision decision(String name) {
    return new Review.Decision(
        name, "", "Listed Ltd", "different", "ann", "2026-09-01", "seen", "0".repeat(64));
  }

  @Test
  void whatWasTamperedWithIsShown() throws Exception {
    Book.Run run = run(KNOWLEDGE, Knowledge.packed());
    Path results = files.resolve("runs").resolve(run.id());
    Path decided = results.resolve("decided.csv");
    String before = Files.readString(decided);
    // The line of 4000 H20 to China, let go by whoever can write to the disk.
    Files.writeString(decided, before.replaceFirst("newly-blocked", "unaffected"));
    RunReplay tampered = replay(run, files);
    assertThat(Objects.requireNonNull(tampered.first()).file()).isEqualTo("decided.csv");
    assertThat(tampered.first().place()).isEqualTo("line 2");
    assertThat(tampered.first().recorded()).contains("unaffected");
    assertThat(tampered.first().derived()).contains("newly-blocked");
    Main.Outcome said =
        Main.answer(
            LocalDate.of(2026, 9, 29),
            KNOWLEDGE,
            List.of("audit", "replay", "" + run.seq(), "--store=" + where, "--books=" + files));
    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.output()).contains("not identical", "First difference: decided.csv, line 2");
    Files.writeString(decided, before);
    assertThat(replay(run, files).first()).isNull();

    // A list of files written anew is not the one that the chain names.
    Path manifest = results.resolve("manifest.json");
    String list = Files.readString(manifest);
    Files.writeString(manifest, list.replaceFirst("\"clock\" : \"enforced\"", "\"clock\" : \"\""));
    assertThat(Objects.requireNonNull(replay(run, files).first()).derived())
        .isEqualTo(run.results());
    Files.writeString(manifest, list);

    Path input = files.resolve("uploads").resolve(run.upload());
    Files.writeString(input, BookSample.example().replace("4000", "40"));
    assertThat(Objects.requireNonNull(replay(run, files).first()).place())
        .isEqualTo("hashes.input");
  }

  @Test
  void onlyARunThatEndedWellIsDerivedAgain() {
    Book.Run run = run(KNOWLEDGE, Knowledge.packed());
    Entry asked = new Chain(store, Instant::now).find(run.seq() - 1).orElseThrow();
    assertThat(asked.action()).isEqualTo("book-run-asked");
    PrintWriter log = new PrintWriter(Writer.nullWriter());
    assertThatThrownBy(() -> RunReplay.of(store, asked, files, log)).isInstanceOf(Refused.class);
    new Chain(store, Instant::now).redact(List.of(run.seq()), "ann", "test", "a wish");
    assertThatThrownBy(() -> replay(run, files)).hasMessageContaining("deleted");
  }
}
