package dev.chokepoint.bench;

import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.workbench.Main;
import java.io.PrintWriter;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kie.api.io.ResourceType;
import org.kie.dmn.api.core.DMNContext;
import org.kie.dmn.api.core.DMNModel;
import org.kie.dmn.api.core.DMNRuntime;
import org.kie.dmn.core.internal.utils.DMNRuntimeBuilder;
import org.kie.internal.io.ResourceFactory;

/** KIE DMN running the model that {@code rules export --dmn} writes. */
final class DmnPeer {
  private final DMNRuntime runtime;
  private final DMNModel model;
  private final Map<String, Object> trade;

  DmnPeer(Rulebook rulebook, LocalDate day, String destination) throws java.io.IOException {
    Path file = Files.createTempDirectory("bench").resolve("law.dmn");
    PrintWriter err = new PrintWriter(System.err);
    Main.run(
        day,
        new PrintWriter(java.io.Writer.nullWriter()),
        err,
        "rules",
        "export",
        "--dmn",
        file.toString(),
        "--as-of",
        day.toString());
    var resource = ResourceFactory.newReaderResource(new StringReader(Files.readString(file)));
    resource.setResourceType(ResourceType.DMN);
    resource.setSourcePath("law.dmn");
    runtime =
        DMNRuntimeBuilder.fromDefaults()
            .buildConfiguration()
            .fromResources(List.of(resource))
            .getOrElseThrow(e -> new IllegalStateException(e));
    model = runtime.getModels().getFirst();
    trade = trade(List.copyOf(rulebook.labels(destination, day)));
  }

  private static Map<String, Object> trade(List<String> labels) {
    Map<String, Object> trade = new HashMap<>();
    for (String fact : List.of("destination", "partyHq", "ultimateParent")) {
      trade.put(fact, labels);
    }
    trade.put("party", List.of("unlisted"));
    trade.put("partyPolicy", List.of());
    trade.put("exporter", List.of("NONE"));
    trade.put("direction", List.of("export"));
    trade.put("fromCountry", List.of("US"));
    trade.put("certified", List.of("open"));
    trade.put("role", List.of("seller"));
    for (String fact : List.of("designer", "packager", "importUse")) {
      trade.put(fact, List.of("other"));
    }
    return trade;
  }

  /** Entry of one row; every decision of the model is evaluated. */
  String entry(Rows rows, int row) {
    Map<String, Object> self = new HashMap<>();
    self.put("kind", "accelerator");
    self.put("item", "");
    self.put("designerHq", "US");
    self.put("hbmInPackage", "no");
    self.put("datacenter", rows.datacenter[row] ? "yes" : "no");
    self.put("tpp", BigDecimal.valueOf(rows.tpp[row], 6));
    self.put("dieAreaMm2", BigDecimal.valueOf(rows.dieAreaMm2[row], 6));
    self.put("ioGBps", BigDecimal.valueOf(rows.ioGBps[row], 6));
    self.put("memoryBandwidthGBps", BigDecimal.valueOf(rows.memoryBandwidthGBps[row], 6));
    self.put("packageAreaMm2", BigDecimal.ZERO);
    DMNContext context = runtime.newContext();
    context.set("self", self);
    context.set("circuits", List.of(self));
    context.set("trade", trade);
    Object eccn = runtime.evaluateAll(model, context).getContext().get("eccn");
    return eccn == null ? "none" : eccn.toString();
  }
}
