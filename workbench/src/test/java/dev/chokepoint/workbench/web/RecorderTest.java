package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.Main;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.ChainCheck;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.ledger.Stores;
import dev.chokepoint.workbench.parties.PartyStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A recorded answer comes out again, whatever has become of law, lists and clock since. */
class RecorderTest {
  private static final LocalDate DAY = LocalDate.of(2026, 9, 29);
  private static final Recorder.By ANN = new Recorder.By("ann", "test", null, "offer 7", null);
  private static final Knowledge KNOWLEDGE = Knowledge.load();

  @TempDir Path folder;

  private Recorder recorder(Store store, Knowledge knowledge, byte[] packed) {
    Chain chain = new Chain(store, Instant::now);
    return new Recorder(store, chain, knowledge, () -> packed, folder.resolve("draft-2/lists"));
  }

  private static Entry entry(Store store, Recorder.Recorded recorded) {
    return new Chain(store, Instant::now).find(recorded.receipt().seq()).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerOfThisDayComesOutAgain(Stores.Kind kind) {
    try (Store store = Store.openOrCreate(Stores.fresh(kind, folder))) {
      Recorder recorder = recorder(store, KNOWLEDGE, Knowledge.packed());
      List<String> words = List.of("classify", "H20", "--to", "CN", "--with=proposal:gain-ai-act");
      Recorder.Recorded recorded = recorder.record(words, DAY, ANN);
      assertThat(recorded.outcome().output())
          .isEqualTo(
              Main.answer(
                      DAY,
                      KNOWLEDGE,
                      List.of(
                          "classify", "--json", "--with=proposal:gain-ai-act", "--to=CN", "H20"))
                  .output());
      Recorder.Replay replay = Recorder.replay(store, entry(store, recorded));
      assertThat(replay.isIdentical()).isTrue();
      assertThat(replay.sameProgram()).isTrue();
      assertThat(replay.recorded()).isEqualTo(recorded.outcome().output());
      assertThat(ChainCheck.check(store, Map.of()).findings()).isEmpty();
    }
  }

  /** The law of that day was another: the limit of the sanctions on H20 stood elsewhere. */
  @Test
  void anAnswerUnderOtherLawComesOutAgain() {
    String text = new String(Knowledge.packed(), StandardCharsets.UTF_8);
    String other = text.replace("\"H20 96GB\"", "\"H20 of old\"");
    assertThat(other).isNotEqualTo(text);
    byte[] packed = other.getBytes(StandardCharsets.UTF_8);
    try (Store store = Store.openOrCreate(Stores.fresh(Stores.Kind.SQLITE, folder))) {
      Recorder then = recorder(store, Knowledge.ofPacked(packed, List.of()), packed);
      List<String> words = List.of("classify", "nvidia-h20-96", "--to", "CN");
      Recorder.Recorded recorded = then.record(words, DAY, ANN);
      assertThat(recorded.outcome().output()).contains("H20 of old");
      Recorder.Recorded today =
          recorder(store, KNOWLEDGE, Knowledge.packed()).record(words, DAY, ANN);
      assertThat(today.outcome().output()).doesNotContain("H20 of old");
      assertThat(Recorder.replay(store, entry(store, recorded)).isIdentical()).isTrue();
      assertThat(Recorder.replay(store, entry(store, today)).isIdentical()).isTrue();
      assertThat(ChainCheck.check(store, Map.of()).kept()).isEqualTo(2);
    }
  }

  /** The list of that day did not have the buyer's name yet. */
  @Test
  void anAnswerUnderAnotherListComesOutAgain() throws Exception {
    Path lists = folder.resolve("draft-2/lists");
    importList(lists, "list-2026-09-01.csv", "Somebody Else Ltd");
    List<String> words = List.of("classify", "H20", "--to", "SG", "--party", "Zyxwv Trading");
    try (Store store = Store.openOrCreate(Stores.fresh(Stores.Kind.SQLITE, folder))) {
      Recorder recorder = recorder(store, KNOWLEDGE, Knowledge.packed());
      Recorder.Recorded before = recorder.record(words, DAY, ANN);
      importList(lists, "list-2026-09-02.csv", "Zyxwv Trading");
      Recorder.Recorded after = recorder.record(words, DAY, ANN);
      assertThat(after.outcome().output()).isNotEqualTo(before.outcome().output());
      assertThat(Recorder.replay(store, entry(store, before)).isIdentical()).isTrue();
      assertThat(Recorder.replay(store, entry(store, after)).isIdentical()).isTrue();
      assertThat(entry(store, before).said().path("follows").path("list"))
          .isNotEqualTo(entry(store, after).said().path("follows").path("list"));
      assertThat(ChainCheck.check(store, Map.of()).findings()).isEmpty();
    }
  }

  /** A list is imported while the answer is worked out: what is recorded follows from one list. */
  @Test
  void aListThatIsImportedMeanwhileIsTheOneOfTheAnswer() throws Exception {
    Path lists = folder.resolve("draft-2/lists");
    importList(lists, "list-2026-09-01.csv", "Somebody Else Ltd");
    List<String> words = List.of("parties", "search", "Zyxwv Trading");
    AtomicBoolean first = new AtomicBoolean(true);
    try (Store store = Store.openOrCreate(Stores.fresh(Stores.Kind.SQLITE, folder))) {
      Chain chain = new Chain(store, Instant::now);
      Recorder recorder =
          new Recorder(
              store,
              chain,
              KNOWLEDGE,
              Knowledge::packed,
              lists,
              (day, knowledge, arguments) -> {
                Main.Outcome outcome = Main.answer(day, knowledge, arguments);
                if (first.getAndSet(false)) {
                  try {
                    importList(lists, "list-2026-09-02.csv", "Zyxwv Trading");
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                }
                return outcome;
              });
      Recorder.Recorded recorded = recorder.record(words, DAY, ANN);
      assertThat(recorded.outcome().output()).contains("Zyxwv Trading").contains("\"hits\"");
      assertThat(Recorder.replay(store, entry(store, recorded)).isIdentical()).isTrue();
    }
  }

  private static void importList(Path lists, String name, String party) throws Exception {
    Path file =
        Files.writeString(
            Files.createDirectories(lists.resolveSibling("in")).resolve(name),
            "source,entity_number,type,programs,name,addresses,federal_register_notice,start_date,"
                + "license_requirement,license_policy,alt_names\n"
                + "Entity List (EL) - Bureau of Industry and Security,,,,"
                + party
                + ",\"Singapore, SG\",85 FR 83416,2020-12-18,All items subject to the EAR,"
                + "Presumption of denial,\n");
    new PartyStore(lists).add(file, null, true, DAY);
  }

  @Test
  void aKeyRecordsOnce() {
    try (Store store = Store.openOrCreate(Stores.fresh(Stores.Kind.SQLITE, folder))) {
      Recorder recorder = recorder(store, KNOWLEDGE, Knowledge.packed());
      Recorder.By once = new Recorder.By("ann", "test", "case-1", null, "key-1");
      List<String> words = List.of("classify", "H20", "--to", "CN");
      Recorder.Recorded first = recorder.record(words, DAY, once);
      assertThat(recorder.record(words, DAY, once).receipt()).isEqualTo(first.receipt());
      assertThatThrownBy(() -> recorder.record(List.of("chips"), DAY, once))
          .hasMessageContaining("key reused");
      Recorder.By other = new Recorder.By("ann", "test", "case-2", null, "key-1");
      assertThatThrownBy(() -> recorder.record(words, DAY, other))
          .hasMessageContaining("key reused");
    }
  }

  /** The day after, the same key gives what stands in the chain, not an answer that nobody kept. */
  @Test
  void aKeyGivesTheAnswerThatWasRecorded() {
    try (Store store = Store.openOrCreate(Stores.fresh(Stores.Kind.SQLITE, folder))) {
      Recorder recorder = recorder(store, KNOWLEDGE, Knowledge.packed());
      Recorder.By once = new Recorder.By("ann", "test", "case-1", null, "key-1");
      List<String> words = List.of("classify", "H20", "--to", "CN");
      Recorder.Recorded first = recorder.record(words, LocalDate.of(2025, 4, 1), once);
      Recorder.Recorded second = recorder.record(words, LocalDate.of(2026, 9, 29), once);
      assertThat(second).isEqualTo(first);
      new Chain(store, Instant::now).redact(List.of(first.receipt().seq()), "ann", "test", "wish");
      assertThatThrownBy(() -> recorder.record(words, DAY, once)).isInstanceOf(Refused.class);
      assertThat(
              store.<String>read(connection -> {
                try (var row =
                    connection.createStatement().executeQuery("SELECT request FROM request_key")) {
                  return row.getString(1);
                }
              }))
          .isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\u0000b", "a\u001b[2Jb", "a\nb", "a\ud800b", "retention", "user:ann", "book:1"})
  void aSubjectThatMisleadsIsNotRecorded(String subject) {
    try (Store store = Store.openOrCreate(Stores.fresh(Stores.Kind.SQLITE, folder))) {
      Recorder recorder = recorder(store, KNOWLEDGE, Knowledge.packed());
      Recorder.By by = new Recorder.By("ann", "test", subject, null, null);
      assertThatThrownBy(() -> recorder.record(List.of("chips"), DAY, by))
          .isInstanceOf(Refused.class);
      Recorder.By why = new Recorder.By("ann", "test", null, "a\ud800b", null);
      assertThatThrownBy(() -> recorder.record(List.of("chips"), DAY, why))
          .isInstanceOf(Refused.class);
      assertThat(new Chain(store, Instant::now).head().seq()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          serve | no such question
          audit list | no such question
          screen book.csv | no such question
          classify --file /etc/passwd | unknown option
          classify --memo=/tmp/x H20 --to CN | unknown option
          classify H20 --to CN --overlay x.yaml | unknown option
          classify H20 --to CN --knowledge x | unknown option
          classify H20 --to CN --store x | unknown option
          classify --spec=/etc/passwd.yaml --to CN | bad value
          classify H20 L20 --to CN | bad arguments
          classify H2O --to CN | unknown chip
          classify H20 | missing
          predict --chip H20 --model /etc/passwd | unknown model
          """)
  void whatReadsFilesOrIsWrongIsNotRecorded(String words, String problem) {
    try (Store store = Store.openOrCreate(Stores.fresh(Stores.Kind.SQLITE, folder))) {
      Recorder recorder = recorder(store, KNOWLEDGE, Knowledge.packed());
      assertThatThrownBy(() -> recorder.record(List.of(words.split(" ", -1)), DAY, ANN))
          .isInstanceOf(Refused.class)
          .hasMessageContaining(problem);
      assertThat(new Chain(store, Instant::now).head().seq()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chips --vendor NVIDIA",
        "rules diff 2023-11-16 2023-11-17 --to CN",
        "rules show 3A090.a",
        "validate --published",
        "parties search Huawei",
        "predict --chip nvidia-a100-sxm4-80 --model megatron-22b --phase train --tp 8"
            + " --global-batch 4 --micro-batch 4 --length 2048 --no-overlap",
        "claims show hopper-date"
      })
  void everyKindOfQuestionComesOutAgain(String words) {
    try (Store store = Store.openOrCreate(Stores.fresh(Stores.Kind.SQLITE, folder))) {
      Recorder recorder = recorder(store, KNOWLEDGE, Knowledge.packed());
      Recorder.Recorded recorded = recorder.record(List.of(words.split(" ", -1)), DAY, ANN);
      assertThat(Recorder.replay(store, entry(store, recorded)).isIdentical()).isTrue();
    }
  }
}
