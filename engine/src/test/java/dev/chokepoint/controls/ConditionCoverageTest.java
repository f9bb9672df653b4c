package dev.chokepoint.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.TestKnowledge;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Spec;
import dev.chokepoint.units.Truth;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every leaf condition of every version has been seen true, false and, where it can be, unknown.
 */
class ConditionCoverageTest {
  private static final Rulebook RULEBOOK = TestKnowledge.KNOWLEDGE.rulebook();
  private final Map<String, Set<Truth>> seen = new LinkedHashMap<>();
  private final Set<Provision.Version> complete =
      Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<List<Object>, Trade> trades = new HashMap<>();

  private static List<Item> items() {
    List<Item> items = new ArrayList<>();
    for (String id :
        List.of(
            "nvidia-h20-96",
            "nvidia-h100-sxm5",
            "nvidia-a30",
            "nvidia-l4",
            "nvidia-t4",
            "nvidia-rtx-4090",
            "nvidia-rtx-4080",
            "amd-mi250x",
            "amd-mi309",
            "amd-mi325x",
            "nvidia-h200-sxm",
            "nvidia-b200-sxm",
            "nvidia-rtx-pro-6000d",
            "nvidia-rtx-5090d-v2",
            "huawei-ascend-910b2",
            "huawei-ascend-910d",
            "sys-dgx-h100",
            "sys-hgx-h20",
            "hbm3e-stack")) {
      items.add(TestKnowledge.KNOWLEDGE.catalog().get(id));
    }
    for (String spec :
        List.of(
            "vendor=NVIDIA,hq=US,fp8=?,die=?,memory-bandwidth=?,io=?,datacenter=?",
            "vendor=NVIDIA,hq=US,fp8=?,die=?,memory-bandwidth=?,io=?",
            "vendor=NVIDIA,hq=US,fp8=500,die=100..3000,memory-bandwidth=1500,io=1200",
            "vendor=NVIDIA,hq=US,fp8=250,die=400,memory-bandwidth=600,io=100",
            "vendor=NVIDIA,hq=US,fp8=100,die=9000,memory-bandwidth=100,io=1200",
            "vendor=NVIDIA,hq=US,fp8=100,die=9000,memory-bandwidth=1000,io=800",
            "vendor=NVIDIA,hq=US,fp8=250,die=4000,memory-bandwidth=10000,io=100",
            "vendor=NVIDIA,hq=US,fp8=3000,die=800,memory-bandwidth=5000,io=1000",
            "vendor=NVIDIA,hq=US,fp8=2000,die=800,memory-bandwidth=7000,io=1000",
            "vendor=NVIDIA,hq=US,fp8=2700,die=800,memory-bandwidth=5000,io=1000",
            "contains=8xamd-mi308x",
            "vendor=NVIDIA,hq=US,fp8=100,die=750,node=7,memory=GDDR6,memory-bandwidth=10,io=1,aatc=20e9",
            "vendor=Example,hq=SG,fp8=100,die=750,node=7,memory=HBM3,memory-bandwidth=10,io=1,aatc=45e9",
            "vendor=Example,hq=SG,fp8=100,die=750,node=28,memory=GDDR6,memory-bandwidth=10,io=1",
            "kind=hbm,bandwidth=300,area=100",
            "kind=hbm,bandwidth=?,area=?",
            "kind=hbm,bandwidth=100,area=100")) {
      items.add(Spec.parse(spec, TestKnowledge.KNOWLEDGE.catalog()).item());
    }
    return items;
  }

  private static List<TradeRequest> trades() {
    List<TradeRequest> trades = new ArrayList<>();
    for (String to : List.of("CN", "MO", "SG", "VN", "SA", "AE", "US", "RU", "IR")) {
      trades.add(TradeRequest.to(to, LocalDate.EPOCH));
      trades.add(trade(to, "CN", "CN", null, "Intel", null, null, "none"));
      trades.add(trade(to, "US", "US", "G42", "AMD", "reexport", "TW", null));
    }
    trades.add(TradeRequest.to("?", LocalDate.EPOCH));
    trades.add(trade("CN", "?", null, null, null, null, null, null));
    trades.add(trade("CN", null, "?", "?", null, null, null, null));
    trades.add(trade("CN", null, null, null, "?", "?", null, null));
    trades.add(trade("CN", null, null, null, null, null, "?", "?"));
    trades.add(trade("CN", "US", "US", null, "?", null, null, "all"));
    trades.add(trade("AE", "AE", "AE", "?", null, null, null, null));
    trades.add(trade("CN", "SG", "CN", "Cambricon", "Google", "in-country", "CN", null));
    trades.add(trade("SG", "JP", "CN", null, "NVIDIA", "remote-access", null, null));
    for (String from : List.of("KR", "MY", "?")) {
      trades.add(trade("SG", "JP", "JP", null, "NVIDIA", null, from, null));
      trades.add(trade(from, "JP", "JP", null, "NVIDIA", null, "SG", null));
    }
    List<String> designers = List.of("approved", "authorized", "applied", "other", "?");
    for (int i = 0; i < designers.size(); i++) {
      trades.add(
          roles(
              List.of("foundry", "osat", "seller", "?", "foundry").get(i),
              designers.get(i),
              List.of("foundry-abroad", "approved-osat", "other", "?", "other").get(i),
              List.of("us-datacenter", "other", "?", "consumer", "repair").get(i),
              List.of("1", "1000", "1000000000", "?", "10").get(i)));
    }
    return trades;
  }

