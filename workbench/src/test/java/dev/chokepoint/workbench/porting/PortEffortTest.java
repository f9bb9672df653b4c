package dev.chokepoint.workbench.porting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.chokepoint.porting.Rates;
import dev.chokepoint.porting.Target;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.hipparchus.stat.correlation.SpearmansCorrelation;
import org.hipparchus.stat.ranking.NaturalRanking;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The weights that ship against sizes of finished ports. What the scanner saw of each program is
 * kept beside this test, so that it needs no sources; {@code bench/run port-effort} makes it anew.
 */
class PortEffortTest {
  private static final Path SIZES =
      Path.of(System.getProperty("chokepoint.root", ".."))
          .resolve("../shared/reference/porting/hecbench_ports_shared.csv");
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private final Map<String, CSVRecord> real = new HashMap<>();
  private final List<CSVRecord> seen = new ArrayList<>();

  @BeforeEach
  void read() throws IOException {
    assumeThat(SIZES).as("the shared sizes of ports are not here").exists();
    rows(Files.newBufferedReader(SIZES)).forEach(row -> real.put(row.get("program"), row));
    seen.addAll(
        rows(
            new InputStreamReader(
                Objects.requireNonNull(
                    PortEffortTest.class.getResourceAsStream("/porting/hecbench-seen.csv")),
                StandardCharsets.UTF_8)));
    assertThat(real).hasSize(seen.size());
  }

  private static List<CSVRecord> rows(Reader in) throws IOException {
    try (CSVParser parser = CSVParser.parse(in, FORMAT)) {
      return parser.getRecords();
    }
  }

  /** Estimates and sizes of the programs with a port of the kind. */
  private double[][] pairs(String column, String prefix, Map<String, Double> weights) {
    List<double[]> pairs = new ArrayList<>();
    for (CSVRecord row : seen) {
      String size = Objects.requireNonNull(real.get(row.get("program"))).get(column);
      if (!size.isEmpty()) {
        double estimate = weights.getOrDefault("constant", 0.0);
        for (Map.Entry<String, Double> weight : weights.entrySet()) {
          if (!weight.getKey().equals("constant")) {
            estimate += weight.getValue() * Double.parseDouble(row.get(prefix + weight.getKey()));
          }
        }
        pairs.add(new double[] {estimate, Double.parseDouble(size)});
      }
    }
    return new double[][] {
      pairs.stream().mapToDouble(p -> p[0]).toArray(),
      pairs.stream().mapToDouble(p -> p[1]).toArray()
    };
  }

  private static Rates rates(Target target) {
    return new PortTables(null).facts(target).rates();
  }

  private static double spearman(double[][] pairs) {
    return new SpearmansCorrelation().correlation(pairs[0], pairs[1]);
  }

  @Test
  void changedLinesFollowThoseOfFinishedHipPorts() {
    double[][] pairs = pairs("hip_raw_changed_lines", "hip ", rates(Target.ROCM).linesPerUse());
    assertThat(pairs[0]).hasSize(350);
    assertThat(spearman(pairs)).isGreaterThan(0.88);
  }

  @Test
  void changedLinesFollowThoseOfFinishedSyclPorts() {
    double[][] pairs = pairs("sycl_changed_stmts", "sycl ", rates(Target.SYCL).linesPerUse());
    assertThat(pairs[0]).hasSize(339);
    assertThat(spearman(pairs)).isGreaterThan(0.76);
  }

  @Test
  void moreThanRenamingIsToldBeforehand() {
    double[][] pairs = pairs("hip_changed_stmts_norm", "sign ", rates(Target.ROCM).risks());
    double[] ranks = new NaturalRanking().rank(pairs[0]);
    double sum = 0;
    int yes = 0;
    for (int i = 0; i < ranks.length; i++) {
      if (pairs[1][i] > 0) {
        sum += ranks[i];
        yes++;
      }
    }
    assertThat(yes).isEqualTo(129);
    double area = (sum - yes * (yes + 1) / 2.0) / ((double) yes * (ranks.length - yes));
    assertThat(area).isGreaterThan(0.80);
  }

  /** The constants must stay few beside 350 ports. */
  @Test
  void theWeightsAreFew() {
    assertThat(rates(Target.ROCM).linesPerUse().size()).isLessThanOrEqualTo(4);
    assertThat(rates(Target.SYCL).linesPerUse().size()).isLessThanOrEqualTo(7);
    assertThat(rates(Target.ROCM).risks().size()).isLessThanOrEqualTo(10);
  }
}
