package dev.chokepoint.explore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;
import org.hipparchus.util.Pair;

/**
 * What a design takes of silicon and money. Areas are sums over all dies, mm2, full precision;
 * equations in docs/explore.md.
 *
 * @param arrays systolic arrays of all cores
 * @param vector INT32, FP32 and FP64 units
 * @param control decode and scheduling
 * @param registers register files
 * @param interconnect within cores
 * @param l1 memories of cores
 * @param l2 shared memory
 * @param memoryPhys PHYs of device memory, then their controllers
 * @param linkPhys PHYs of links, then their controllers
 * @param hostPhys PHYs of host lanes, then their controllers
 * @param dieToDie links between dies of the package
 * @param computeDieMm2 one compute die
 * @param ioDieMm2 the die of PHYs, 0 where there is none
 * @param countedMm2 logic dies on a non-planar process, as 3A090 Technical Note 4 counts
 * @param transistors of logic, SRAM and controllers; those of PHYs are not known
 * @param approximatedTransistors as the rule on foundries counts them (772.1): density of the
 *     process times area, over dies that are not planar
 * @param dieYield share of compute dies that work entirely, 0 to 1
 * @param soldYield the same with dies that lose at most their spare cores
 * @param diesPerWafer compute dies of one wafer; 0 where none fits
 * @param unitUsd compute dies, the die of PHYs, memory and package; infinite where no die fits
 */
