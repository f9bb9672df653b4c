package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.workbench.ledger.Accounts;
import dev.chokepoint.workbench.ledger.Book;
import dev.chokepoint.workbench.ledger.Books;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.ChainCheck;
import dev.chokepoint.workbench.ledger.Role;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.ledger.Stores;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A real process is killed while it takes files in and decides lines: each that it was told is safe
 * is there after, and the chain is whole. {@code -Dchokepoint.kills=20} kills as often on each
 * store.
 */
class UploadKillTest {
  private static final int KILLS = Integer.getInteger("chokepoint.kills", 2);
  private static final long SEED = 20_261_130;
  private static final Books.By ANN = new Books.By("ann", Role.ANALYST, "test", null);

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void whatWasAcceptedSurvives(Stores.Kind kind) throws Exception {
    String where = Stores.fresh(kind, folder);
    Path files = folder.resolve("books");
    prepare(where, files);
    Random random = new Random(SEED);
    Map<String, String> uploads = new HashMap<>();
    Set<Long> decisions = new TreeSet<>();
    for (int kill = 0; kill < KILLS; kill++) {
      int before = uploads.size() + decisions.size();
      Process process = start(where, files, 100_000L * kill);
      BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
      assertThat(said.readLine()).isEqualTo("ready");
      int wait = 200 + random.nextInt(600);
      Thread killer =
          new Thread(() -> {
            try {
              Thread.sleep(wait);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            process.toHandle().destroyForcibly();
          });
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (killer.getState() == Thread.State.NEW) {
          killer.start(); // from the first one on
        }
        if (line.matches("upload [0-9a-f]{20} [0-9a-f]{64}")) { // the last line may be cut
          uploads.put(line.substring(7, 27), line.substring(28));
        } else if (line.matches("decision \\d+\\.")) {
          decisions.add(Long.parseLong(line.substring(9, line.length() - 1)));
        }
      }
      killer.join();
      assertThat(process.waitFor()).isEqualTo(137);
      assertThat(uploads.size() + decisions.size()).isGreaterThan(before);
      check(where, files, uploads, decisions);
    }
    System.err.println(
        "%s: %d kills, %d uploads and %d decisions safe"
            .formatted(kind, KILLS, uploads.size(), decisions.size()));
  }

  private static void prepare(String where, Path files) {
    try (Store store = Store.openOrCreate(where)) {
      Chain chain = new Chain(store, Instant::now);
      Accounts accounts = new Accounts(store, chain, Instant::now);
      accounts.add("ann", Role.ANALYST, null, new Accounts.By("setup", "test"));
      Books books = new Books(store, chain, Instant::now);
      books.create("Spring", false, ANN);
      Book book = books.visible("ann", Role.ANALYST).getFirst();
      String id = Books.newId();
      books.upload(book, id, "o.csv", 0, "0".repeat(64), Book.Holds.ORDERS, Map.of(), ANN);
      ObjectNode asked = JsonMapper.builder().build().createObjectNode();
      books.ask(book, books.upload(id).orElseThrow(), List.of(), asked, ANN);
      new BookFolder(files);
    }
  }

  private static void check(
      String where, Path files, Map<String, String> uploads, Set<Long> decisions) throws Exception {
    try (Store store = Store.open(where)) {
      assertThat(ChainCheck.check(store, Map.of()).findings()).isEmpty();
      Books books = new Books(store, new Chain(store, Instant::now), Instant::now);
      for (Map.Entry<String, String> upload : uploads.entrySet()) {
        Book.Upload row = books.upload(upload.getKey()).orElseThrow();
        assertThat(row.sha256()).isEqualTo(upload.getValue());
        byte[] file = Files.readAllBytes(files.resolve("uploads").resolve(row.id()));
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        assertThat(HexFormat.of().formatHex(digest.digest(file))).isEqualTo(row.sha256());
      }
      Book book = books.visible("ann", Role.ANALYST).getFirst();
      String run = books.runs(book).getFirst().id();
      assertThat(books.decisions().last(run, decisions).keySet()).containsAll(decisions);
    }
  }

  private static Process start(String where, Path files, long first) throws Exception {
    List<String> words =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Uploader.class.getName(),
            where,
            files.toString(),
            String.valueOf(first));
    return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
