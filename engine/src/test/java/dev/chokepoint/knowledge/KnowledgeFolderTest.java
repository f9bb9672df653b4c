package dev.chokepoint.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.chokepoint.TestKnowledge;
import dev.chokepoint.catalog.Figure;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Provision;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The knowledge folder: what it must hold, what is refused, and that a rule needs no Java. */
class KnowledgeFolderTest {
  /** Figures without a source of their own. The number may only fall. */
  private static final long MOST_UNSOURCED = 1026;

  @Test
  void figuresWithoutASourceOfTheirOwnOnlyBecomeFewer() {
    long unsourced =
        TestKnowledge.KNOWLEDGE.catalog().ids().stream()
            .flatMap(id -> TestKnowledge.KNOWLEDGE.catalog().get(id).figures().values().stream())
            .filter(Figure::isUnsourced)
            .count();
    assertThat(unsourced).isLessThanOrEqualTo(MOST_UNSOURCED);
  }

  @Test
  void theCompiledIndexSaysWhatTheFolderSays() {
    Knowledge folder = Knowledge.ofFolder(TestKnowledge.folder());
    assertThat(TestKnowledge.KNOWLEDGE.hash()).isEqualTo(folder.hash());
    assertThat(TestKnowledge.KNOWLEDGE.catalog().ids()).isEqualTo(folder.catalog().ids());
    for (String id : folder.catalog().ids()) {
      assertThat(TestKnowledge.KNOWLEDGE.catalog().get(id)).isEqualTo(folder.catalog().get(id));
    }
    assertThat(TestKnowledge.KNOWLEDGE.rulebook().provisions().stream().map(Provision::file))
        .isEqualTo(folder.rulebook().provisions().stream().map(Provision::file).toList())
        .allMatch(file -> file.matches(".+\\.yaml:[1-9][0-9]* .+"));
  }

  @Test
  void coverageNamesEveryTextThatTheRulebookRestsOn() {
    Rulebook rulebook = TestKnowledge.KNOWLEDGE.rulebook();
    assertThat(rulebook.coverage().stream().map(Rulebook.Coverage::id)).doesNotHaveDuplicates();
    assertThat(rulebook.coverage()).hasSize(38);
  }

  @Test
  void aCoverageStateOutsideItsListAndABadDayAreRefusedWithTheirLine(@TempDir Path temp)
      throws IOException {
    Path rulebook = copy(temp).resolve("rules/us-ear/rulebook.yaml");
    List<String> lines = new ArrayList<>(Files.readAllLines(rulebook));
    int mostly = indexOf(lines, "id: MACAU-2023");
    int someday = indexOf(lines, "id: CORR-2024");
    lines.set(mostly, lines.get(mostly).replace("state: modelled", "state: mostly"));
    lines.set(someday, lines.get(someday).replace("2024-04-04", "someday"));
    Files.write(rulebook, lines);
    assertThat(problems(temp.resolve("knowledge")))
        .extracting(Problem::place, Problem::id, Problem::value)
        .containsExactly(
            tuple(
                "rules/us-ear/rulebook.yaml:" + (mostly + 1) + " coverage[2].state",
                "bad-value",
                "mostly"),
            tuple(
                "rules/us-ear/rulebook.yaml:" + (someday + 1) + " coverage[8].from",
                "bad-date",
                "someday"));
  }

