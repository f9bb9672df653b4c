package dev.chokepoint.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.catalog.Metrics;
import dev.chokepoint.knowledge.DesignReader;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.Source;
import dev.chokepoint.units.Range;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Area and cost against published figures and against a count by chance. */
class AreaTest {
  static final AreaConstants CONSTANTS = Knowledge.load().silicon();
  private static final Path DESIGNS =
      Path.of(System.getProperty("chokepoint.root", "..")).resolve("examples/silicon");

  private static Design design(String name) {
    return DesignReader.read(Source.of(DESIGNS.resolve(name + ".yaml")), CONSTANTS).design();
  }

  static Design with(Design base, Map<DesignKey, Double> changed) {
    Map<DesignKey, Double> all = new EnumMap<>(DesignKey.class);
    for (DesignKey key : DesignKey.values()) {
      all.put(key, base.value(key));
    }
    all.putAll(changed);
    return Design.of(CONSTANTS, all);
  }

  /** Published for these inputs: 584.0 of cores and 242.8 of the rest, 826.8 mm2. */
  @Test
  void theWholeGa100IsAsPublished() {
    Area area = Area.of(design("ga100"));
    double rest = area.l2() + area.memoryPhys() + area.memoryControllers();
    rest += area.linkPhys() + area.linkControllers();
    assertThat(area.totalMm2()).isCloseTo(826.8, within(0.05));
    assertThat(rest).isCloseTo(242.8, within(0.05));
    assertThat(area.totalMm2() - rest).isCloseTo(584.0, within(0.05));
    assertThat(area.components().values().stream().mapToDouble(each -> each).sum())
        .isCloseTo(area.totalMm2(), within(1e-9));
    // pi 150^2 / 826.8 - pi 300 / sqrt(2 x 826.8) = 85.5 - 23.2; (1 + 826.8 x 0.0015 / 3)^-3
    assertThat(area.diesPerWafer()).isCloseTo(62.3, within(0.05));
    assertThat(area.dieYield()).isCloseTo(Math.pow(1.4134, -3), within(1e-4));
    assertThat(area.approximatedTransistors()).isCloseTo(826.8 * 96.3e6, within(5e6));
  }

  /** Real dies: 814 (GH100), 608.5 (AD102), 724 (MI210), 456.25 mm2 (Ascend 910). */
  @ParameterizedTest
  @CsvSource({
    "ga100, 826, 0.01",
    "gh100, 814, 0.07",
    "ad102, 608.5, 0.05",
    "mi210, 724, 0.05",
    "ascend-910, 456.25, 0.35"
  })
  void otherDiesAreWithinAStatedError(String name, double real, double error) {
    assertThat(Area.of(design(name)).totalMm2()).isBetween(real / (1 + error), real * (1 + error));
  }

  @Test
  void onlyLogicDiesThatAreNotPlanarCount() {
    Design base = design("ga100");
    double planar = 6; // "28" in knowledge/silicon
    double finFet = 5;
    assertThat(CONSTANTS.nodes().get((int) planar).planar()).isTrue();
    Area onPlanar = Area.of(with(base, Map.of(DesignKey.IO_NODE, planar, DesignKey.DUMMY, 220.0)));
    Area onFinFet = Area.of(with(base, Map.of(DesignKey.IO_NODE, finFet)));
    assertThat(onPlanar.countedMm2()).isEqualTo(onPlanar.computeDieMm2());
    assertThat(onPlanar.approximatedTransistors())
        .isCloseTo(onPlanar.computeDieMm2() * 96.3e6, within(1.0));
    assertThat(onFinFet.countedMm2()).isEqualTo(onFinFet.totalMm2());
    Design whole = with(base, Map.of(DesignKey.NODE, planar));
    Item item = whole.item("x", "x", Design.Maker.NOBODY);
    assertThat(Metrics.range(item, Metric.DIE_AREA)).isEqualTo(Range.ZERO);
  }

  /** Dies drawn with defects of a gamma distributed density, a core lost for each that is hit. */
  @Test
  void salvageIsWhatDrawnDiesShow() {
    Design base = with(design("ga100"), Map.of(DesignKey.HARVESTED, 3.0));
    Area area = Area.of(base);
    double perCore =
        (area.arrays()
                + area.vector()
                + area.control()
                + area.registers()
                + area.interconnect()
                + area.l1())
            / 128;
    SplittableRandom random = new SplittableRandom(7);
    int dies = 40_000;
    int sold = 0;
    for (int i = 0; i < dies; i++) {
      double density = 0;
      for (int j = 0; j < 3; j++) { // a gamma of shape 3 is the sum of three exponentials
        density -= Math.log(1 - random.nextDouble()) * 0.0015 / 3;
      }
      int bad = 0;
      for (int core = 0; core < 128; core++) {
        bad += random.nextDouble() < -Math.expm1(-density * perCore) ? 1 : 0;
      }
      double rest = area.computeDieMm2() - 128 * perCore;
      sold += bad <= 3 && random.nextDouble() < Math.exp(-density * rest) ? 1 : 0;
    }
    assertThat(area.soldYield()).isCloseTo((double) sold / dies, within(0.01));
    assertThat(area.soldYield()).isGreaterThan(area.dieYield());
    Area none = Area.of(with(base, Map.of(DesignKey.HARVESTED, 0.0)));
    assertThat(none.soldYield()).isEqualTo(none.dieYield());
  }

  private static double of(Item item, Metric metric) {
    return Objects.requireNonNull(Metrics.range(item, metric)).low().doubleValue();
  }

  /** A100: 108 of 128 cores, five stacks, 40 MB; every figure of its datasheet. */
  @Test
  void theSpecificationIsThatOfTheA100() {
    Map<DesignKey, Double> sold = new EnumMap<>(DesignKey.class);
    sold.put(DesignKey.HARVESTED, 20.0);
    Design a100 = with(design("ga100"), sold);
    var item = a100.item("a100", "A100", Design.Maker.NOBODY);
    assertThat(of(item, Metric.TPP)).isCloseTo(4992, within(3.0));
    assertThat(of(item, Metric.IO)).isEqualTo(600);
    assertThat(with(a100, Map.of(DesignKey.CORES, 0.0, DesignKey.TPP_BELOW, 4800.0)).activeCores())
        .isEqualTo(103); // 103 x 1024 x 2 x 1410 MHz x 16 = 4758
  }
}
