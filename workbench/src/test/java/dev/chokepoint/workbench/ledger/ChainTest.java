package dev.chokepoint.workbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chokepoint.units.Refused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Entries follow each other without gaps, whoever writes, and what is deleted leaves its hash. */
class ChainTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void anEntryIsWhatAnybodyCanCompute(Stores.Kind kind) throws Exception {
    try (Store store = Store.openOrCreate(Stores.fresh(kind, folder))) {
      List<Entry.Receipt> receipts = Entries.some(store);
      Entry third = Entries.chain(store).find(3).orElseThrow();
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      assertThat(third.hash())
          .isEqualTo(
              HexFormat.of().formatHex(sha.digest(third.header().getBytes(StandardCharsets.UTF_8))))
          .isEqualTo(receipts.get(2).hash());
      sha.update(java.util.Objects.requireNonNull(third.nonce()));
      sha.update("second answer".getBytes(StandardCharsets.UTF_8));
      assertThat(third.said("answer")).isEqualTo(HexFormat.of().formatHex(sha.digest()));
      assertThat(third.said("previous")).isEqualTo(receipts.get(1).hash());
      assertThat(third.answered()).isEqualTo("second answer");
      assertThat(third.actor()).isEqualTo("ann");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWholeChainIsWhole(Stores.Kind kind) {
    String where = Stores.fresh(kind, folder);
    try (Store store = Store.openOrCreate(where)) {
      List<Entry.Receipt> receipts = Entries.some(store);
      Entry.Receipt last = receipts.getLast();
      ChainCheck.Report report =
          ChainCheck.check(store, Map.of(last.seq(), last.hash(), 1L, receipts.getFirst().hash()));
      assertThat(report.findings()).isEmpty();
      assertThat(report.notes()).isEmpty();
      assertThat(report.entries()).isEqualTo(6);
      assertThat(report.redacted()).isEqualTo(1);
      assertThat(report.kept()).isEqualTo(1);
      assertThat(report.head()).isEqualTo(last.anchor());
    }
    try (Store again = Store.open(where)) {
      assertThat(ChainCheck.check(again, Map.of()).isWhole()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void manyWritersMakeOneChain(Stores.Kind kind) throws Exception {
    String where = Stores.fresh(kind, folder);
    List<Long> seqs = new ArrayList<>();
    try (Store one = Store.openOrCreate(where);
        Store other = Store.open(where);
        ExecutorService threads = Executors.newFixedThreadPool(8)) {
      Chain here = Entries.chain(one);
      Chain there = Entries.chain(other);
      List<Callable<Long>> work = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Entry.Draft draft = Entries.draft("writer" + i, null, "word " + i);
        Chain chain = i % 2 == 0 ? here : there;
        work.add(() -> chain.append(draft).seq());
      }
      for (Future<Long> done : threads.invokeAll(work)) {
        seqs.add(done.get());
      }
      assertThat(seqs)
          .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, 200).boxed().toList());
      assertThat(ChainCheck.check(one, Map.of()).findings()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsDeletedIsGoneAndSaidSo(Stores.Kind kind) {
    try (Store store = Store.openOrCreate(Stores.fresh(kind, folder))) {
      Entries.some(store);
      Chain chain = Entries.chain(store);
      Entry deleted = chain.find(2).orElseThrow();
      assertThat(deleted.isRedacted()).isTrue();
      assertThat(deleted.nonce()).isNull();
      assertThat(deleted.answer()).isNull();
      assertThat(chain.find(4).orElseThrow().contents().toString())
          .isEqualTo("{\"entries\":[2],\"reason\":\"a wish\"}");
      assertThat(chain.redact(List.of(2L, 4L, 99L), "bob", "test", "again")).isEmpty();
      assertThat(chain.head().seq()).isEqualTo(6);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKeyHappensOnce(Stores.Kind kind) {
    try (Store store = Store.openOrCreate(Stores.fresh(kind, folder))) {
      Chain chain = Entries.chain(store);
      Entry.Draft draft = Entries.draft("ann", null, "once");
      Entry first = chain.appendOnce("k", "r", "ann", c -> draft);
      assertThat(chain.find(1).orElseThrow().receipt()).isEqualTo(first.receipt());
      Entry again = chain.appendOnce("k", "r", "ann", c -> draft);
      assertThat(again.receipt()).isEqualTo(first.receipt());
      assertThat(again.contents()).isEqualTo(first.contents());
      assertThat(chain.appendOnce("k", "r", "bob", c -> draft).seq()).isEqualTo(2);
      assertThatThrownBy(() -> chain.appendOnce("k", "other", "ann", c -> draft))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("key reused");
      assertThat(chain.head().seq()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatFailsLeavesNothing(Stores.Kind kind) {
    try (Store store = Store.openOrCreate(Stores.fresh(kind, folder))) {
      Chain chain = Entries.chain(store);
      assertThatThrownBy(() ->
              chain.append(c -> {
                Accounts.update(c, "DELETE FROM chain_head WHERE one = 2");
                Accounts.update(
                    c, "INSERT INTO kept (hash, bytes) VALUES (?, ?)", "x", new byte[] {1});
                throw new IllegalStateException("no");
              }))
          .hasMessage("no");
      assertThat(chain.head()).isEqualTo(new Chain.Head(0, Hash.NONE));
      assertThat(new Kept(store).find("x")).isEmpty();
      assertThat(chain.append(Entries.draft("ann", null, "goes on")).seq()).isEqualTo(1);
    }
  }

  /** PostgreSQL takes no U+0000; whoever waits beside such an entry is not refused for it. */
  @ParameterizedTest
  @EnumSource
  void oneThatCannotBeWrittenHarmsNoOther(Stores.Kind kind) throws Exception {
    try (Store store = Store.openOrCreate(Stores.fresh(kind, folder));
        ExecutorService threads = Executors.newFixedThreadPool(16)) {
      Chain chain = Entries.chain(store);
      List<Callable<Boolean>> work = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        boolean bad = i % 8 == 3;
        Entry.Draft draft = Entries.draft("ann", bad ? "a\u0000b" : "case", "word " + i);
        work.add(() -> {
          try {
            chain.append(draft);
            return true;
          } catch (Refused e) {
            assertThat(e.problems().getFirst().id()).isEqualTo("bad-value");
            assertThat(bad).isTrue();
            return false;
          }
        });
      }
      int written = 0;
      for (Future<Boolean> done : threads.invokeAll(work)) {
        written += done.get() ? 1 : 0;
      }
      assertThat(written).isEqualTo(kind == Stores.Kind.SQLITE ? 64 : 56);
      ChainCheck.Report report = ChainCheck.check(store, Map.of());
      assertThat(report.findings()).isEmpty();
      assertThat(report.entries()).isEqualTo(written);
    }
  }

  /** The clock of a machine may be set back: entries keep their order, and the check says so. */
  @ParameterizedTest
  @EnumSource
  void aClockThatGoesBackIsNoted(Stores.Kind kind) {
    try (Store store = Store.openOrCreate(Stores.fresh(kind, folder))) {
      Instant noon = Instant.parse("2026-11-29T12:00:00Z");
      new Chain(store, () -> noon).append(Entries.draft("ann", null, "at noon"));
      new Chain(store, () -> noon.minusSeconds(3600)).append(Entries.draft("ann", null, "before"));
      ChainCheck.Report report = ChainCheck.check(store, Map.of());
      assertThat(report.isWhole()).isTrue();
      assertThat(report.notes())
          .containsExactly(
              new ChainCheck.Finding("entry 2", "the clock stood before that of an earlier entry"));
    }
  }
}
