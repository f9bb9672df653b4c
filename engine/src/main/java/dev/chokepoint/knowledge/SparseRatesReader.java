package dev.chokepoint.knowledge;

import dev.chokepoint.catalog.SparseRates;
import dev.chokepoint.units.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads how vendors print rates with sparsity. */
final class SparseRatesReader {
  static final String PATH = "chips/conventions.yaml";
  private static final Pattern FACTOR = Pattern.compile("\\d{1,2}(\\.\\d{1,4})?");

  private SparseRatesReader() {}

  static SparseRates read(KnowledgeFolder.Files files, List<Problem> problems) {
    KnowledgeFolder.@Nullable Entry file =
        files.entries().stream().filter(e -> e.path().equals(PATH)).findFirst().orElse(null);
    if (file == null) {
      problems.add(new Problem("missing-file", PATH, "", "conventions of vendors", ""));
      return new SparseRates(List.of(), new SparseRates.Convention("", "1", ""));
    }
    Cursor root = Cursor.of(file.doc(), file.path(), problems);
    root.only(Set.of("sparse-rates", "unstated"));
    List<SparseRates.Convention> conventions = new ArrayList<>();
    for (Cursor line : root.at("sparse-rates").list()) {
      line.only(Set.of("vendor", "factor", "source"));
      conventions.add(convention(line.at("vendor").text(), line));
    }
    root.at("unstated").only(Set.of("factor", "source"));
    return new SparseRates(conventions, convention("", root.at("unstated")));
  }

  private static SparseRates.Convention convention(String vendor, Cursor line) {
    String factor = line.at("factor").text();
    boolean decimal = FACTOR.matcher(factor).matches();
    if (!decimal || new BigDecimal(factor).compareTo(BigDecimal.ONE) <= 0) {
      line.at("factor").problem("bad-number", factor, "a decimal above 1, such as 2", "");
    }
    return new SparseRates.Convention(vendor, factor, line.at("source").text());
  }
}
