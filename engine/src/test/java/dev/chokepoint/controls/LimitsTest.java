package dev.chokepoint.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.TestKnowledge;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.Metric;
import dev.chokepoint.knowledge.Spec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hipparchus.fraction.BigFraction;
import org.junit.jupiter.api.Test;

/** On every limit of every law, and a millionth beside it, all readings say the same. */
class LimitsTest {
  private static final Rulebook RULEBOOK = TestKnowledge.KNOWLEDGE.rulebook();
  private static final BigDecimal MILLIONTH = new BigDecimal("0.000001");
  private static final List<String> DESTINATIONS = List.of("CN", "MO", "VN", "SG", "AE", "US");

  /** A circuit by the figures that limits ask for; TPP is that of 8-bit operations. */
  private record Circuit(BigDecimal tpp, BigDecimal die, BigDecimal memory, BigDecimal io) {

    Circuit with(Metric metric, BigDecimal limit) {
      return switch (metric) {
        case TPP -> new Circuit(limit, die, memory, io);
        case DIE_AREA -> new Circuit(tpp, limit, memory, io);
        case MEMORY_BANDWIDTH -> new Circuit(tpp, die, limit, io);
        case IO -> new Circuit(tpp, die, memory, limit);
        case PERFORMANCE_DENSITY -> new Circuit(limit.multiply(die), die, memory, io);
        case MEMORY_PLUS_IO -> new Circuit(tpp, die, limit.subtract(io), io);
        case PACKAGE_AREA, BANDWIDTH_DENSITY, AATC, PROCESS_NODE, CUMULATIVE_TPP -> this;
      };
    }

    Circuit beside(Metric metric, BigDecimal step) {
      return switch (metric) {
        case TPP, PERFORMANCE_DENSITY -> new Circuit(tpp.add(step), die, memory, io);
        case DIE_AREA -> new Circuit(tpp, die.add(step), memory, io);
        case MEMORY_BANDWIDTH, MEMORY_PLUS_IO -> new Circuit(tpp, die, memory.add(step), io);
        case IO -> new Circuit(tpp, die, memory, io.add(step));
        case PACKAGE_AREA, BANDWIDTH_DENSITY, AATC, PROCESS_NODE, CUMULATIVE_TPP -> this;
      };
    }

    boolean isPlausible() {
      return tpp.signum() > 0
          && die.compareTo(BigDecimal.ONE) >= 0
          && memory.compareTo(BigDecimal.TEN) >= 0
          && io.signum() >= 0;
    }

    Item item() {
      String spec =
          "vendor=NVIDIA,hq=US,fp8=%s,die=%s,memory-bandwidth=%s,io=%s"
              .formatted(
                  tpp.divide(BigDecimal.valueOf(8)).toPlainString(),
                  die.toPlainString(),
                  memory.toPlainString(),
                  io.toPlainString());
      return Spec.parse(spec, TestKnowledge.KNOWLEDGE.catalog()).item();
    }
  }

  private static final List<Circuit> AROUND =
      List.of(circuit(4000, 800, 3000, 900), circuit(1700, 500, 900, 300));

  private static Circuit circuit(int tpp, int die, int memory, int io) {
    return new Circuit(
        BigDecimal.valueOf(tpp),
        BigDecimal.valueOf(die),
        BigDecimal.valueOf(memory),
        BigDecimal.valueOf(io));
  }

  private static BigDecimal decimal(BigFraction limit) {
    return new BigDecimal(limit.getNumerator())
        .divide(new BigDecimal(limit.getDenominator()), 6, RoundingMode.UNNECESSARY);
  }

  /** Circuits on every limit that the law compares a circuit with, and beside it. */
  private static Set<Circuit> onLimits(Law law) {
    Set<Circuit> circuits = new LinkedHashSet<>();
    for (Condition leaf : law.leaves()) {
      if (leaf instanceof Condition.Compare compare && !compare.metric().isRare()) {
        for (Circuit around : AROUND) {
          Circuit on = around.with(compare.metric(), decimal(compare.limit()));
          for (BigDecimal step : List.of(MILLIONTH.negate(), BigDecimal.ZERO, MILLIONTH)) {
            Circuit beside = on.beside(compare.metric(), step);
            if (beside.isPlausible()) {
              circuits.add(beside);
            }
          }
        }
      }
    }
    return circuits;
  }

  @Test
  void onEveryLimitAndBesideItAllReadingsSayTheSame() {
    Map<Circuit, Item> items = new HashMap<>();
    int asked = 0;
    int turned = 0;
    for (Clock clock : Clock.values()) {
      Batch batch = new Batch(RULEBOOK, clock);
      for (LocalDate day : batch.periods()) {
        Law law = RULEBOOK.law(day, clock);
        for (String to : DESTINATIONS) {
          TradeRequest request = TradeRequest.to(to, day);
          List<Batch.Question> questions = new ArrayList<>();
          List<Item> own = new ArrayList<>();
          for (Circuit circuit : onLimits(law)) {
            Item item = items.computeIfAbsent(circuit, Circuit::item);
            own.add(item);
            questions.add(batch.question(item, request));
          }
          List<Batch.Answer> answers = batch.answers(questions);
          for (int i = 0; i < own.size(); i++) {
            Determination explained = Controls.classify(RULEBOOK, own.get(i), request, clock);
            Batch.Answer answer = answers.get(i);
            assertThat(
                    List.of(
                        answer.verdict(),
                        answer.eccnCandidates(),
                        String.valueOf(answer.reviewPolicy()),
                        answer.inColumns()))
                .as(clock + " " + request + " " + own.get(i).figures())
                .isEqualTo(
                    List.of(
                        explained.verdict(),
                        explained.eccnCandidates(),
                        String.valueOf(explained.reviewPolicy()),
                        true));
            turned += i > 0 && answer.verdict() != answers.get(i - 1).verdict() ? 1 : 0;
            asked++;
          }
        }
      }
    }
    assertThat(asked).isGreaterThan(10_000);
    assertThat(turned).isGreaterThan(1_000);
  }
}
