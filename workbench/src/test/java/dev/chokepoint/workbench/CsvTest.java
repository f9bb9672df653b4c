package dev.chokepoint.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chokepoint.knowledge.Source;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files of rows: how they are read, and that what is written is safe to open. */
class CsvTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("rows.csv"), text);
  }

  private record Run(int code, String out, String err) {}

  private static Run run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            LocalDate.parse("2026-11-24"),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            words);
    return new Run(code, out.toString(), err.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "=",
        "-",
        "+-1",
        "＝1+1"
      })
  void aCellThatASpreadsheetWouldRunIsMarkedAsText(String cell) {
    assertThat(Csv.safe(cell)).isEqualTo("'" + cell);
    assertThat(Csv.table(List.of("a"), List.of(List.of(cell)))).contains("'" + cell);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "H20", "-5", "+3.25", "4800", "2.90909…", "<600", "1-2", "a=b"})
  void numbersAndOtherTextsStayAsTheyAre(String cell) {
    assertThat(Csv.safe(cell)).isEqualTo(cell);
  }

  /** A description is the owner's text, and comes back in the answer. */
  @Test
  void aNameThatIsAFormulaIsMarkedInTheAnswer() {
    Run run =
        run("classify", "--spec", "name==cmd|' /C calc'!A0,int8=1,die=100", "--to", "SG", "--csv");
    assertThat(run.out()).contains(",'=cmd|").doesNotContain(",=cmd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void aRowIsKnownByTheLineItBeginsOn(String end) throws IOException {
    Path file =
        file(
            String.join(
                end,
                "item,to,as-of",
                "",
                "H20,CN,2025-04-20",
                "\"no",
                "such\",CN,2025-04-20",
                "nvidia-l20,CN,20",
                ",,",
                "nvidia-t4,SG,2024-01-01"));
    Run run = run("classify", "--file", file.toString(), "--json");
    assertThat(run.code()).isEqualTo(2);
    JsonNode rows = JsonMapper.builder().build().readTree(run.out());
    assertThat(rows.get("answers").valueStream().map(answer -> answer.get("row").asInt()))
        .containsExactly(3, 8);
    assertThat(rows.get("problems").valueStream().map(problem -> problem.get("place").asString()))
        .containsExactly("row 4 item", "row 6 --as-of");
    String csv = run("classify", "--file", file.toString(), "--csv").out();
    assertThat(csv.lines().map(line -> line.split(",", -1)[0] + " " + line.split(",", -1)[1]))
        .containsExactly("row id", "3 nvidia-h20-96", "3 nvidia-h20-141", "8 nvidia-t4");
    String text = run("classify", "--file", file.toString()).out();
    assertThat(text).contains("row 3 ").contains("row 8 ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          item,to,to | duplicate-column | to
          item,to, TO | duplicate-column | TO
          item,to, | unnamed-column | ''
          """)
  void aHeaderThatCannotBeToldApartIsRefused(String header, String id, String value)
      throws IOException {
    Run run = run("classify", "--file", file(header + "\nH20,CN,IR\n").toString());
    assertThat(run.code()).isEqualTo(2);
    Refused refused =
        catchThrowableOfType(Refused.class, () -> Csv.read(Source.of(folder.resolve("rows.csv"))));
    assertThat(refused.problems())
        .containsExactly(
            new Problem(
                id,
                "--file header",
                value,
                id.equals("unnamed-column") ? "a name over every column" : "each column once",
                ""));
  }

  @Test
  void aColumnThatIsNearlyAFactOfTheTradeIsRefusedAndAnotherIsSaidToBeUnread() throws IOException {
    Run near = run("classify", "--file", file("item,to,party_hq\nH20,MY,CN\n").toString());
    assertThat(near.code()).isEqualTo(2);
    assertThat(near.err()).contains("unknown column (party_hq)").contains("Maybe party-hq?");
    Run other = run("classify", "--file", file("item,to,price\nnvidia-t4,MY,9\n").toString());
    assertThat(other.code()).isZero();
    assertThat(other.err()).contains("Columns that no answer reads: price.");
  }

  @Test
  void moreRowsThanAFileMayHaveAreRefused() throws IOException {
    Run run = run("classify", "--file", file("item,to\n" + "H20,CN\n".repeat(200_001)).toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("too many rows").contains("200000");
  }

  @Test
  void aCommaInsideAnUnquotedCellIsNotDroppedSilently() throws IOException {
    Run run =
        run(
            "classify",
            "--file",
            file("to,spec\nCN,int8=1,die=100\nCN,\"int8=1,die=100\"\n").toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("row 2 cells: too many cells (die=100)");
    assertThat(run.out()).contains("row 3 ");
  }

  @Test
  void aByteOrderMarkAndQuotedNamesAreRead() throws IOException {
    Path file = file("\ufeff\"Item\",\"TO\",\"as-of\"\nH20,CN,2024-04-05\n");
    assertThat(run("classify", "--file", file.toString()).code()).isZero();
  }

  @Test
  void emptyBrokenAndMisencodedFilesAreProblems() throws IOException {
    assertThat(run("classify", "--file", file("\n\n").toString()).err()).contains("missing header");
    assertThat(run("classify", "--file", file("item,to\n\"H20,CN\n").toString()).err())
        .contains("bad csv ((startline 2) EOF");
    Files.write(
        folder.resolve("rows.csv"),
        "item,to\n昇腾910B,CN\n".getBytes(java.nio.charset.Charset.forName("GB18030")));
    assertThat(run("classify", "--file", folder.resolve("rows.csv").toString()).err())
        .contains("bad encoding");
  }
}
