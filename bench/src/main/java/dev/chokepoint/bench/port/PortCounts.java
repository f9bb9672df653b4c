package dev.chokepoint.bench.port;

import dev.chokepoint.porting.Assessment;
import dev.chokepoint.porting.Inventory;
import dev.chokepoint.porting.Porting;
import dev.chokepoint.porting.PortingFacts;
import dev.chokepoint.porting.Target;
import dev.chokepoint.workbench.porting.PortScan;
import dev.chokepoint.workbench.porting.PortTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;

/**
 * Counts of real repositories beside those of the shared table, which another program made. The
 * rule: every name of HIPIFY's list in code of C and C++, comments and strings left out;
 * unsupported as the tables of HIP say, whatever a working port does. Arguments: the shared table,
 * and a folder with each repository checked out as {@code OWNER+NAME} at the commit of its row.
 */
public final class PortCounts {
  /** The shared notes do not say by which rule the other counts were made. */
  private static final List<String> RULED =
      List.of(
          "cuda_refs",
          "distinct_names",
          "unsupported_refs_newest",
          "distinct_unsupported_newest",
          "kernels",
          "launches");

  private PortCounts() {}

  public static void main(String[] args) throws IOException {
    PortTables tables = new PortTables(null);
    PortingFacts facts = tables.facts(Target.ROCM);
    System.out.printf(
        "%-36s %-10s %-24s %7s %7s %7s%n",
        "repository", "commit", "count", "shared", "ours", "off");
    double worst = 0;
    for (CSVRecord row : Programs.rows(Path.of(args[0]))) {
      Path folder = Path.of(args[1]).resolve(row.get("repo").replace('/', '+'));
      if (!Files.isDirectory(folder)) {
        System.out.println("left out, no sources: " + row.get("repo"));
        continue;
      }
      Inventory inventory = PortScan.scan(folder, tables.vocabulary());
      Assessment a = Porting.assess(inventory, facts, Programs.DAY, null);
      for (Map.Entry<String, Integer> count : counts(a)) {
        double shared = Double.parseDouble(row.get(count.getKey()));
        double off = shared == 0 ? 0 : count.getValue() / shared - 1;
        boolean exact = shared == count.getValue();
        if (RULED.contains(count.getKey())) {
          worst = Math.max(worst, Math.abs(off));
        }
        System.out.printf(
            Locale.ROOT,
            "%-36s %-10s %-24s %7.0f %7d %7s%n",
            row.get("repo"),
            row.get("commit").substring(0, 10),
            count.getKey(),
            shared,
            count.getValue(),
            exact ? "" : shared == 0 ? "new" : String.format(Locale.ROOT, "%+.1f%%", 100 * off));
      }
    }
    System.out.printf(Locale.ROOT, "furthest off %.1f%%; of %s%n", 100 * worst, RULED);
  }

  private static List<Map.Entry<String, Integer>> counts(Assessment a) {
    return List.of(
        Map.entry("cuda_refs", a.references()),
        Map.entry("distinct_names", a.distinctNames()),
        Map.entry("unsupported_refs_newest", a.unsupportedReferences()),
        Map.entry("distinct_unsupported_newest", a.unsupportedNames()),
        Map.entry("kernels", a.kernels()),
        Map.entry("launches", a.launches()),
        Map.entry("ptx_asm", asm(a)),
        Map.entry("wmma", a.features().getOrDefault("wmma", 0)),
        Map.entry("atomics", a.features().getOrDefault("atomics", 0)));
  }

  private static int asm(Assessment a) {
    return List.of("inline-ptx", "async-ptx", "mma-ptx", "wgmma-ptx").stream()
        .mapToInt(f -> a.features().getOrDefault(f, 0))
        .sum();
  }
}
