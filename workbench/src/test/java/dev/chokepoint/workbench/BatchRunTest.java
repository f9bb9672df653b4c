package dev.chokepoint.workbench;

import static dev.chokepoint.workbench.CommandLineTest.json;
import static dev.chokepoint.workbench.CommandLineTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Files of many items: every row is answered as it is alone, or rejected with its reason. */
class BatchRunTest {
  private static final String ROWS =
      """
      name,vendor,hq,fp8,die,memory_bandwidth,io,to,as_of
      a,NVIDIA,US,600,814,3350,900,CN,2023-12-01
      b,NVIDIA,US,200,900,1000,300,CN,2023-12-01
      c,NVIDIA,US,300,?,900,300,CN,2023-12-01
      d,,US,200,1100,2000,300,China,2025-06-01
      e,NVIDIA,US,x,900,1000,300,CN,2023-12-01

      f,NVIDIA,US,300,700..1000,900,300,CN,2023-12-01
      g,NVIDIA,US,300,700,900,300,Atlantis,2023-12-01
      h,NVIDIA,US,300,700,900,300,CN,2023-12-01,more
      i,NVIDIA,US,300,700,900,300,CN,20
      """;

  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<Map<String, String>> table(Path file) {
    List<Map<String, String>> out = new ArrayList<>();
    Csv.read(Source.of(file)).forEach(row -> out.add(new TreeMap<>(row.values())));
    return out;
  }