  private static int indexOf(List<String> lines, String text) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i;
      }
    }
    throw new AssertionError(text);
  }

  @Test
  void aNewProvisionWithItsOwnLimitPartiesAndDateNeedsNoJava(@TempDir Path temp)
      throws IOException {
    Path folder = copy(temp);
    Files.writeString(
        folder.resolve("rules/us-ear/requirements/what-if.yaml"),
        """
        provisions:
          - id: what-if
            kind: requirement
            title: "What if memory bandwidth were limited for some buyers"
            versions:
              - version: first
                effective: 2024-02-02
                cite: {title: "What-if of a test", locator: "1"}
                summary: "Memory bandwidth of 250 GB/s or more, to a set of two countries."
                when:
                  all:
                    - in: {destination: [SG, TH]}
                    - anyCircuit: {paragraph: w.1, atLeast: {memoryBandwidthGBps: 250}}
        """);
    Knowledge changed = Knowledge.ofFolder(folder);
    assertThat(verdict(changed, "nvidia-t4", "SG", "2024-02-01"))
        .isEqualTo(Verdict.NO_LICENCE_REQUIRED);
    assertThat(verdict(changed, "nvidia-t4", "SG", "2024-02-02"))
        .isEqualTo(Verdict.LICENCE_REQUIRED);
    assertThat(verdict(changed, "nvidia-t4", "JP", "2024-02-02"))
        .isEqualTo(Verdict.NO_LICENCE_REQUIRED);
    Determination d = classify(changed, "nvidia-t4", "SG", "2024-02-02");
    assertThat(d.requirements().getFirst().finding().steps().decidedBy())
        .contains("w.1: memory bandwidth >= 250 GB/s: yes (320 GB/s)");
    assertThat(verdict(TestKnowledge.KNOWLEDGE, "nvidia-t4", "SG", "2024-02-02"))
        .isEqualTo(Verdict.NO_LICENCE_REQUIRED);
  }

  private static Verdict verdict(Knowledge knowledge, String id, String to, String day) {
    return classify(knowledge, id, to, day).verdict();
  }

  private static Determination classify(Knowledge knowledge, String id, String to, String day) {
    return Controls.classify(
        knowledge.rulebook(),
        knowledge.catalog().get(id),
        TradeRequest.to(to, LocalDate.parse(day)),
        Clock.ENFORCED);
  }

  private static Path copy(Path temp) throws IOException {
    Path target = temp.resolve("knowledge");
    try (Stream<Path> files = Files.walk(TestKnowledge.folder())) {
      for (Path file : files.toList()) {
        Path to = target.resolve(TestKnowledge.folder().relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
    return target;
  }

  /** Each fixture: a file put into the folder, and the problems it must bring, all at once. */
  @TestFactory
  Stream<DynamicTest> badFilesAreRefusedWithEveryProblem(@TempDir Path temp) throws IOException {
    Path folder = copy(temp);
    Path fixtures = TestKnowledge.root().resolve("engine/src/test/resources/bad");
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> files = Files.list(fixtures)) {
      for (Path fixture : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        String name = String.valueOf(fixture.getFileName());
        tests.add(
            DynamicTest.dynamicTest(
                name,
                () -> {
                  String where =
                      name.startsWith("chip") ? "chips/nvidia/" : "rules/us-ear/requirements/";
                  Path put = folder.resolve(where + name);
                  Files.copy(fixture, put);
                  try {
                    List<String> found =
                        problems(folder).stream()
                            .map(p -> p.place() + " | " + p.id() + " | " + p.value())
                            .toList();
                    List<String> expected =
                        Files.readAllLines(fixtures.resolve(name.replace(".yaml", ".problems")));
                    assertThat(found).containsExactlyElementsOf(expected);
                  } finally {
                    Files.delete(put);
                  }
                }));
      }
    }
    assertThat(tests).hasSizeGreaterThan(5);
    return tests.stream();
  }

  @Test
  void conventionsOfVendorsMustBeThereAndMakeSense(@TempDir Path temp) throws IOException {
    Path folder = copy(temp);
    Path conventions = folder.resolve("chips/conventions.yaml");
    Files.writeString(
        conventions,
        """
        sparse-rates:
          - {vendor: NVIDIA, factor: half, source: "a test"}
          - {vendor: AMD, factor: 1, sources: "a test"}
        unstated: {factor: 2, source: "a test"}
        """);
    assertThat(problems(folder).stream().map(p -> p.place() + " | " + p.id() + " | " + p.hint()))
        .containsExactly(
            "chips/conventions.yaml:2 sparse-rates[0].factor | bad-number | ",
            "chips/conventions.yaml:3 sparse-rates[1].sources | unknown-key | Maybe source?",
            "chips/conventions.yaml:3 sparse-rates[1].factor | bad-number | ",
            "chips/conventions.yaml:3 sparse-rates[1].source | missing | ");
    Files.delete(conventions);
    assertThat(problems(folder).stream().map(Problem::id)).containsExactly("missing-file");
  }

  private static List<Problem> problems(Path folder) {
    Refused refused = catchThrowableOfType(Refused.class, () -> Knowledge.ofFolder(folder));
    return refused == null ? List.of() : refused.problems();
  }

  @Test
  void bombsHugeFilesAndBadEncodingsAreProblems(@TempDir Path temp) throws IOException {
    List<Problem> problems = new ArrayList<>();
    YamlFile.parse(
        "a: &a [1]\nb: [*a, *a, *a]\n".getBytes(StandardCharsets.UTF_8), "bomb", problems);
    YamlFile.parse("a: 1\na: 2\n".getBytes(StandardCharsets.UTF_8), "twice", problems);
    YamlFile.parse("[".repeat(5000).getBytes(StandardCharsets.UTF_8), "deep", problems);
    YamlFile.parse(
        "name: 昇腾".getBytes(java.nio.charset.Charset.forName("GB18030")), "gb", problems);
    Path huge = temp.resolve("huge.yaml");
    Files.write(huge, new byte[50 << 20]);
    YamlFile.read(Source.of(huge), "huge", problems);
    assertThat(problems.stream().map(p -> p.place().split(":", -1)[0] + " " + p.id()))
        .containsExactly(
            "bomb bad-yaml",
            "twice duplicate-key",
            "deep bad-yaml",
            "gb bad-encoding",
            "huge file-too-large");
  }
}
