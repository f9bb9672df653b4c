package dev.chokepoint.workbench;

import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.parties.PartyStore;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store a command reads or writes. */
final class StoreOption {
  @Option(
      names = "--store",
      paramLabel = "FILE|URL",
      description =
          "A file of SQLite, or jdbc:postgresql://HOST/NAME; default chokepoint/ledger.db under the"
              + " user's data folder, or CHOKEPOINT_STORE.")
  @Nullable String store;

  private String where() {
    String own = System.getenv("CHOKEPOINT_STORE");
    return store != null
        ? store
        : own != null && !own.isBlank()
            ? own
            : PartyStore.dataFolder().resolve("ledger.db").toString();
  }

  Store open() {
    return Store.open(where());
  }

  Store openOrCreate() {
    return Store.openOrCreate(where());
  }

  static String user() {
    return System.getProperty("user.name", "unknown");
  }
}