  private CommandLineTest.Run batch(Path file, String out, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("classify", "--batch", file.toString(), "--out", folder + "/" + out));
    words.addAll(List.of(more));
    return run(words.toArray(new String[0]));
  }

  @Test
  void everyRowIsAnsweredAsAloneOrRejectedWithItsReason() throws IOException {
    Path file = write("rows.csv", ROWS);
    CommandLineTest.Run run = batch(file, "out.csv", "--json");
    assertThat(run.code()).isEqualTo(2);
    JsonNode summary = json(run.out());
    assertThat(summary.get("rows").asInt()).isEqualTo(9);
    assertThat(summary.get("decided").asInt()).isEqualTo(5);
    assertThat(summary.get("rejected").asInt()).isEqualTo(4);
    assertThat(summary.get("inColumns").asInt()).isEqualTo(2);
    assertThat(table(folder.resolve("out.csv.rejects.csv")))
        .extracting(row -> row.get("row") + " " + row.get("problem"))
        .containsExactly("6 bad-number", "9 unknown-country", "10 too-many-cells", "11 bad-date");
    List<Map<String, String>> answers = table(folder.resolve("out.csv"));
    assertThat(answers).extracting(row -> row.get("row")).containsExactly("2", "3", "4", "5", "8");
    String[] specs = {
      "name=a,vendor=NVIDIA,hq=US,fp8=600,die=814,memory-bandwidth=3350,io=900",
      "name=b,vendor=NVIDIA,hq=US,fp8=200,die=900,memory-bandwidth=1000,io=300",
      "name=c,vendor=NVIDIA,hq=US,fp8=300,die=?,memory-bandwidth=900,io=300",
      "name=d,hq=US,fp8=200,die=1100,memory-bandwidth=2000,io=300",
      "name=f,vendor=NVIDIA,hq=US,fp8=300,die=700..1000,memory-bandwidth=900,io=300"
    };
    for (int i = 0; i < specs.length; i++) {
      String day = i == 3 ? "2025-06-01" : "2023-12-01";
      JsonNode alone =
          json(run("classify", "--json", "--to", "CN", "--as-of", day, "--spec", specs[i]).out());
      Map<String, String> row = answers.get(i);
      assertThat(row.get("verdict")).as(specs[i]).isEqualTo(alone.get("verdict").asString());
      assertThat(row.get("eccn")).as(specs[i]).isEqualTo(alone.get("eccn").asString(""));
      assertThat(row.get("reviewpolicy"))
          .as(specs[i])
          .isEqualTo(alone.get("reviewPolicy").asString(""));
      assertThat(row.get("residual"))
          .as(specs[i])
          .isEqualTo(alone.get("residual").path("text").asString(""));
    }
    // 3A090.a by 4800 TPP; 3A090.b needs 2400, or 1600 with a density of 3.2.
    assertThat(answers.get(0).get("eccn")).isEqualTo("3A090.a");
    assertThat(answers.get(1).get("verdict")).isEqualTo("no-licence-required");
    assertThat(answers.get(2).get("verdict")).isEqualTo("undetermined");
  }

  private static void sql(String statement) throws SQLException {
    try (Connection connection = Duck.open();
        Statement made = connection.createStatement()) {
      made.execute(statement);
    }
  }

  @Test
  void parquetInAndOutSayTheSameAsCsvAndJsonLines() throws IOException, SQLException {
    String columns =
        """
        name,vendor,fp8,die,memory_bandwidth,io,datacenter,to,as_of
        a,NVIDIA,600,814.5,3350,900,yes,CN,2023-12-01
        b,NVIDIA,199.9,900,1000,300,no,SG,2024-01-01
        """;
    Path comma = write("rows.csv", columns);
    Path lines =
        write(
            "rows.jsonl",
            """
            {"name": "a", "vendor": "NVIDIA", "fp8": 600, "die": 814.5, "memory_bandwidth": 3350,
            """
                    .strip()
                + """
                 "io": 900, "datacenter": true, "to": "CN", "as_of": "2023-12-01"}
                {"name": "b", "vendor": "NVIDIA", "fp8": 199.9, "die": 900, "io": 3e2, "memory-bandwidth": 1000, "datacenter": false, "to": "SG", "as-of": "2024-01-01"}
                """);
    Path parquet = folder.resolve("rows [1].parquet");
    sql(
        "copy (select name, vendor, fp8::double as fp8, die::float as die, memory_bandwidth::int as"
            + " memory_bandwidth, io, datacenter = 'yes' as datacenter, \"to\", as_of::date as as_of"
            + " from read_csv('"
            + comma
            + "', all_varchar = true)) to '"
            + parquet
            + "' (format parquet)");
    assertThat(batch(comma, "comma.csv").code()).isEqualTo(10);
    assertThat(batch(lines, "lines.csv").code()).isEqualTo(10);
    assertThat(batch(parquet, "parquet.csv").code()).isEqualTo(10);
    assertThat(batch(parquet, "out.parquet").code()).isEqualTo(10);
    List<Map<String, String>> expected = table(folder.resolve("comma.csv"));
    assertThat(expected).hasSize(2);
    sql(
        "copy (select * from read_parquet('"
            + folder
            + "/out.parquet') order by \"row\") to '"
            + folder
            + "/back.csv' (header)");
    for (String other : List.of("lines.csv", "parquet.csv", "back.csv")) {
      List<Map<String, String>> found = table(folder.resolve(other));
      for (int i = 0; i < expected.size(); i++) {
        Map<String, String> row = new TreeMap<>(found.get(i));
        row.put("row", expected.get(i).get("row"));
        assertThat(row).as(other).isEqualTo(expected.get(i));
      }
    }
    try (Connection connection = Duck.open();
        Statement statement = connection.createStatement();
        ResultSet types =
            statement.executeQuery(
                "select typeof(\"row\"), typeof(verdict) from read_parquet('"
                    + folder
                    + "/out.parquet')")) {
      assertThat(types.next()).isTrue();
      assertThat(types.getString(1) + " " + types.getString(2)).isEqualTo("BIGINT VARCHAR");
    }
  }

  @Test
  void optionsHoldForRowsThatSayNothingElse() throws IOException {
    Path file = write("rows.csv", "item,to,datacenter\nH20,,\nH20,JP,\nnvidia-l20,,no\n");
    assertThat(batch(file, "out.csv", "--to", "CN", "--as-of", "2025-04-20").code()).isEqualTo(10);
    assertThat(table(folder.resolve("out.csv")))
        .extracting(row -> row.get("destination") + " " + row.get("verdict"))
        .startsWith("CN licence-required", "JP no-licence-required");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'fp8,dei\n1,2' | unknown-column",
        "'fp8,FP8\n1,2' | duplicate-column",
        "'' | missing-header"
      })
  void aFileWithABadHeaderIsRefusedWhole(String text, String id) throws IOException {
    CommandLineTest.Run run = batch(write("bad.csv", text), "out.csv", "--json", "--to", "CN");
    assertThat(run.code()).isEqualTo(2);
    assertThat(json(run.out()).get("problems").get(0).get("id").asString()).isEqualTo(id);
    assertThat(folder.resolve("out.csv")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rows.txt", "none.csv", "false.parquet", "endless.csv"})
  void aFileThatIsNotWhatItSaysIsRefused(String name) throws IOException {
    write("rows.txt", "fp8\n1\n");
    write("false.parquet", "not Parquet at all");
    write("endless.csv", "fp8,to\n\"" + "x".repeat(1 << 21));
    CommandLineTest.Run run = batch(folder.resolve(name), "out.csv");
    assertThat(run.code()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).doesNotContain("Exception").doesNotContain("Defect");
    assertThat(folder.resolve("out.csv")).doesNotExist();
    try (var left = Files.list(folder)) {
      assertThat(left.filter(f -> f.getFileName().toString().startsWith("."))).isEmpty();
    }
  }

  @Test
  void linesThatAreNoObjectsOfTextsAndNumbersAreRejectedOneByOne() throws IOException {
    Path file =
        write(
            "rows.jsonl",
            """
            {"fp8": 600, "to": "CN"}
            [1]
            {"fp8":
            {"fp8": 1e999999999, "to": "CN"}
            {"fp8": [600], "to": "CN"}
            {"fp8": 600, "fp8": 700, "to": "CN"}
            {"fp9": 600, "to": "CN"}
            {"item": "H20", "fp8": 3, "to": "CN"}
            {"to": "CN"}
            """);
    assertThat(batch(file, "out.csv").code()).isEqualTo(2);
    assertThat(table(folder.resolve("out.csv"))).hasSize(1);
    assertThat(table(folder.resolve("out.csv.rejects.csv")))
        .extracting(row -> row.get("row"))
        .containsExactly("2", "3", "4", "5", "6", "7", "8", "9");
  }

  /** More rows than one chunk holds, with a formula in a name. */
  @Test
  void manyRowsKeepTheirOrderAndANameIsNoFormula() throws IOException {
    StringBuilder text = new StringBuilder("name,vendor,fp8,die,memory-bandwidth,io\n");
    for (int i = 0; i < 10_000; i++) {
      text.append("=n").append(i).append(",NVIDIA,").append(1 + i % 900).append(",800,900,300\n");
    }
    CommandLineTest.Run run =
        batch(write("many.csv", text.toString()), "out.csv", "--to", "CN", "--as-of", "2024-06-01");
    assertThat(run.code()).isEqualTo(10);
    assertThat(run.out()).contains("10,000 rows: 10,000 decided, 0 rejected");
    List<Map<String, String>> rows = table(folder.resolve("out.csv"));
    assertThat(rows).hasSize(10_000);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).get("row")).isEqualTo(String.valueOf(i + 2));
      assertThat(rows.get(i).get("name")).isEqualTo("'=n" + i);
      // On 800 mm2: b from 2400 TPP, or from 3.2 x 800 = 2560; a from 4800 or 5.92 x 800 = 4736.
      int tpp = (1 + i % 900) * 8;
      String entry = tpp >= 4736 ? "3A090.a" : tpp >= 2400 ? "3A090.b" : "";
      assertThat(rows.get(i).get("eccn")).as("TPP " + tpp).isEqualTo(entry);
    }
    assertThat(Files.readString(folder.resolve("out.csv"), StandardCharsets.UTF_8))
        .contains("'=n1");
  }
}
