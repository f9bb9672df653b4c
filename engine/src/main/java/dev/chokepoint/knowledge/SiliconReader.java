package dev.chokepoint.knowledge;

import dev.chokepoint.explore.AreaConstants;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Reads what silicon costs. */
final class SiliconReader {
  private static final String PATH = "silicon/area.yaml";
  private static final double MILLION = 1e6;

  private SiliconReader() {}

  static AreaConstants read(KnowledgeFolder.Files files) {
    List<Problem> problems = new ArrayList<>();
    AreaConstants constants =
        files.of(PATH).stream()
            .findFirst()
            .map(entry -> read(Cursor.of(entry.doc(), PATH, problems)))
            .orElseThrow(
                () -> new Refused(new Problem("missing-file", PATH, "", "area and cost", "")));
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return constants;
  }

  private static AreaConstants read(Cursor root) {
    root.only(
        Set.of(
            "sources",
            "transistors",
            "significand-bits",
            "sram",
            "register-file",
            "wafer",
            "reticle-mm2",
            "nodes",
            "memories",
            "links",
            "die-to-die"));
    Set<String> sources = root.at("sources").keys();
    Cursor units = root.at("transistors");
    units.only(Set.of("fp64", "int32", "control", "core"));
    Cursor bits = root.at("significand-bits");
    double wide = number(bits.at("fp64"));
    Cursor sram = root.at("sram");
    sourced(sram, sources);
    NavigableMap<Integer, Double> efficiency = new TreeMap<>();
    sram.at("efficiency")
        .entries()
        .forEach((kb, share) -> efficiency.put(Integer.parseInt(kb), number(share)));
    Cursor wafer = root.at("wafer");
    sourced(wafer, sources);
    root.at("reticle-mm2").at("source").text();
    List<AreaConstants.Node> nodes = new ArrayList<>();
    root.at("nodes").entries().forEach((name, node) -> nodes.add(node(name, node, sources)));
    List<AreaConstants.Memory> memories = new ArrayList<>();
    root.at("memories")
        .entries()
        .forEach((name, each) -> {
          each.only(
              Set.of(
                  "bits", "phy-mm2", "controller-transistors", "usd-per-gb", "source", "assumed"));
          memories.add(
              new AreaConstants.Memory(
                  name,
                  (int) number(each.at("bits")),
                  phy(each, sources),
                  number(each.at("usd-per-gb"))));
        });
    List<AreaConstants.Link> links = new ArrayList<>();
    root.at("links")
        .entries()
        .forEach((name, each) -> {
          each.only(Set.of("gbs", "phy-mm2", "controller-transistors", "source", "assumed"));
          links.add(new AreaConstants.Link(name, number(each.at("gbs")), phy(each, sources)));
        });
    return new AreaConstants(
        unit(units.at("fp64"), sources),
        unit(units.at("int32"), sources),
        unit(units.at("control"), sources),
        unit(units.at("core"), sources),
        square(number(bits.at("fp32")) / wide),
        square(number(bits.at("fp16")) / wide),
        efficiency,
        (int) number(sram.at("largest-unit-kb")),
        number(sram.at("transistors-per-bit")),
        registerFile(root.at("register-file"), sources),
        number(wafer.at("diameter-mm")),
        number(wafer.at("clusters")),
        number(root.at("reticle-mm2").at("value")),
        nodes,
        memories,
        links,
        phy(root.at("die-to-die"), sources));
  }

  private static AreaConstants.Node node(String name, Cursor node, Set<String> sources) {
    node.only(
        Set.of(
            "nm",
            "million-per-mm2",
            "sram-bit-um2",
            "defects-per-mm2",
            "wafer-usd",
            "planar",
            "source",
            "assumed"));
    sourced(node, sources);
    return new AreaConstants.Node(
        name,
        number(node.at("nm")),
        MILLION * number(node.at("million-per-mm2")),
        number(node.at("sram-bit-um2")) / MILLION,
        number(node.at("defects-per-mm2")),
        number(node.at("wafer-usd")),
        node.at("planar").text().equals("yes"),
        node.at("assumed").text(""));
  }

  private static AreaConstants.RegisterFile registerFile(Cursor file, Set<String> sources) {
    sourced(file, sources);
    return new AreaConstants.RegisterFile(
        MILLION * number(file.at("million-per-mm2")),
        number(file.at("constant")),
        number(file.at("words")),
        number(file.at("bits")),
        number(file.at("ports")),
        number(file.at("words-bits")),
        number(file.at("words-words")),
        number(file.at("bits-bits")),
        number(file.at("ports-ports")),
        number(file.at("words-ports")),
        number(file.at("bits-ports")));
  }

  private static AreaConstants.Phy phy(Cursor each, Set<String> sources) {
    sourced(each, sources);
    return new AreaConstants.Phy(
        number(each.at("phy-mm2")),
        number(each.at("controller-transistors")),
        each.at("assumed").text(""));
  }

  private static double unit(Cursor each, Set<String> sources) {
    each.only(Set.of("value", "source"));
    sourced(each, sources);
    return number(each.at("value"));
  }

  private static void sourced(Cursor each, Set<String> sources) {
    String source = each.at("source").text();
    if (!sources.contains(source)) {
      each.at("source")
          .problem("unknown-source", source, "one of " + String.join(", ", sources), "");
    }
  }

  private static double square(double x) {
    return x * x;
  }

  private static double number(Cursor cursor) {
    return SystemsReader.number(cursor);
  }
}
