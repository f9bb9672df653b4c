package dev.chokepoint.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.TestKnowledge;
import dev.chokepoint.units.Exact;
import dev.chokepoint.units.Range;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Names of the catalogue: which item comes first, what is nearest, and how figures are said. */
class CatalogTest {
  private static final Catalog CATALOG = TestKnowledge.KNOWLEDGE.catalog();

  @Test
  void theItemWithTheNameMostItsOwnComesFirst() {
    // H20 is the second alias of the 96 GB part and the third of the later 141 GB part.
    assertThat(ids("H20")).containsExactly("nvidia-h20-96", "nvidia-h20-141");
    assertThat(ids("NVIDIA h-20")).containsExactly("nvidia-h20-96", "nvidia-h20-141");
    assertThat(ids("nvidia-h20-141")).containsExactly("nvidia-h20-141");
    assertThat(ids("no such chip")).isEmpty();
  }

  @Test
  void itemsWithEqualClaimToANameStandInTheOrderOfTheirLaunch() {
    for (String name : CATALOG.ids().stream().flatMap(id -> names(id).stream()).toList()) {
      List<Item> found = CATALOG.find(name);
      for (int i = 1; i < found.size(); i++) {
        Item before = found.get(i - 1);
        Item after = found.get(i);
        if (names(before.id()).indexOf(name) == names(after.id()).indexOf(name)
            && !after.text("launch-date").isEmpty()) {
          assertThat(before.text("launch-date")).as(name).isNotEmpty();
          assertThat(before.text("launch-date"))
              .as(name + " " + before.id() + " " + after.id())
              .isLessThanOrEqualTo(after.text("launch-date"));
        }
      }
    }
  }

  private static List<String> names(String id) {
    return CATALOG.get(id).aliases();
  }

  private static List<String> ids(String name) {
    return CATALOG.find(name).stream().map(Item::id).toList();
  }

  @Test
  void aMissingChipHasNearestNames() {
    assertThat(CATALOG.nearest("H2O0")).contains("H20", "H200").hasSizeLessThanOrEqualTo(5);
    assertThat(CATALOG.nearest("qqqq")).isEmpty();
  }

  @Test
  void sparseRatesFollowTheVendorAndHaveASource() {
    SparseRates rates = CATALOG.sparseRates();
    for (String vendor : List.of("NVIDIA", "amd", "Meta", "")) {
      assertThat(rates.of(vendor).map(SparseRates.Convention::factor)).hasValue("2");
    }
    assertThat(rates.of("AWS")).isEqualTo(Optional.empty());
    assertThat(rates.conventions())
        .allSatisfy(convention -> assertThat(convention.source()).isNotBlank());
  }

  @Test
  void quantitiesAreSaidInTheSingularAndUnknownWithoutAUnit() {
    assertThat(Field.DIE_COUNT.withUnit(Range.exactly(Exact.of("1")))).isEqualTo("1 die");
    assertThat(Field.DIE_COUNT.withUnit(Range.exactly(Exact.of("2")))).isEqualTo("2 dies");
    assertThat(Field.DIE_AREA.withUnit(Range.exactly(Exact.of("1")))).isEqualTo("1 mm2");
    assertThat(Field.DIE_AREA.withUnit(Range.UNKNOWN)).isEqualTo("unknown");
    assertThat(Metric.DIE_AREA.withUnit("unknown")).isEqualTo("unknown");
    assertThat(Metric.DIE_AREA.withUnit("814")).isEqualTo("814 mm2");
  }
}
