package dev.chokepoint.workbench;

import static dev.chokepoint.workbench.LedgerSamples.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.workbench.LedgerSamples.Said;
import dev.chokepoint.workbench.ledger.Stores;
import dev.chokepoint.workbench.ledger.Zip;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code audit} from the first entry to the printed case. */
class AuditCommandTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @TempDir Path folder;

  private static String record(String store, String... question) {
    List<String> words =
        new ArrayList<>(List.of("audit", "record", "--by", "ann", "--subject", "offer-7"));
    words.addAll(List.of(question));
    Said said = run(store, "", words.toArray(new String[0]));
    assertThat(said.code()).as(said.err()).isIn(0, 10);
    assertThat(said.out()).contains("exits with " + said.code());
    return said.out().replaceFirst("(?s).*Anchor (\\S+).*", "$1");
  }

  @ParameterizedTest
  @EnumSource
  void aCaseFromQuestionToPaper(Stores.Kind kind) throws Exception {
    String store = Stores.fresh(kind, folder);
    String first = record(store, "classify", "H20", "--to", "CN", "--as-of", "2025-04-20");
    assertThat(first).matches("1:[0-9a-f]{64}");
    String second =
        record(store, "--reason", "<b>asked</b> again", "classify", "H20", "--to", "SG");
    assertThat(run(store, "", "audit", "list").out())
        .contains("ann", "offer-7: classify --to=SG H20", "Head " + second);
    Said whole = run(store, "", "audit", "verify", "--anchor", first, "--anchor", second);
    assertThat(whole.code()).as(whole.out()).isZero();
    assertThat(whole.out()).contains("Whole: 2 entries", "Compared with 2 anchor(s)");
    assertThat(run(store, "", "audit", "replay", "1").out()).contains("identical, byte for byte");
    Path out = folder.resolve("out");
    Said exported = run(store, "", "audit", "export", "2", "--out", out.toString());
    assertThat(exported.code()).as(exported.err()).isZero();
    assertThat(exported.out()).contains("Exported 2 entries; the chain is whole");
    String page = Files.readString(out.resolve("entry-2.html"));
    assertThat(page)
        .contains("whole when this was exported", "asked&lt;/b&gt; again", "licence-required")
        .doesNotContain("<b>asked");
    byHand(MAPPER.readTree(Files.readAllBytes(out.resolve("entry-2.json"))));
  }

  /** A script that ships when this succeeds must not ship what is blocked. */
  @ParameterizedTest
  @CsvSource({"2025-04-08, 0", "2025-04-20, 10"})
  void aRecordedAnswerExitsAsItself(String day, int code) {
    String store = Stores.fresh(Stores.Kind.SQLITE, folder);
    String[] words = {"audit", "record", "--by", "ann", "classify", "H20", "--to", "CN"};
    List<String> dated = new ArrayList<>(List.of(words));
    dated.addAll(List.of("--as-of", day));
    assertThat(run(store, "", dated.toArray(new String[0])).code()).isEqualTo(code);
  }

  @Test
  void nothingIsExportedThatTheChainDoesNotName() {
    String store = Stores.fresh(Stores.Kind.SQLITE, folder);
    record(store, "rules", "export", "--dmn=-", "--as-of", "2025-04-20");
    Path out = folder.resolve("out");
    Said refused = run(store, "", "audit", "export", "1", "--out", out.toString(), "--by", "");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(out).doesNotExist();
    Said exported = run(store, "", "audit", "export", "1", "--out", out.toString());
    assertThat(exported.code()).as(exported.err()).isZero(); // an answer that is XML
    assertThat(out.resolve("entry-1.html")).exists();
  }

  /** As docs/operations.md tells an auditor to, with nothing of ours. */
  private static void byHand(JsonNode exported) throws Exception {
    String previous = "0".repeat(64);
    assertThat(exported.path("entries").size()).isEqualTo(2);
    for (JsonNode entry : exported.path("entries")) {
      JsonNode header = MAPPER.readTree(entry.path("header").stringValue());
      assertThat(sha(entry.path("header").stringValue()))
          .isEqualTo(entry.path("hash").stringValue());
      assertThat(header.path("previous").stringValue()).isEqualTo(previous);
      byte[] nonce = HexFormat.of().parseHex(entry.path("nonce").stringValue());
      assertThat(sha(nonce, entry.path("content").stringValue()))
          .isEqualTo(header.path("content").stringValue());
      assertThat(sha(nonce, entry.path("answer").stringValue()))
          .isEqualTo(header.path("answer").stringValue());
      assertThat(entry.path("replay").stringValue()).isEqualTo("identical");
      previous = entry.path("hash").stringValue();
    }
  }

  private static String sha(String text) throws Exception {
    return sha(new byte[0], text);
  }

  private static String sha(byte[] before, String text) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(before);
    return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void whatWasTamperedWithIsNamed() throws Exception {
    String store = Stores.fresh(Stores.Kind.SQLITE, folder);
    record(store, "classify", "H20", "--to", "CN");
    record(store, "classify", "L20", "--to", "CN");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE audit SET content = CAST(REPLACE(content, 'H20', 'H21') AS BLOB) WHERE seq = 1");
    }
    Said verify = run(store, "", "audit", "verify");
    assertThat(verify.code()).isEqualTo(1);
    assertThat(verify.out()).contains("Not whole", "entry 1: its content is not what was hashed");
  }

  @Test
  void contentsGoAfterTheirTime() {
    String store = Stores.fresh(Stores.Kind.SQLITE, folder);
    record(store, "classify", "H20", "--to", "CN");
    assertThat(run(store, "", "audit", "retention").out()).contains("for ever");
    assertThat(run(store, "", "audit", "prune").out()).contains("nothing was deleted");
    assertThat(run(store, "", "audit", "retention", "--days", "30").out()).contains("for 30 days");
    assertThat(run(store, "", "audit", "prune").out()).contains("content of 0 entries");
    Said redact = run(store, "", "audit", "redact", "1", "--reason", "asked by ann");
    assertThat(redact.out()).contains("Deleted the content of entry 1; entry 3 says so.");
    assertThat(run(store, "", "audit", "redact", "1", "--reason", "again").out())
        .contains("Nothing to delete");
    assertThat(run(store, "", "audit", "list").out()).contains("(content deleted)");
    Said replay = run(store, "", "audit", "replay", "1");
    assertThat(replay.code()).isEqualTo(2);
    assertThat(replay.err()).contains("deleted");
    Said verify = run(store, "", "audit", "verify");
    assertThat(verify.code()).as(verify.out()).isZero();
    assertThat(verify.out()).contains("1 with deleted content");
  }

  /** What says for how long contents are kept is not personal, and its loss would say "ever". */
  @Test
  void theRetentionCannotBeDeleted() throws Exception {
    String store = Stores.fresh(Stores.Kind.SQLITE, folder);
    record(store, "classify", "H20", "--to", "CN");
    run(store, "", "audit", "retention", "--days", "30");
    assertThat(run(store, "", "audit", "redact", "2", "--reason", "a wish").out())
        .contains("Nothing to delete");
    assertThat(run(store, "", "audit", "retention").out()).contains("for 30 days");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement()) {
      // As a program of before this could leave it.
      statement.executeUpdate("UPDATE audit SET nonce = NULL, content = NULL WHERE seq = 2");
    }
    for (String word : List.of("retention", "prune")) {
      Said said = run(store, "", "audit", word);
      assertThat(said.code()).isEqualTo(2);
      assertThat(said.err()).contains("retention unknown", "set it again");
    }
    assertThat(run(store, "", "audit", "retention", "--days", "60").out()).contains("for 60 days");
  }

  /** 0.30 is not 0.3: what was answered is printed as it was. */
  @Test
  void anExportShowsTheDigitsThatWereAnswered() throws Exception {
    String store = Stores.fresh(Stores.Kind.SQLITE, folder);
    record(store, "classify", "H20", "--to", "CN");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        PreparedStatement update =
            connection.prepareStatement("UPDATE audit SET answer = ? WHERE seq = 1")) {
      update.setBytes(
          1,
          Zip.shut("{\"a\":0.30,\"b\":12345678901234567890.10}".getBytes(StandardCharsets.UTF_8)));
      update.executeUpdate();
    }
    Path out = folder.resolve("out");
    run(store, "", "audit", "export", "1", "--out", out.toString());
    Path page = out.resolve("entry-1.html");
    assertThat(page).content().contains("0.30", "12345678901234567890.10", "NOT whole");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
        .isEqualTo("rw-------");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("UPDATE audit SET answer = x'00' WHERE seq = 1"); // not even zlib
    }
    Said said = run(store, "", "audit", "export", "1", "--out", out.toString());
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains("not whole");
  }

  /** The same store, another process, other flags: the answer of the first comes out again. */
  @Test
  void anotherProgramDerivesTheSame() throws Exception {
    String store = Stores.fresh(Stores.Kind.SQLITE, folder);
    record(store, "classify", "--spec", "int8=500,die=700..800,datacenter=yes", "--to", "VN");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.language=tr",
                "-Duser.timezone=Asia/Shanghai",
                "-Dfile.encoding=UTF-16",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "audit",
                "replay",
                "1",
                "--store",
                store)
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains("identical, byte for byte");
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void aCopyOfTheStoreAnswersAlike() {
    String store = Stores.fresh(Stores.Kind.SQLITE, folder);
    String anchor = record(store, "classify", "H20", "--to", "CN");
    String copy = folder.resolve("copy.db").toString();
    assertThat(run(store, "", "audit", "backup", copy).out()).contains("head " + anchor);
    assertThat(run(copy, "", "audit", "verify", "--anchor", anchor).code()).isZero();
    assertThat(run(store, "", "audit", "backup", copy).err()).contains("file exists");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          audit list --most 0 | out of range
          audit verify --anchor 1:zz | bad value
          audit replay 99 | no such entry
          audit export 99 --out x | no such entry
          audit redact 99 --reason x | no such entry
          audit retention --days -1 | out of range
          audit record serve | no such question
          audit record --with proposal:gain-ai-act classify H20 --to CN | bad arguments
          audit record --by '' classify H20 --to CN | bad value
          users add Ann --role analyst | bad value
          users add ann --role boss | bad value
          users passwd ann | no such user
          users token add ann --label x --days 9999 | out of range
          users token revoke x | no such token
          """)
  void whatIsWrongIsSaid(String words, String problem) {
    String store = Stores.fresh(Stores.Kind.SQLITE, folder);
    record(store, "classify", "H20", "--to", "CN");
    String[] split = words.replace("''", "\u0001").split(" ", -1);
    for (int i = 0; i < split.length; i++) {
      split[i] = split[i].replace("\u0001", "");
    }
    Said said = run(store, "four words that rest", split);
    assertThat(said.err()).contains(problem);
    assertThat(said.code()).isEqualTo(2);
  }
}
