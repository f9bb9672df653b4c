package dev.chokepoint.porting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.chokepoint.units.Refused;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verdicts, scores and effort of small inventories, worked out by hand. */
class PortingTest {
  private static final LocalDate DAY = LocalDate.parse("2026-01-01");
  private static final Map<String, Construct> VOCABULARY =
      Map.of(
          "kernel", new Construct("kernel", Construct.Area.KERNELS, "kernel"),
          "wmma", new Construct("wmma", Construct.Area.KERNELS, "matrix instructions"),
          "tf32", new Construct("tf32", Construct.Area.NUMERICS, "TF32"));

  private static Mapping mapping(String key, PortVerdict verdict, String since) {
    return new Mapping(key, verdict, "", since, "", "", "table");
  }

  private static PortingFacts facts(PortVerdict ofKernels) {
    Map<PortVerdict, Interval> perLine = new EnumMap<>(PortVerdict.class);
    perLine.put(PortVerdict.RENAMED, new Interval(1, 2, 3));
    perLine.put(PortVerdict.REPLACE, new Interval(2, 5, 9));
    perLine.put(PortVerdict.NONE, new Interval(4, 10, 60));
    perLine.put(PortVerdict.UNKNOWN, new Interval(1, 4, 60));
    return new PortingFacts(
        Target.ROCM,
        Map.of(
            "cudaMalloc", mapping("cudaMalloc", PortVerdict.RENAMED, ""),
            "cudaFree", mapping("cudaFree", PortVerdict.RENAMED, ""),
            "__shfl_sync", mapping("__shfl_sync", PortVerdict.SUPPORTED, "6.2"),
            "lib:blas", mapping("lib:blas", PortVerdict.REPLACE, "")),
        Map.of(
            "kernel", mapping("kernel", ofKernels, ""),
            "wmma", mapping("wmma", PortVerdict.REWRITE, "")),
        Map.of(),
        VOCABULARY,
        Map.of(),
        List.of(
            new Release("6.1.0", LocalDate.parse("2024-04-16"), "made"),
            new Release("6.10.0", LocalDate.parse("2025-06-01"), "made")),
        Map.of("cudaMalloc", "1.0", "__shfl_sync", "9.0"),
        Set.of("cudaMalloc", "cudaFree", "__shfl_sync", "cublasSgemm"),
        Set.of(),
        new Rates(
            perLine,
            new Interval(10, 20, 30),
            new Interval(3, 7, 11),
            new Interval(100, 200, 300),
            new Interval(5, 15, 25),
            new Interval(6, 30, 500),
            new LinkedHashMap<>(),
            new LinkedHashMap<>()));
  }

  private static Use name(int line, String name, String library) {
    return new Use(line, name, library, "", Use.Place.CODE, 0, false);
  }

  private static Assessment assess(PortVerdict ofKernels, List<Kernel> kernels, Use... uses) {
    List<Use> all = new ArrayList<>(Arrays.asList(uses));
    ScannedFile file = new ScannedFile("a.cu", "cuda", 1, 99, 99, 99, "", all, kernels);
    Inventory inventory = new Inventory(List.of(file), 1, 1, 99, List.of());
    return Porting.assess(inventory, facts(ofKernels), DAY, null);
  }

  @ParameterizedTest
  @CsvSource({"6.2, 6.2.0, 0", "6.10, 6.9, 1", "6.1.1, 6.2, -1", "12.4u1, 12.4, 1", "'', 0, 0"})
  void versionsAreComparedByTheirNumbers(String a, String b, int sign) {
    assertThat(Integer.signum(Versions.compare(a, b))).isEqualTo(sign);
  }

  @Test
  void theReleaseOfADayIsTheHighestAndNoneBeforeTheFirst() {
    PortingFacts facts = facts(PortVerdict.SUPPORTED);
    assertThat(facts.releaseOn(LocalDate.parse("2025-05-31")).orElseThrow().version())
        .isEqualTo("6.1.0");
    assertThat(facts.releaseOn(DAY).orElseThrow().version()).isEqualTo("6.10.0");
    assertThatThrownBy(() -> facts.releaseOn(LocalDate.parse("2020-01-01")))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("2020-01-01");
  }

