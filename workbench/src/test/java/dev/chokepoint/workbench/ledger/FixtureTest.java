package dev.chokepoint.workbench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Stores of every version of the tables since the first open for ever, and go on. */
class FixtureTest {
  private static final String HEAD =
      "72f2357c8ed09d0816558207b3a33fbb4be1dc7d30757aa95a59d5a1fa6f40b1";

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void theFirstTablesOpen(Stores.Kind kind) throws Exception {
    String where = Stores.fresh(kind, folder);
    if (kind == Stores.Kind.SQLITE) {
      Files.write(Path.of(where), resource("store-1.db"));
    } else {
      try (Connection connection = Stores.connect(where);
          Statement statement = connection.createStatement()) {
        statement.execute(new String(resource("store-1.sql"), StandardCharsets.UTF_8));
      }
    }
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

  private static byte[] resource(String name) throws Exception {
    try (InputStream in =
        java.util.Objects.requireNonNull(
            FixtureTest.class.getResourceAsStream("/ledger/" + name))) {
      return in.readAllBytes();
    }
  }
}
