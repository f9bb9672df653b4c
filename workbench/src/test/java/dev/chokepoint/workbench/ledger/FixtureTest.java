package dev.chokepoint.workbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stores of every version of the tables since the first open for ever, and go on. */
class FixtureTest {
  private static final String HEAD =
      "72f2357c8ed09d0816558207b3a33fbb4be1dc7d30757aa95a59d5a1fa6f40b1";
  private static final String HEAD_2 =
      "305f5ce839930c4b5d634e2cd6f887e9c561de2de94b729d31a9e458534edd87";

  private static final String HEAD_3 =
      "932c0d2b3676f31df37c52689e440e5f510950669795eb43cf4efeec2e19c5e5";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void theFirstTablesOpen(Stores.Kind kind) throws Exception {
    String where = laidOut(kind, "store-1");
    try (Store store = Store.open(where)) {
      ChainCheck.Report report = ChainCheck.check(store, Map.of(6L, HEAD));
      assertThat(report.findings()).isEmpty();
      assertThat(report.entries()).isEqualTo(6);
      assertThat(report.redacted()).isEqualTo(1);
      Chain chain = Entries.chain(store);
      assertThat(chain.find(3).orElseThrow().answered()).isEqualTo("second answer");
      assertThat(chain.append(Entries.draft("ann", null, "goes on")).seq()).isEqualTo(7);
      assertThat(ChainCheck.check(store, Map.of(6L, HEAD)).isWhole()).isTrue();
    }
  }

  /** With order books: a run of which a line was proposed and released. */
  @ParameterizedTest
  @EnumSource
  void theTablesOfOrderBooksOpen(Stores.Kind kind) throws Exception {
    String where = laidOut(kind, "store-2");
    try (Store store = Store.open(where)) {
      ChainCheck.Report report = ChainCheck.check(store, Map.of(15L, HEAD_2));
      assertThat(report.findings()).isEmpty();
      assertThat(report.entries()).isEqualTo(15);
      Chain chain = Entries.chain(store);
      Books books = new Books(store, chain, Instant::now);
      Book book = books.visible("bob", Role.APPROVER).getFirst();
      assertThat(book.name()).isEqualTo("Spring");
      assertThat(book.fourEyes()).isTrue();
      assertThat(books.visible("eve", Role.APPROVER)).isEmpty();
      Book.Run run = books.runs(book).getFirst();
      assertThat(run.state()).isEqualTo(Book.RunState.DONE);
      Book.Decision decision =
          Objects.requireNonNull(books.decisions().last(run.id(), List.of(3L)).get(3L));
      assertThat(decision.kind()).isEqualTo(Book.Kind.RELEASE);
      assertThat(decision.reason()).isEqualTo("licence D-1 held");
      assertThat(books.decisions().seen(book, "bob")).isEqualTo(15);
      Books.By bob = new Books.By("bob", Role.APPROVER, "test", null);
      assertThat(books.create("Summer", false, bob).receipt().seq()).isEqualTo(16);
    }
  }

  /**
   * With a table beside the orders, a line that is held, and a first run that went after its time.
   */
  @ParameterizedTest
  @EnumSource
  void theTablesWithFilesBesideOpen(Stores.Kind kind) throws Exception {
    String where = laidOut(kind, "store-3");
    try (Store store = Store.open(where)) {
      ChainCheck.Report report = ChainCheck.check(store, Map.of(15L, HEAD_2, 21L, HEAD_3));
      assertThat(report.findings()).isEmpty();
      assertThat(report.entries()).isEqualTo(21);
      Chain chain = Entries.chain(store);
      Books books = new Books(store, chain, Instant::now);
      Book book = books.visible("ann", Role.ANALYST).getFirst();
      assertThat(books.uploads(book))
          .extracting(Book.Upload::file, Book.Upload::holds)
          .containsExactly(
              tuple("products.csv", Book.Holds.PRODUCTS),
              tuple("more.csv", Book.Holds.ORDERS),
              tuple("orders.csv", Book.Holds.ORDERS));
      Book.Run run = books.runs(book).getFirst();
      assertThat(run.removed()).isZero();
      assertThat(books.runs(book).getLast().removed()).isEqualTo(21);
      Book.Decision decision =
          Objects.requireNonNull(books.decisions().last(run.id(), List.of(4L)).get(4L));
      assertThat(decision.kind()).isEqualTo(Book.Kind.HOLD);
      assertThat(decision.account()).isEqualTo("bob");
      assertThat(new Removals(store, chain).gone().uploads()).hasSize(1);
      Books.By bob = new Books.By("bob", Role.APPROVER, "test", null);
      assertThat(books.create("Summer", false, bob).receipt().seq()).isEqualTo(22);
    }
  }

  private String laidOut(Stores.Kind kind, String name) throws Exception {
    String where = Stores.fresh(kind, folder);
    if (kind == Stores.Kind.SQLITE) {
      Files.write(Path.of(where), resource(name + ".db"));
    } else {
      try (Connection connection = Stores.connect(where);
          Statement statement = connection.createStatement()) {
        statement.execute(new String(resource(name + ".sql"), StandardCharsets.UTF_8));
      }
    }
    return where;
  }

  private static byte[] resource(String name) throws Exception {
    try (InputStream in =
        java.util.Objects.requireNonNull(
            FixtureTest.class.getResourceAsStream("/ledger/" + name))) {
      return in.readAllBytes();
    }
  }
}
