package dev.chokepoint.workbench;

import static dev.chokepoint.workbench.CommandLineTest.json;
import static dev.chokepoint.workbench.CommandLineTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Rules that are not law: they move every answer at once, are always named, and fail clearly. */
class WhatIfTest {
  private static final Path RULES =
      Path.of(System.getProperty("chokepoint.root", ".."), "knowledge/rules/us-ear");

  /** TPP 3200 on 1600 mm2, a density of 2: over the limit 1.6 of 3A090.b.1 and under 3. */
  private static final String SKETCH =
      "name=Sketch,int8=400,die=1600,node=5,planar=no,datacenter=yes,memory-bandwidth=900,io=300";

  private static final String MEMORY_LINE =
      """
      provisions:
        - id: MEMORY-LINE
          kind: requirement
          versions:
            - effective: 2024-06-01
              when: {atLeast: {memoryBandwidthGBps: 800}}
      """;

  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** The text of 3A090.b with a density of 3 where b.1 has 1.6. */
  private Path movedLimit() throws IOException {
    String entries = Files.readString(RULES.resolve("entries/3A090.yaml"));
    int from = entries.indexOf("  - id: 3A090.b");
    String own = entries.substring(from, entries.indexOf("  - id: 3A090.c"));
    assertThat(own.split("performanceDensity: 1.6", -1)).hasSize(2);
    String moved = own.replace("performanceDensity: 1.6", "performanceDensity: 3");
    return write("moved.yaml", "provisions:\n" + moved);
  }

  private static CommandLineTest.Run asked(List<String> before, String words, String... last) {
    List<String> all = new ArrayList<>(before);
    all.addAll(List.of(words.split(" ", -1)));
    all.addAll(Arrays.asList(last));
    return run(all.toArray(new String[0]));
  }

  private static String verdict(List<String> before) {
    return json(classified(before)).get("verdict").asString();
  }

  private static String classified(List<String> before) {
    return asked(before, "classify --to CN --as-of 2024-06-01 --json --spec", SKETCH).out();
  }

  /** The verdict of the same item as a row of a file. */
  private String batchVerdict(List<String> before) throws IOException {
    Path rows = write("rows.csv", "spec\n\"" + SKETCH + "\"\n");
    Path columns =
        write("columns.csv", "vendor,int8,die,node,memory-bandwidth,io\nAcme,400,1600,5,900,300\n");
    List<String> verdicts = new ArrayList<>();
    for (Path file : List.of(rows, columns)) {
      Path out = folder.resolve("answers.csv");
      String words = "classify --to CN --as-of 2024-06-01 --json --batch " + file + " --out " + out;
      JsonNode summary = json(asked(before, words).out());
      assertThat(summary.get("inColumns").asInt()).isEqualTo(file.equals(columns) ? 1 : 0);
      verdicts.add(Csv.read(Source.of(out)).getFirst().get("verdict"));
    }
    assertThat(new TreeSet<>(verdicts)).hasSize(1);
    return verdicts.getFirst();
  }

  /** Densities of 3A090.b that the margins name. */
  private static Set<Double> limits(List<String> before) {
    Set<Double> limits = new TreeSet<>();
    for (JsonNode margin : json(classified(before)).get("margins").values()) {
      if (margin.get("provision").asString().equals("3A090.b")
          && margin.get("metric").asString().equals("performanceDensity")) {
        limits.add(margin.get("threshold").asDouble());
      }
    }
    return limits;
  }

  /** Densities at which regions meet. */
  private static Set<String> corners(List<String> before) {
    String out =
        asked(before, "rules region --plane tpp,density --as-of 2024-06-01 --most 8000,10").out();
    Set<String> corners = new TreeSet<>();
    for (JsonNode region : json(out).get("regions").values()) {
      region.get("vertices").values().forEach(v -> corners.add(v.get("exactY").asString()));
    }
    return corners;
  }

