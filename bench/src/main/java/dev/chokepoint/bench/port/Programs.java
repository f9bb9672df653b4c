package dev.chokepoint.bench.port;

import dev.chokepoint.porting.Assessment;
import dev.chokepoint.porting.Assessment.Judged;
import dev.chokepoint.porting.Inventory;
import dev.chokepoint.porting.Porting;
import dev.chokepoint.porting.PortingFacts;
import dev.chokepoint.porting.ScannedFile;
import dev.chokepoint.porting.Size;
import dev.chokepoint.porting.Target;
import dev.chokepoint.workbench.porting.PortScan;
import dev.chokepoint.workbench.porting.PortTables;
import dev.chokepoint.workbench.porting.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Programs of HeCBench with the sizes of their finished ports: the shared table gives the sizes,
 * our scanner what it sees of the CUDA version.
 */
final class Programs {
  /**
   * Most of the ports are older than masked shuffles in HIP, so verdicts are those of a version
   * before.
   */
  static final String HIP = "6.1.2";

  static final LocalDate DAY = LocalDate.parse("2026-05-19");

  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private Programs() {}

  /**
   * One program.
   *
   * @param row of the shared table
   * @param hip what the scanner sees with HIP as target, by kind of line
   * @param sycl the same with SYCL as target
   * @param signs of work beyond renaming on HIP
   */
  record Program(
      String name,
      CSVRecord row,
      Inventory inventory,
      Assessment onHip,
      Assessment onSycl,
      Map<String, Double> hip,
      Map<String, Double> sycl,
      Map<String, Double> signs) {

    /** A figure of the shared table; NaN where the program has no port of the kind. */
    double figure(String column) {
      String cell = row.get(column);
      return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
    }
  }

  static List<CSVRecord> rows(Path csv) throws IOException {
    try (CSVParser parser = CSVParser.parse(Files.newBufferedReader(csv), FORMAT)) {
      return parser.getRecords();
    }
  }

  /** Scans the CUDA version of every program of the table. */
  static List<Program> read(Path csv, Path sources, PortTables tables) throws IOException {
    Vocabulary vocabulary = tables.vocabulary();
    PortingFacts rocm = tables.facts(Target.ROCM);
    PortingFacts syclFacts = tables.facts(Target.SYCL);
    List<Program> programs = new ArrayList<>();
    for (CSVRecord row : rows(csv)) {
      String name = row.get("program");
      Path folder = sources.resolve("src").resolve(name + "-cuda");
      if (!Files.isDirectory(folder)) {
        System.out.println("left out, no sources: " + name);
        continue;
      }
      Inventory inventory = PortScan.scan(folder, vocabulary);
      Assessment hip = Porting.assess(inventory, rocm, DAY, HIP);
      Assessment sycl = Porting.assess(inventory, syclFacts, DAY, null);
      List<ScannedFile> own = inventory.files().stream().filter(f -> !f.isVendored()).toList();
      programs.add(
          new Program(
              name,
              row,
              inventory,
              hip,
              sycl,
              kinds(Target.ROCM, hip),
              kinds(Target.SYCL, sycl),
              Size.signs(Target.ROCM, own, byFile(hip))));
    }
    return programs;
  }

  private static Map<String, List<Judged>> byFile(Assessment assessment) {
    Map<String, List<Judged>> byFile = new TreeMap<>();
    for (Judged judged : assessment.uses()) {
      byFile.computeIfAbsent(judged.file(), f -> new ArrayList<>()).add(judged);
    }
    return byFile;
  }

  private static Map<String, Double> kinds(Target target, Assessment assessment) {
    Map<String, Double> kinds = new HashMap<>();
    Size.lineKinds(target, byFile(assessment)).forEach((k, n) -> kinds.put(k, (double) n));
    return kinds;
  }
}
