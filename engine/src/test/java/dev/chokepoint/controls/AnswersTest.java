package dev.chokepoint.controls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.TestKnowledge;
import dev.chokepoint.catalog.Catalog;
import dev.chokepoint.catalog.Item;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is kept for trades that look alike is what the full answer of each says. */
class AnswersTest {
  private static final Rulebook RULEBOOK = TestKnowledge.KNOWLEDGE.rulebook();
  private static final long SEED = 20251129L;
  private static final int QUESTIONS = 300;
  private static final List<@Nullable String> COUNTRIES =
      Arrays.asList(null, "?", "US", "CN", "MO", "SG", "VN", "SA", "AE", "DE", "RU");
  private static final List<@Nullable String> PARTIES =
      Arrays.asList(null, null, null, "unlisted", "?", "Inspur", "nobody by this name");

  @Test
  void keptAnswersAreTheFullOnes() {
    Random random = new Random(SEED);
    Catalog catalog = TestKnowledge.KNOWLEDGE.catalog();
    List<Item> items = catalog.ids().stream().map(catalog::get).toList();
    List<LocalDate> days = new ArrayList<>(RULEBOOK.boundaries());
    days.add(RULEBOOK.coversFrom().minusDays(1));
    days.add(RULEBOOK.lastReviewed().plusDays(1));
    for (Clock clock : Clock.values()) {
      Answers answers = new Answers(RULEBOOK, clock);
      for (int n = 0; n < QUESTIONS; n++) {
        // Few items, so that most questions meet an item that was asked about before.
        Item item = items.get(random.nextInt(40) * (items.size() / 40));
        TradeRequest request =
            new TradeRequest(
                days.get(random.nextInt(days.size())),
                pick(random, COUNTRIES.subList(1, COUNTRIES.size())),
                pick(random, COUNTRIES),
                pick(random, COUNTRIES),
                pick(random, PARTIES),
                pick(random, Arrays.asList(null, null, "none", "?", "Somebody Else")),
                pick(random, Arrays.asList(null, null, "reexport", "?")),
                pick(random, Arrays.asList(null, null, "TW")),
                random.nextInt(20) == 0 ? "no" : null,
                null);
        assertThat(answers.ask(item, request))
            .as("seed %d, question %d: %s, %s, %s", SEED, n, item.id(), request, clock)
            .isEqualTo(Brief.of(Controls.classify(RULEBOOK, item, request, clock)));
      }
    }
  }

  @SuppressWarnings("NullAway")
  private static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