  @Test
  void aNameThatCameLaterIsNotThereBefore() {
    PortingFacts facts = facts(PortVerdict.SUPPORTED);
    Use shuffle = name(1, "__shfl_sync", "device");
    assertThat(facts.of(shuffle, "6.1.0").verdict()).isEqualTo(PortVerdict.NONE);
    assertThat(facts.of(shuffle, "6.2.0").verdict()).isEqualTo(PortVerdict.SUPPORTED);
  }

  @Test
  void whatNoTableKnowsIsUnknownAndCosts() {
    Assessment found = assess(PortVerdict.SUPPORTED, List.of(), name(3, "cudaNovelty", "runtime"));
    assertThat(found.verdicts()).containsExactly(Map.entry(PortVerdict.UNKNOWN, 1));
    assertThat(found.effortMinutes().mid()).isEqualTo(200 + 4);
    assertThat(found.scores().names()).isNull();
  }

  /** Line 3: a renaming and a call of another shape, so 5; line 4: a renaming, 2; first run 200. */
  @Test
  void aLineCostsWhatItsCostliestUseCosts() {
    Assessment found =
        assess(
            PortVerdict.SUPPORTED,
            List.of(),
            name(3, "cudaMalloc", "runtime"),
            name(3, "cublasSgemm", "blas"),
            name(4, "cudaFree", "runtime"));
    assertThat(found.effortMinutes()).isEqualTo(new Interval(103, 207, 312));
    assertThat(found.effortDays().mid()).isCloseTo(207 / 390.0, within(1e-12));
    assertThat(found.references()).isEqualTo(3);
    assertThat(found.scores().names()).isCloseTo(100 * 2.5 / 3, within(1e-9));
    assertThat(found.scores().libraries()).isEqualTo(50);
  }

  /** Twelve statements at 20 minutes and nothing for the line inside; the other line 2. */
  @Test
  void aKernelThatIsWrittenAnewCostsItsStatements() {
    Kernel kernel = new Kernel("k", 10, 30, 2, 12, 0, true);
    Assessment found =
        assess(
            PortVerdict.REWRITE,
            List.of(kernel),
            name(11, "cudaMalloc", "runtime"),
            name(40, "cudaFree", "runtime"));
    assertThat(found.effortMinutes().mid()).isEqualTo(200 + 12 * 20 + 2);
    assertThat(found.topCosts().getFirst().cause()).isEqualTo("kernel k");
  }

  /** Four statements with a matrix instruction, eight without: 8 of 12 stay as they are. */
  @Test
  void aKernelScoresAsItsWorstUseAndIsChecked() {
    Use wmma = new Use(12, "wmma", "device", "wmma", Use.Place.CODE, 0, true);
    Assessment found =
        assess(
            PortVerdict.SUPPORTED,
            List.of(
                new Kernel("hard", 10, 20, 2, 4, 0, true),
                new Kernel("easy", 30, 40, 2, 8, 0, true)),
            wmma);
    assertThat(found.scores().kernels()).isCloseTo(100 * 8 / 12.0, within(1e-9));
    assertThat(found.byCause()).anyMatch(c -> c.cause().equals(Effort.CHECK) && c.uses() == 1);
  }

  @Test
  void aBranchForTheTargetIsDoneAndForAnotherIsNot() {
    Use done = new Use(3, "cudaMalloc", "runtime", "", Use.Place.CODE, 1, false);
    Use other = new Use(5, "cudaFree", "runtime", "", Use.Place.CODE, 2, false);
    Assessment found = assess(PortVerdict.SUPPORTED, List.of(), done, other);
    assertThat(found.doneReferences()).isEqualTo(1);
    assertThat(found.verdicts()).containsExactly(Map.entry(PortVerdict.RENAMED, 1));
    assertThat(found.alreadyPorted()).containsExactly("a.cu");
  }

