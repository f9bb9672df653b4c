package dev.chokepoint.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.controls.Batch;
import dev.chokepoint.controls.Clock;
import dev.chokepoint.controls.Columns;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.knowledge.Knowledge;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kie.api.io.ResourceType;
import org.kie.dmn.api.core.DMNContext;
import org.kie.dmn.api.core.DMNModel;
import org.kie.dmn.api.core.DMNResult;
import org.kie.dmn.api.core.DMNRuntime;
import org.kie.dmn.core.internal.utils.DMNRuntimeBuilder;
import org.kie.internal.io.ResourceFactory;

/** Another engine runs the exported model and answers as this one does. */
class DmnTest {
  private static final long SEED = 20260929L;
  private static final int ITEMS = Integer.getInteger("dmn.items", 400);
  private static final Rulebook RULEBOOK = Knowledge.load().rulebook();

  private static DMNRuntime runtime(String model) {
    var resource = ResourceFactory.newReaderResource(new StringReader(model), "UTF-8");
    resource.setResourceType(ResourceType.DMN);
    resource.setSourcePath("chokepoint.dmn");
    return DMNRuntimeBuilder.fromDefaults()
        .buildConfiguration()
        .fromResources(List.of(resource))
        .getOrElseThrow(e -> new IllegalStateException(e));
  }

  @ParameterizedTest
  @CsvSource({
    "2022-12-01, CN, enforced",
    "2023-12-01, SG, enforced",
    "2023-12-01, VN, enforced",
    "2025-06-01, CN, enforced",
    "2025-06-01, IN, codified",
    "2026-03-01, MO, enforced",
    "2026-08-01, AE, enforced"
  })
  void anotherEngineAgreesOnTheExportedModel(String day, String to, String clockWord) {
    Clock clock = RulesCommand.clock(clockWord);
    LocalDate date = LocalDate.parse(day);
    DMNRuntime runtime = runtime(Dmn.model(RULEBOOK, date, clock));
    DMNModel model = runtime.getModels().getFirst();
    assertThat(model.getMessages()).as("problems of the model").isEmpty();
    Batch batch = new Batch(RULEBOOK, clock);
    Random random = new Random(SEED);
    for (int i = 0; i < ITEMS; i++) {
      long tpp = pick(random, 4_800_000, 1600, 2400, 4800, 21000);
      long die = 1000L * (50 + random.nextInt(1500));
      long io = pick(random, 2_000_000, 600, 1100, 700);
      long memory = pick(random, 9_000_000, 1400, 1000, 6500);
      String exporter = List.of("NVIDIA", "ACME").get(random.nextInt(2));
      boolean datacenter = random.nextBoolean();
      Columns columns = new Columns(Item.Kind.ACCELERATOR);
      columns.add("", "US", exporter, datacenter, tpp * 1000, die * 1000, io * 1000, memory * 1000);
      int[] out = new int[1];
      batch.decide(columns, to, date, out);
      Batch.Decided decided = batch.decided(out[0]);
      Map<String, Object> self = new HashMap<>();
      self.put("kind", "accelerator");
      self.put("item", "");
      self.put("designerHq", "US");
      self.put("hbmInPackage", "no");
      self.put("datacenter", datacenter ? "yes" : "no");
      self.put("tpp", thousandths(tpp));
      self.put("dieAreaMm2", thousandths(die));
      self.put("ioGBps", thousandths(io));
      self.put("memoryBandwidthGBps", thousandths(memory));
      self.put("packageAreaMm2", BigDecimal.ZERO);
      DMNContext context = runtime.newContext();
      context.set("self", self);
      context.set("circuits", List.of(self));
      context.set("trade", trade(to, date, exporter));
      DMNResult result = runtime.evaluateAll(model, context);
      Supplier<String> what = () -> "seed " + SEED + " " + self + " " + result.getMessages();
      assertThat(result.getContext().get("verdict")).as(what).isEqualTo(decided.verdict().word());
      assertThat(result.getContext().get("eccn")).as(what).isEqualTo(decided.eccn());
      assertThat(result.getContext().get("reviewPolicy"))
          .as(what)
          .isEqualTo(decided.reviewPolicy() == null ? null : decided.reviewPolicy().word());
    }
  }

  private static long pick(Random random, int most, int... limits) {
    return random.nextInt(3) == 0
        ? random.nextInt(most)
        : 1000L * limits[random.nextInt(limits.length)] + random.nextInt(3) - 1;
  }

  private static BigDecimal thousandths(long value) {
    return BigDecimal.valueOf(value, 3);
  }

  private static Map<String, Object> trade(String to, LocalDate day, String exporter) {
    List<String> labels = new ArrayList<>(new TreeSet<>(RULEBOOK.labels(to, day)));
    Map<String, Object> trade = new HashMap<>();
    trade.put("destination", labels);
    trade.put("partyHq", labels);
    trade.put("ultimateParent", labels);
    trade.put("party", List.of("unlisted"));
    trade.put("partyPolicy", List.of());
    trade.put("exporter", List.of(exporter));
    trade.put("direction", List.of("export"));
    trade.put("fromCountry", new ArrayList<>(RULEBOOK.labels("US", day)));
    trade.put("certified", List.of("open"));
    trade.put("role", List.of("seller"));
    trade.put("designer", List.of("other"));
    trade.put("packager", List.of("other"));
    trade.put("importUse", List.of("other"));
    return trade;
  }
}
