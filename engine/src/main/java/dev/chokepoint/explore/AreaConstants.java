package dev.chokepoint.explore;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What silicon costs in area and money: {@code knowledge/silicon/area.yaml} as read.
 *
 * @param fp64Transistors of one FP64 unit; FP32 and FP16 shrink with the square of the significand
 * @param controlTransistors for each vector lane of a lane
 * @param coreTransistors interconnect of one core
 * @param sramEfficiency share of an array that is bit cells, by its size in KB
 * @param sramUnitKb largest single array
 * @param waferMm diameter of a wafer
 * @param clusters clustering of defects in the negative binomial yield
 * @param reticleMm2 largest die that one exposure makes
 */
public record AreaConstants(
    double fp64Transistors,
    double int32Transistors,
    double controlTransistors,
    double coreTransistors,
    double fp32Share,
    double fp16Share,
    NavigableMap<Integer, Double> sramEfficiency,
    int sramUnitKb,
    double sramTransistorsPerBit,
    RegisterFile registerFile,
    double waferMm,
    double clusters,
    double reticleMm2,
    List<Node> nodes,
    List<Memory> memories,
    List<Link> links,
    Phy dieToDie) {

  /**
   * Area of a register file at 90 nm in um2: a polynomial of words, bits of a word and ports.
   *
   * @param perMm2 transistors of a mm2 there
   */
  public record RegisterFile(
      double perMm2,
      double constant,
      double words,
      double bits,
      double ports,
      double wordsBits,
      double wordsWords,
      double bitsBits,
      double portsPorts,
      double wordsPorts,
      double bitsPorts) {

    double um2(double d, double w, double p) {
      return constant
          + words * d
          + bits * w
          + ports * p
          + wordsBits * d * w
          + wordsWords * d * d
          + bitsBits * w * w
          + portsPorts * p * p
          + wordsPorts * d * p
          + bitsPorts * w * p;
    }
  }

  /**
   * A process.
   *
   * @param perMm2 transistors that a mm2 of logic holds
   * @param sramBitMm2 one bit cell
   * @param defectsPerMm2 density of killing defects
   * @param planar whether its transistors are planar, so that its dies have no applicable area
   * @param assumed what of it rests on an assumption, or empty
   */
  public record Node(
      String name,
      double nm,
      double perMm2,
      double sramBitMm2,
      double defectsPerMm2,
      double waferUsd,
      boolean planar,
      String assumed) {}

  /** What stands at the edge of a die: a PHY that no node shrinks, and its controller. */
  public record Phy(double mm2, double controllerTransistors, String assumed) {}

  /**
   * A kind of device memory.
   *
   * @param bits data pins of one stack or device
   */
  public record Memory(String name, int bits, Phy phy, double usdPerGb) {
    boolean isStacked() {
      return name.startsWith("HBM");
    }
  }

  /**
   * A kind of link or lane.
   *
   * @param gbs what one carries both ways, GB/s
   */
  public record Link(String name, double gbs, Phy phy) {}

  public AreaConstants {
    sramEfficiency = java.util.Collections.unmodifiableNavigableMap(new TreeMap<>(sramEfficiency));
    nodes = List.copyOf(nodes);
    memories = List.copyOf(memories);
    links = List.copyOf(links);
  }

  /** Area of an on-chip memory, mm2; what is larger than a unit is several of them. */
  double sramMm2(double kb, Node node) {
    if (kb <= 0) {
      return 0;
    }
    int key = (int) Math.ceil(Math.min(kb, sramUnitKb));
    double share = sramEfficiency.ceilingEntry(key).getValue();
    return kb * 1024 * 8 * node.sramBitMm2() / share;
  }
}