  /** A renaming that the target's build leaves out is unknown, 4 minutes; other verdicts stay. */
  @Test
  void whatIsOnlyLeftOutIsWork() {
    Use easy = name(3, "cudaMalloc", "runtime").with(0, 1);
    Use hard = name(4, "cublasSgemm", "blas").with(0, 1);
    Assessment found = assess(PortVerdict.SUPPORTED, List.of(), easy, hard);
    assertThat(found.leftOut()).isEqualTo(2);
    assertThat(found.doneReferences()).isZero();
    assertThat(found.alreadyPorted()).isEmpty();
    assertThat(found.verdicts())
        .containsOnly(Map.entry(PortVerdict.UNKNOWN, 1), Map.entry(PortVerdict.REPLACE, 1));
    assertThat(found.effortMinutes().mid()).isEqualTo(200 + 4 + 5);
    // Counts that are compared with others' follow the tables.
    assertThat(found.unsupportedReferences()).isZero();
  }

  @Test
  void aKernelThatIsLeftOutScoresNothing() {
    Kernel kernel = new Kernel("k", 10, 20, 2, 4, 0, true);
    Use use = new Use(12, "__global__", "", "kernel", Use.Place.CODE, 0, true);
    assertThat(assess(PortVerdict.SUPPORTED, List.of(kernel), use).scores().kernels())
        .isEqualTo(100);
    assertThat(assess(PortVerdict.SUPPORTED, List.of(kernel.with(0, 1)), use).scores().kernels())
        .isZero();
    assertThat(assess(PortVerdict.SUPPORTED, List.of(kernel.with(1, 0)), use).scores().kernels())
        .isEqualTo(100);
  }

  /** The file 30 minutes; the program is built only where something says CUDA. */
  @Test
  void aFileThatWasNotReadIsUnknownAndCosts() {
    Use cuda = new Use(1, Use.UNREAD_CUDA, "", Use.UNREAD_CUDA, Use.Place.CODE, 0, false);
    Assessment found = assess(PortVerdict.SUPPORTED, List.of(), cuda);
    assertThat(found.isCuda()).isTrue();
    assertThat(found.unread()).isEqualTo(1);
    assertThat(found.verdicts()).containsExactly(Map.entry(PortVerdict.UNKNOWN, 1));
    assertThat(found.effortMinutes().mid()).isEqualTo(200 + 30);
    Use other = new Use(1, Use.UNREAD_FILE, "", Use.UNREAD_FILE, Use.Place.CODE, 0, false);
    Assessment perhaps = assess(PortVerdict.SUPPORTED, List.of(), other);
    assertThat(perhaps.isCuda()).isFalse();
    assertThat(perhaps.effortMinutes().mid()).isEqualTo(30);
  }

  @Test
  void commentsStringsAndDisabledBranchesAreCountedApartAndCostNothing() {
    Assessment found =
        assess(
            PortVerdict.SUPPORTED,
            List.of(),
            new Use(1, "cudaMalloc", "runtime", "", Use.Place.COMMENT, 0, false),
            new Use(2, "cudaMalloc", "runtime", "", Use.Place.STRING, 0, false),
            new Use(3, "cudaMalloc", "runtime", "", Use.Place.DISABLED, 0, false));
    assertThat(found.references()).isZero();
    assertThat(found.referencesByPlace()).hasSize(3);
    assertThat(found.effortMinutes()).isEqualTo(Interval.ZERO);
    assertThat(found.isCuda()).isFalse();
  }

  @Test
  void thirdPartyCodeIsInTheCountsAndInNoEffort() {
    ScannedFile file =
        new ScannedFile(
            "third_party/x/a.cu",
            "cuda",
            1,
            9,
            9,
            9,
            "third_party/x",
            List.of(name(3, "cudaMalloc", "runtime")),
            List.of());
    Inventory inventory = new Inventory(List.of(file), 1, 1, 9, List.of());
    Assessment found = Porting.assess(inventory, facts(PortVerdict.SUPPORTED), DAY, null);
    assertThat(found.references()).isEqualTo(1);
    assertThat(found.vendored()).isEqualTo(new Assessment.Vendored(1, 1, List.of("third_party/x")));
    assertThat(found.effortMinutes()).isEqualTo(Interval.ZERO);
  }

  @Test
  void theNewestNameSaysTheLeastCuda() {
    Assessment found =
        assess(
            PortVerdict.SUPPORTED,
            List.of(),
            name(3, "cudaMalloc", "runtime"),
            name(4, "__shfl_sync", "device"));
    assertThat(found.minimumCuda()).isEqualTo("9.0");
  }
}