  private static TradeRequest roles(
      String role, String designer, String packager, String use, String quantity) {
    return new TradeRequest(
        LocalDate.EPOCH,
        "US",
        null,
        null,
        null,
        null,
        null,
        "TW",
        null,
        null,
        Map.of(
            Fact.ROLE, role,
            Fact.DESIGNER, designer,
            Fact.PACKAGER, packager,
            Fact.IMPORT_USE, use),
        quantity);
  }

  private static TradeRequest trade(
      String to,
      @Nullable String hq,
      @Nullable String parent,
      @Nullable String party,
      @Nullable String exporter,
      @Nullable String direction,
      @Nullable String from,
      @Nullable String certified) {
    return new TradeRequest(
        LocalDate.EPOCH, to, hq, parent, party, exporter, direction, from, null, certified);
  }

  @Test
  void everyConditionIsSeenBothWaysAndUnknown() {
    Set<LocalDate> days = new LinkedHashSet<>(List.of(RULEBOOK.coversFrom()));
    days.addAll(RULEBOOK.boundaries());
    for (String later :
        List.of("2026-11-10", "2026-12-31", "2027-01-01", "2028-01-01", "2029-01-01")) {
      days.add(LocalDate.parse(later));
    }
    List<Item> items = items();
    List<TradeRequest> trades = trades();
    Set<List<String>> looked = new LinkedHashSet<>();
    for (LocalDate day : days) {
      for (Clock clock : Clock.values()) {
        Law law = new Law(RULEBOOK, day, clock);
        if (!looked.add(
            law.all().stream().map(entry -> entry.id() + " " + entry.version().id()).toList())) {
          continue; // the same versions as on another day or clock
        }
        for (TradeRequest trade : trades) {
          for (Item item : items) {
            look(law, item, trade.on(day));
          }
        }
      }
    }
    Set<String> missing = new LinkedHashSet<>();
    for (Provision provision : RULEBOOK.provisions()) {
      for (Provision.Version version : provision.versions()) {
        missing.addAll(missing(provision, version));
      }
    }
    assertThat(missing).isEmpty();
  }

  private Set<String> missing(Provision provision, Provision.Version version) {
    Set<String> missing = new LinkedHashSet<>();
    for (Condition leaf : leaves(version)) {
      Set<Truth> truths =
          seen.getOrDefault(key(provision, version, leaf), EnumSet.noneOf(Truth.class));
      for (Truth truth : Truth.values()) {
        if (!truths.contains(truth) && (truth != Truth.UNKNOWN || canBeUnknown(leaf))) {
          missing.add(
              provision.id()
                  + " "
                  + version.id()
                  + ": "
                  + Conditions.words(leaf)
                  + " never "
                  + truth.word());
        }
      }
    }
    return missing;
  }

  private static boolean canBeUnknown(Condition leaf) {
    return switch (leaf) {
      case Condition.Compare compare -> true;
      case Condition.In in -> !in.fact().isOfItem() || in.fact() == Fact.DATACENTER;
      default -> false;
    };
  }

  private static String key(Provision provision, Provision.Version version, Condition leaf) {
    return provision.id() + " " + version.id() + " " + Conditions.words(leaf);
  }

  private static List<Condition> leaves(Provision.Version version) {
    List<Condition> leaves = new ArrayList<>();
    Conditions.walk(
        version.when(),
        node -> {
          if (node instanceof Condition.Compare || node instanceof Condition.In) {
            leaves.add(node);
          }
        });
    return leaves;
  }

  private void look(Law law, Item item, TradeRequest request) {
    List<Law.InForce> open =
        law.all().stream().filter(entry -> !complete.contains(entry.version())).toList();
    if (open.isEmpty()) {
      return;
    }
    Trade trade =
        trades.computeIfAbsent(
            List.of(request, item.vendor()), k -> request.resolve(RULEBOOK, item));
    List<Subject> subjects = Subject.of(item, trade);
    Situation situation = Situation.of(law, subjects, trade);
    for (Law.InForce entry : open) {
      for (Condition leaf : leaves(entry.version())) {
        Set<Truth> truths =
            seen.computeIfAbsent(
                key(entry.provision(), entry.version(), leaf), k -> EnumSet.noneOf(Truth.class));
        for (int i = 0; i < subjects.size(); i++) {
          truths.add(situation.truth(i, law.leaf(leaf)));
        }
      }
      if (missing(entry.provision(), entry.version()).isEmpty()) {
        complete.add(entry.version());
      }
    }
  }
}