  private String exported(List<String> before, String name) throws IOException {
    Path file = folder.resolve(name);
    asked(before, "rules export --as-of 2024-06-01 --dmn", file.toString());
    return Files.readString(file).replaceAll("\\s*<description>.*</description>", "");
  }

  /** One limit is written once: moving it moves every reading of it, and nothing else. */
  @Test
  void oneMovedLimitMovesEveryAnswer() throws IOException {
    List<String> law = List.of();
    List<String> moved = List.of("--overlay", movedLimit().toString());
    assertThat(verdict(law)).isEqualTo("licence-required");
    assertThat(verdict(moved)).isEqualTo("no-licence-required");
    assertThat(batchVerdict(law)).isEqualTo("licence-required");
    assertThat(batchVerdict(moved)).isEqualTo("no-licence-required");
    assertThat(limits(law)).containsExactly(1.6, 3.2, 5.92);
    assertThat(limits(moved)).containsExactly(3.0, 3.2, 5.92);
    assertThat(corners(law)).containsExactlyInAnyOrder("0", "8/5", "16/5", "148/25", "10");
    assertThat(corners(moved)).containsExactlyInAnyOrder("0", "3", "16/5", "148/25", "10");
    String before = "c.tpp * 5 &gt;= 8 * c.dieAreaMm2";
    String after = "c.tpp * 1 &gt;= 3 * c.dieAreaMm2";
    assertThat(exported(law, "law.dmn")).contains(before).doesNotContain(after);
    assertThat(exported(moved, "moved.dmn"))
        .isEqualTo(exported(law, "again.dmn").replace(before, after));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "classify nvidia-l20 --to CN",
        "classify H20 --to CN --as-of 2024-06-01 --clock both",
        "classify nvidia-t4 --to FR --as-of 2024-01-01",
        "timeline H20 --to CN",
        "rules",
        "rules show 3A090.a",
        "rules diff 2024-05-01 2024-06-01 --to CN",
        "rules region --plane tpp,density"
      })
  void everyAnswerSaysThatItIsNotTheLaw(String words) throws IOException {
    String file = write("line.yaml", MEMORY_LINE).toString();
    List<String> overlay = List.of("--overlay", file);
    JsonNode answer = json(asked(overlay, words, "--json").out());
    List<JsonNode> parts = new ArrayList<>(List.of(answer));
    for (String key : List.of("variants", "codified")) {
      JsonNode below = answer.path(key);
      parts.addAll(below.isArray() ? below.values() : List.of());
      if (below.isObject()) {
        parts.add(below);
      }
    }
    if (words.startsWith("timeline H20")) {
      parts.removeFirst();
    }
    for (JsonNode part : parts) {
      String says = words.startsWith("classify") ? "warnings" : "whatIf";
      assertThat(part.get(says).toString()).contains("line.yaml");
    }
    if (!words.contains("region")) {
      assertThat(asked(overlay, words).out()).contains("what-if: Not the law as it stands");
      assertThat(asked(List.of(), words).out()).doesNotContain("what-if: ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timeline nvidia-l20 --to CN --csv",
        "rules --csv",
        "rules diff 2024-05-01 2024-06-01 --csv"
      })
  void aTableIsNamedBesideItself(String words) throws IOException {
    List<String> overlay = List.of("--overlay", write("line.yaml", MEMORY_LINE).toString());
    assertThat(asked(overlay, words).err()).startsWith("what-if: Not the law as it stands");
    assertThat(asked(List.of(), words).err()).isEmpty();
  }

  @Test
  void rowsOfAFileAndAnExportSayItToo() throws IOException {
    List<String> overlay = List.of("--overlay", write("line.yaml", MEMORY_LINE).toString());
    Path rows =
        write("rows.csv", "item,to,as-of\nnvidia-l20,CN,2024-06-01\nnvidia-t4,FR,2024-06-01\n");
    JsonNode answers =
        json(asked(overlay, "classify --json --file", rows.toString()).out()).get("answers");
    assertThat(answers.size()).isEqualTo(2);
    for (JsonNode answer : answers.values()) {
      assertThat(answer.get("warnings").get(0).get("code").asString()).isEqualTo("what-if");
    }
    Path file = folder.resolve("law.dmn");
    assertThat(asked(overlay, "rules export --dmn", file.toString()).err()).contains("what-if: ");
    assertThat(Files.readString(file)).contains("<description>what-if: Not the law");
  }

  private static JsonNode problem(String file) {
    CommandLineTest.Run run = run("rules", "--json", "--overlay", file);
    assertThat(run.code()).isEqualTo(2);
    return json(run.out()).get("problems").get(0);
  }

  private void refused(Path file, String id, String place) {
    JsonNode problem = problem(file.toString());
    assertThat(problem.get("id").asString()).isEqualTo(id);
    assertThat(problem.get("place").asString()).startsWith(file + place);
    for (String words : List.of("rules try", "rules try --json")) {
      assertThat(asked(List.of(), words, file.toString()).code()).isEqualTo(2);
    }
  }

  @Test
  void aFileThatCannotBeReadIsRefusedWithItsLine() throws IOException {
    refused(
        write("metric.yaml", MEMORY_LINE.replace("memoryBandwidthGBps", "memory")),
        "unknown-metric",
        ":6 ");
    refused(write("id.yaml", MEMORY_LINE.replace("id: MEMORY-LINE", "title: x")), "missing", ":2 ");
    refused(write("key.yaml", MEMORY_LINE.replace("effective", "efective")), "unknown-key", ":5 ");
    refused(write("not.yaml", "provisions: [\n  - id: }{\n"), "bad-yaml", ":2");
    refused(write("empty.yaml", ""), "empty-file", "");
    refused(write("list.yaml", "- id: MEMORY-LINE\n"), "wrong-shape", ":1");
    refused(write("text.yaml", "MEMORY-LINE\n"), "wrong-shape", ":1");
    refused(write("none-inside.yaml", "definitions: {}\n"), "missing", ":1");
    refused(folder.resolve("none.yaml"), "no-such-file", "");
    refused(folder, "no-such-file", "");
    byte[] gb18030 =
        "provisions: []  # 出口管制\n".getBytes(java.nio.charset.Charset.forName("GB18030"));
    refused(Files.write(folder.resolve("gb.yaml"), gb18030), "bad-encoding", "");
  }

  @Test
  void aMissingIdIsOneProblem() throws IOException {
    Path file = write("id.yaml", MEMORY_LINE.replace("id: MEMORY-LINE", "title: x"));
    CommandLineTest.Run run = run("rules", "--json", "--overlay", file.toString());
    assertThat(json(run.out()).get("problems").size()).isEqualTo(1);
  }

  /** One requirement of many conjunctions, each of four limits nobody else asks for. */
  private Path manyLimits(int conjunctions) throws IOException {
    StringBuilder text =
        new StringBuilder(
            MEMORY_LINE.substring(0, MEMORY_LINE.indexOf("when:")) + "when:\n            any:\n");
    for (int i = 1; i <= conjunctions; i++) {
      text.append(
          ("              - all: [{above: {tpp: %d01}}, {below: {dieAreaMm2: %d02}},"
                  + " {above: {ioGBps: %d03}}, {atMost: {memoryBandwidthGBps: %d04}}]\n")
              .formatted(i, i, i, i));
    }
    return write("many" + conjunctions + ".yaml", text.toString());
  }

  @Test
  void aKnownItemIsAnsweredUnderMoreLimitsThanDistancesAreToldFor() throws IOException {
    List<String> overlay = List.of("--overlay", manyLimits(30).toString());
    String words = " --to CN --as-of 2024-06-01 --json";
    CommandLineTest.Run run = asked(overlay, "classify nvidia-l20" + words);
    assertThat(json(run.out()).get("verdict").asString()).isEqualTo("no-licence-required");
    assertThat(run.out()).contains("margins-left-out");
    assertThat(run.code()).isZero();
  }

  @Test
  void tooManyLimitsForRowsOrAtAllAreAProblem() throws IOException {
    Path rows = write("items.csv", "item\nnvidia-l20\n");
    String out = folder.resolve("out.csv").toString();
    CommandLineTest.Run batch =
        asked(
            List.of("--overlay", manyLimits(30).toString()),
            "classify --to CN --as-of 2024-06-01 --batch " + rows + " --out " + out);
    assertThat(batch.code()).isEqualTo(2);
    assertThat(Files.readString(folder.resolve("out.csv.rejects.csv")))
        .contains("too-many-conditions", "at most 63");
    CommandLineTest.Run run =
        asked(
            List.of("--overlay", manyLimits(600).toString()),
            "classify nvidia-l20 --to CN --as-of 2024-06-01");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("too many conditions (", "at most 2000");
  }

  @Test
  void aDayBeforeCoverageSaysItToo() throws IOException {
    List<String> overlay = List.of("--overlay", write("line.yaml", MEMORY_LINE).toString());
    JsonNode warnings =
        json(asked(overlay, "classify nvidia-l20 --to CN --as-of 2020-01-01 --json").out())
            .get("warnings");
    assertThat(warnings.get(0).get("code").asString()).isEqualTo("what-if");
    assertThat(warnings.toString()).contains("before-coverage");
  }

  @Test
  void aFileOfFiftyMegabytesIsNotRead() throws IOException {
    byte[] line = "# a comment\n".getBytes(StandardCharsets.UTF_8);
    byte[] big = new byte[50 << 20];
    for (int i = 0; i < big.length; i++) {
      big[i] = line[i % line.length];
    }
    refused(Files.write(folder.resolve("big.yaml"), big), "file-too-large", "");
  }

  @Test
  void allProblemsOfAllFilesAndProposalsAreListed() throws IOException {
    String file =
        write("metric.yaml", MEMORY_LINE.replace("memoryBandwidthGBps", "memory")).toString();
    CommandLineTest.Run run =
        run("--overlay", file, "--overlay", "none.yaml", "--with", "proposal:zzz", "rules");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("unknown metric (memory)", "none.yaml: no such file", "unknown proposal (zzz)");
    CommandLineTest.Run bare = run("rules", "--with", "zzz");
    assertThat(bare.code()).isEqualTo(2);
    assertThat(bare.err()).contains("--with: bad value (zzz); proposal: and the id of a bill");
  }

  /** A bill of a knowledge folder is read only where it is asked for, and is named then. */
  @Test
  void aProposalOfAFolderIsReadWhereAsked() throws IOException {
    Path knowledge = folder.resolve("knowledge");
    DocumentsTest.folder(knowledge);
    Files.createDirectories(knowledge.resolve("proposals"));
    Files.writeString(knowledge.resolve("proposals/memory-line.yaml"), MEMORY_LINE);
    List<String> read = List.of("--knowledge", knowledge.toString());
    List<String> with = new ArrayList<>(read);
    with.addAll(List.of("--with", "proposal:memory-line"));
    String words = "classify nvidia-l20 --to CN --as-of 2024-06-01 --json";
    assertThat(json(asked(read, words).out()).get("verdict").asString())
        .isEqualTo("no-licence-required");
    JsonNode answer = json(asked(with, words).out());
    assertThat(answer.get("verdict").asString()).isEqualTo("licence-required");
    assertThat(answer.get("warnings").toString()).contains("proposals/memory-line.yaml");
    List<String> misspelt = new ArrayList<>(read);
    misspelt.addAll(List.of("--with", "proposal:memory-lime"));
    assertThat(asked(misspelt, words).out()).contains("unknown-proposal", "memory-line");
  }
}
