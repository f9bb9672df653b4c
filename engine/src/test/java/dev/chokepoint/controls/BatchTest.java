package dev.chokepoint.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.TestKnowledge;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Spec;
import dev.chokepoint.units.Truth;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many questions at once are answered as each would be alone, whatever is asked of whom. */
class BatchTest {
  private static final Rulebook RULEBOOK = TestKnowledge.KNOWLEDGE.rulebook();
  private static final long SEED = 20260929L;
  private static final int ROWS = Integer.getInteger("batch.rows", 3000);
  private static final int CHUNK = 1000;

  private record Row(Item item, TradeRequest request) {}

  @SafeVarargs
  private static <T> T one(Random random, T... of) {
    return of[random.nextInt(of.length)];
  }

  private static @Nullable String seldom(Random random, String... of) {
    return random.nextInt(12) == 0 ? one(random, of) : null;
  }

  /** A figure on a limit, one unit in the last place beside it, a range, unknown or anything. */
  private static String figure(Random random, int least, int most, int... limits) {
    return switch (random.nextInt(10)) {
      case 0 -> "?";
      case 1 -> {
        int low = least + random.nextInt(most - least);
        yield low + ".." + (low + random.nextInt(most));
      }
      case 2, 3, 4 ->
          limits[random.nextInt(limits.length)] - 1 + one(random, ".999", "", ".999999") + "";
      case 5 -> String.valueOf(limits[random.nextInt(limits.length)]);
      default -> String.valueOf(least + random.nextInt(most - least));
    };
  }

  private static Item item(Random random) {
    List<String> ids = TestKnowledge.KNOWLEDGE.catalog().ids();
    if (random.nextInt(5) == 0) {
      return TestKnowledge.KNOWLEDGE.catalog().get(ids.get(random.nextInt(ids.size())));
    }
    List<String> keys = new ArrayList<>();
    if (random.nextInt(8) == 0) {
      keys.add("kind=hbm");
      keys.add("memory-bandwidth=" + figure(random, 10, 2000, 400, 800));
      keys.add("area=" + figure(random, 50, 200, 110, 121));
    } else {
      keys.add("fp8=" + figure(random, 1, 4000, 200, 300, 600, 2625));
      keys.add("die=" + figure(random, 20, 1700, 740, 814));
      keys.add("memory-bandwidth=" + figure(random, 10, 9000, 1000, 1400, 6500));
      keys.add("io=" + figure(random, 1, 2000, 600, 700, 1100));
      keys.add("datacenter=" + one(random, "yes", "no", "?"));
    }
    for (String key :
        List.of("vendor=NVIDIA", "vendor=Acme", "hq=US", "hq=CN", "memory=GDDR7", "memory=HBM3")) {
      if (random.nextInt(3) > 0
          && keys.stream().noneMatch(k -> k.startsWith(key.substring(0, 3)))) {
        keys.add(key);
      }
    }
    return Spec.parse(String.join(",", keys), TestKnowledge.KNOWLEDGE.catalog()).item();
  }

  private static TradeRequest request(Random random) {
    Map<Fact, String> words = new EnumMap<>(Fact.class);
    for (Fact fact : List.of(Fact.ROLE, Fact.DESIGNER, Fact.PACKAGER, Fact.IMPORT_USE)) {
      if (random.nextInt(10) == 0) {
        words.put(fact, one(random, "?", fact.choices().get(random.nextInt(2))));
      }
    }
    return new TradeRequest(
        LocalDate.parse("2022-06-01").plusDays(random.nextInt(1900)),
        one(random, "CN", "MO", "SG", "VN", "SA", "AE", "US", "IN", "TW", "RU", "?"),
        seldom(random, "CN", "SG", "?"),
        seldom(random, "CN", "US", "?"),
        seldom(random, "?", "unlisted", "us-ai-company", "Inspur Group", "nobody known"),
        seldom(random, "NVIDIA", "AMD", "?"),
        seldom(random, "reexport", "in-country", "remote-access", "?"),
        seldom(random, "US", "SG", "?"),
        seldom(random, "yes", "no", "unknown"),
        seldom(random, "all", "none", "?"),
        words,
        seldom(random, "1", "5000"));
  }

  private static List<Object> said(Determination d) {
    Determination.Residual residual = d.residual();
    return List.of(
        d.verdict(),
        d.eccnCandidates(),
        String.valueOf(d.reviewPolicy()),
        d.requirements().stream()
            .map(r -> r.finding().provision().id() + (r.finding().truth() == Truth.YES ? "" : "?"))
            .toList(),
        residual == null ? "" : residual.text());
  }

  private static List<Object> said(Batch.Answer answer) {
    return List.of(
        answer.verdict(),
        answer.eccnCandidates(),
        String.valueOf(answer.reviewPolicy()),
        answer.requirements(),
        answer.residual());
  }

  @Test
  void everyQuestionIsAnsweredAsItWouldBeAlone() {
    for (Clock clock : Clock.values()) {
      Random random = new Random(SEED);
      Batch batch = new Batch(RULEBOOK, clock);
      int inColumns = 0;
      for (int from = 0; from < ROWS; from += CHUNK) {
        List<Row> rows = new ArrayList<>();
        List<Batch.Question> questions = new ArrayList<>();
        for (int i = 0; i < CHUNK; i++) {
          Row row = new Row(item(random), request(random));
          rows.add(row);
          questions.add(batch.question(row.item(), row.request()));
        }
        List<Batch.Answer> answers = batch.answers(questions);
        assertThat(answers).hasSize(CHUNK);
        for (int i = 0; i < CHUNK; i++) {
          Row row = rows.get(i);
          int number = from + i;
          Determination alone = Controls.classify(RULEBOOK, row.item(), row.request(), clock);
          assertThat(said(answers.get(i)))
              .as(() -> "seed " + SEED + " row " + number + " " + row)
              .isEqualTo(said(alone));
          inColumns += answers.get(i).inColumns() ? 1 : 0;
        }
      }
      assertThat(inColumns).as("decided in columns").isGreaterThan(ROWS / 20);
    }
  }
}
