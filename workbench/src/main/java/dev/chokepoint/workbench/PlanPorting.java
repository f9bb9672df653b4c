package dev.chokepoint.workbench;

import dev.chokepoint.economics.Money;
import dev.chokepoint.economics.Prices;
import dev.chokepoint.knowledge.DemandFile;
import dev.chokepoint.porting.Target;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What leaving CUDA for the chips of a vendor costs, once.
 *
 * @param days of a person, or null where money is stated
 * @param from how it came about, in words
 */
record PlanPorting(String vendor, BigDecimal usd, @Nullable BigDecimal days, String from) {
  /** Whose chips each target of `port` is for. */
  private static final Map<Target, String> VENDORS =
      Map.of(
          Target.ROCM, "AMD",
          Target.CANN, "Huawei",
          Target.MUSA, "Moore Threads",
          Target.SYCL, "Intel");

  /**
   * Everything that a file says of porting, in dollars at the rate of a day.
   *
   * @param file beside which reports lie; null where none may be read
   */
  static List<PlanPorting> of(DemandFile asked, @Nullable Path file, Prices prices, LocalDate day) {
    List<PlanPorting> all = new ArrayList<>();
    asked.porting().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each -> all.add(of(each.getKey(), each.getValue(), file, prices, day)));
    return all;
  }

  static Map<String, BigDecimal> byVendor(List<PlanPorting> all) {
    Map<String, BigDecimal> usd = new LinkedHashMap<>();
    all.forEach(each -> usd.put(each.vendor(), each.usd()));
    return usd;
  }

  private static PlanPorting of(
      String vendor, DemandFile.Porting asked, @Nullable Path file, Prices prices, LocalDate day) {
    Money once = asked.once();
    if (once != null) {
      return new PlanPorting(vendor, prices.in(Money.USD, once, day).rounded(), null, "as stated");
    }
    Money perDay = Objects.requireNonNull(asked.perDay());
    String report = asked.report();
    BigDecimal days = asked.days();
    String from = "person-days as stated";
    if (report != null && file == null) {
      throw new Refused(
          new Problem(
              "bad-arguments",
              "porting." + vendor,
              report,
              "no file for a request",
              "Maybe person-days: the middle of effortDays in that report."));
    }
    if (report != null && file != null) {
      JsonNode read = PortBaseline.read(file.resolveSibling(report), "porting." + vendor);
      String target = read.path("target").asString("");
      boolean fits =
          VENDORS.entrySet().stream()
              .anyMatch(
                  each -> each.getKey().word().equals(target) && each.getValue().equals(vendor));
      if (!fits) {
        throw new Refused(
            new Problem(
                "other-target",
                "porting." + vendor,
                target,
                "a report for a target of " + vendor,
                "Maybe `chokepoint port DIR --to T --json` with another T."));
      }
      JsonNode effort = read.path("effortDays");
      days = new BigDecimal(effort.path("mid").asString());
      from =
          "person-days of %s to %s by %s (%s to %s)"
              .formatted(
                  read.path("program").asString(""),
                  target,
                  report,
                  effort.path("low").asString(),
                  effort.path("high").asString());
    }
    BigDecimal all = Objects.requireNonNull(days);
    return new PlanPorting(
        vendor, prices.in(Money.USD, perDay.times(all), day).rounded(), all, from);
  }

  /** For people. */
  String text() {
    BigDecimal known = days;
    return known == null
        ? CostText.number(usd) + " USD, " + from
        : CostText.number(usd) + " USD for " + known.toPlainString() + " " + from;
  }
}