public record Area(
    double arrays,
    double vector,
    double control,
    double registers,
    double interconnect,
    double l1,
    double l2,
    double memoryPhys,
    double memoryControllers,
    double linkPhys,
    double linkControllers,
    double hostPhys,
    double hostControllers,
    double dieToDie,
    double computeDieMm2,
    double ioDieMm2,
    double logicDies,
    double countedMm2,
    double transistors,
    double approximatedTransistors,
    double dieYield,
    double soldYield,
    double diesPerWafer,
    double dieUsd,
    double memoryUsd,
    double unitUsd) {

  private static final int NODES = 32;
  private static final Pair<double[], double[]> LAGUERRE = laguerre();

  private static Pair<double[], double[]> laguerre() {
    var rule = new GaussIntegratorFactory().laguerre(NODES);
    double[] points = new double[NODES];
    double[] weights = new double[NODES];
    for (int i = 0; i < NODES; i++) {
      points[i] = rule.getPoint(i);
      weights[i] = rule.getWeight(i);
    }
    return new Pair<>(points, weights);
  }

  /** The area of a design. */
  public static Area of(Design d) {
    AreaConstants c = d.constants();
    AreaConstants.Node node = d.node();
    AreaConstants.Node edge = d.ioNode();
    double cores = d.cores();
    double lanes = d.value(DesignKey.LANES) * cores;
    double fp = c.fp64Transistors();
    double arrayCount = lanes * d.multipliers() * fp * c.fp16Share();
    double vectorCount =
        lanes
            * (d.value(DesignKey.INT32) * c.int32Transistors()
                + d.value(DesignKey.FP32) * fp * c.fp32Share()
                + d.value(DesignKey.FP64) * fp);
    double controlCount = lanes * d.value(DesignKey.VECTOR) * c.controlTransistors();
    double coreCount = cores * c.coreTransistors();
    double words = d.value(DesignKey.REGISTER_WORDS);
    double registers =
        words <= 0
            ? 0
            : lanes
                * c.registerFile()
                    .um2(words, d.value(DesignKey.REGISTER_BITS), d.value(DesignKey.REGISTER_PORTS))
                / 1e6
                * c.registerFile().perMm2()
                / node.perMm2();
    double l1 = cores * c.sramMm2(d.value(DesignKey.L1), node);
    double l2Kb = d.value(DesignKey.L2) * 1024;
    double l2 = c.sramMm2(l2Kb, node);
    double stacks = d.stacks();
    double links = d.value(DesignKey.LINKS);
    double host = d.value(DesignKey.HOST_LANES);
    double memoryCount = stacks * d.memory().phy().controllerTransistors();
    double linkCount = links * d.link().phy().controllerTransistors();
    double hostCount = host * d.host().phy().controllerTransistors();
    double memoryPhys = stacks * d.memory().phy().mm2();
    double linkPhys = links * d.link().phy().mm2();
    double hostPhys = host * d.host().phy().mm2();
    double dies = d.value(DesignKey.DIES);
    double joined = d.hasIoDie() ? dies + 1 : dies > 1 ? dies : 0;
    AreaConstants.Phy bridge = c.dieToDie();
    double bridgeCompute = bridge.mm2() + bridge.controllerTransistors() / node.perMm2();
    double bridgeEdge = bridge.mm2() + bridge.controllerTransistors() / edge.perMm2();
    double edges =
        memoryPhys + linkPhys + hostPhys + (memoryCount + linkCount + hostCount) / edge.perMm2();
    double logic = arrayCount + vectorCount + controlCount + coreCount;
    double compute = logic / node.perMm2() + registers + l1 + l2;
    double computeDie =
        (compute + (d.hasIoDie() ? 0 : edges)) / dies + (joined > 0 ? bridgeCompute : 0);
    double ioDie = d.hasIoDie() ? edges + bridgeEdge : 0;
    double sramBits = 8192 * (cores * d.value(DesignKey.L1) + l2Kb);
    double counted = (node.planar() ? 0 : dies * computeDie) + (edge.planar() ? 0 : ioDie);
    double approximated =
        (node.planar() ? 0 : dies * computeDie * node.perMm2())
            + (edge.planar() ? 0 : ioDie * edge.perMm2());
    double plain = faultless(c, node, computeDie);
    double spare = Math.floor(d.value(DesignKey.HARVESTED) / dies);
    double coreArea = (logic / node.perMm2() + registers + l1) / Math.max(1, cores);
    double sold =
        spare < 1
            ? plain
            : salvaged(c, node, computeDie, coreArea, (int) Math.floor(cores / dies), (int) spare);
    double fit = diesPerWafer(c, computeDie);
    double dieUsd = node.waferUsd() / (fit * sold);
    double ioUsd =
        ioDie > 0 ? edge.waferUsd() / (diesPerWafer(c, ioDie) * faultless(c, edge, ioDie)) : 0;
    double memoryUsd = d.value(DesignKey.MEMORY_GB) * d.memory().usdPerGb();
    double unit =
        (dies * dieUsd + ioUsd + memoryUsd + d.value(DesignKey.PACKAGE_USD))
            / d.value(DesignKey.ASSEMBLY_YIELD);
    return new Area(
        arrayCount / node.perMm2(),
        vectorCount / node.perMm2(),
        controlCount / node.perMm2(),
        registers,
        coreCount / node.perMm2(),
        l1,
        l2,
        memoryPhys,
        memoryCount / edge.perMm2(),
        linkPhys,
        linkCount / edge.perMm2(),
        hostPhys,
        hostCount / edge.perMm2(),
        joined > 0 ? dies * bridgeCompute + (d.hasIoDie() ? bridgeEdge : 0) : 0,
        computeDie,
        ioDie,
        dies + (d.hasIoDie() ? 1 : 0),
        counted,
        logic
            + registers * node.perMm2()
            + sramBits * c.sramTransistorsPerBit()
            + memoryCount
            + linkCount
            + hostCount
            + joined * bridge.controllerTransistors(),
        approximated,
        plain,
        sold,
        fit,
        fit > 0 ? dieUsd : Double.POSITIVE_INFINITY,
        memoryUsd,
        fit > 0 && unit > 0 ? unit : Double.POSITIVE_INFINITY);
  }

  /** All logic dies together, planar ones among them, mm2. */
  public double totalMm2() {
    return computeDies() * computeDieMm2 + ioDieMm2;
  }

  /** The largest die, which one exposure must make. */
  public double largestMm2() {
    return Math.max(computeDieMm2, ioDieMm2);
  }

  private double computeDies() {
    return logicDies - (ioDieMm2 > 0 ? 1 : 0);
  }

  /** Wafers of compute dies for so many units; infinite where no die fits. */
  public double wafers(double units) {
    return diesPerWafer > 0
        ? Math.ceil(units * computeDies() / (diesPerWafer * soldYield))
        : Double.POSITIVE_INFINITY;
  }

  /** Areas of all components by name, over all dies; those that are absent are left out. */
  public Map<String, Double> components() {
    Map<String, Double> parts = new LinkedHashMap<>();
    parts.put("arrays", arrays);
    parts.put("vector units", vector);
    parts.put("control", control);
    parts.put("register files", registers);
    parts.put("core interconnect", interconnect);
    parts.put("L1", l1);
    parts.put("L2", l2);
    parts.put("memory PHYs", memoryPhys);
    parts.put("memory controllers", memoryControllers);
    parts.put("link PHYs", linkPhys);
    parts.put("link controllers", linkControllers);
    parts.put("host PHYs", hostPhys);
    parts.put("host controllers", hostControllers);
    parts.put("die-to-die links", dieToDie);
    parts.values().removeIf(each -> each <= 0);
    return parts;
  }

  /** What of the constants that a design uses rests on an assumption. */
  public static List<String> assumed(Design d) {
    List<String> out = new ArrayList<>();
    note(out, d.node().name() + " nm", d.node().assumed());
    if (d.hasIoDie()) {
      note(out, "I/O die " + d.ioNode().name() + " nm", d.ioNode().assumed());
    }
    note(out, d.memory().name(), d.memory().phy().assumed());
    if (d.value(DesignKey.LINKS) > 0) {
      note(out, d.link().name(), d.link().phy().assumed());
    }
    if (d.value(DesignKey.DIES) > 1 || d.hasIoDie()) {
      note(out, "die-to-die links", d.constants().dieToDie().assumed());
    }
    return out;
  }

  private static void note(List<String> out, String what, String assumed) {
    if (!assumed.isEmpty()) {
      out.add(what + ": " + assumed);
    }
  }

  /** Share of dies without a defect; negative binomial. */
  private static double faultless(AreaConstants c, AreaConstants.Node node, double mm2) {
    double x = 1 + mm2 * node.defectsPerMm2() / c.clusters();
    return Math.pow(x, -c.clusters());
  }

  private static double diesPerWafer(AreaConstants c, double mm2) {
    double radius = c.waferMm() / 2;
    double dies = Math.PI * radius * radius / mm2 - Math.PI * c.waferMm() / Math.sqrt(2 * mm2);
    return Math.max(0, dies);
  }

  /**
   * Share of dies on which nothing but at most {@code spare} cores has a defect. The negative
   * binomial is a Poisson whose density is itself gamma distributed (with shape {@code clusters});
   * for a given density cores fail independently of each other.
   */
  private static double salvaged(
      AreaConstants c,
      AreaConstants.Node node,
      double dieMm2,
      double coreMm2,
      int cores,
      int spare) {
    double rest = Math.max(0, dieMm2 - cores * coreMm2);
    double shape = c.clusters();
    double scale = node.defectsPerMm2() / shape;
    double sum = 0;
    double norm = 0;
    for (int i = 0; i < NODES; i++) {
      double x = LAGUERRE.getFirst()[i];
      double weight = LAGUERRE.getSecond()[i] * Math.pow(x, shape - 1);
      norm += weight;
      double good = Math.exp(-x * scale * coreMm2);
      double odds = (1 - good) / good;
      double term = Math.exp(-x * scale * (rest + cores * coreMm2));
      double share = term;
      for (int bad = 0; bad < Math.min(spare, cores); bad++) {
        term *= odds * (cores - bad) / (bad + 1);
        share += term;
      }
      sum += weight * share;
    }
    return Math.min(1, sum / norm);
  }
}
