package dev.chokepoint.workbench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A number and what it is made of, also where 64 bits do not hold it. */
class CaseNumberTest {
  @TempDir Path folder;

  @Test
  void aNumberSaysWhatItWasMadeOf() {
    Cases cases = new Cases();
    for (String code : List.of("CN", "SG", "?")) {
      cases.number(Column.SHIP_TO, code);
    }
    int hq = cases.number(Column.END_USER_HQ, "MO");
    assertThat(cases.number(Column.END_USER_HQ, "MO")).isEqualTo(hq);
    assertThat(cases.number(Column.SHIP_TO, "")).isZero();
    assertThat(cases.numbering(1, 1, 1).type()).isEqualTo("BIGINT");
    Cases.Parts parts = new Cases.Parts(4_000_000, List.of("SG", "MO", "", "", ""), 2, 7);
    assertThat(round(cases, parts, cases.numbering(3, 8, 5_000_000))).isEqualTo(parts);
    Cases.Numbering large = cases.numbering(2_000_000_000, 2_000_000_000, 2_000_000_000);
    assertThat(large.type()).isEqualTo("HUGEINT");
    assertThat(round(cases, parts, large)).isEqualTo(parts);
  }

  private Cases.Parts round(Cases cases, Cases.Parts parts, Cases.Numbering numbering) {
    try (Duck duck = new Duck(folder.resolve("spill"), 500, 1)) {
      String number =
          numbering.sql(
              List.of(
                  String.valueOf(cases.number(Column.SHIP_TO, parts.texts().get(0))),
                  String.valueOf(cases.number(Column.END_USER_HQ, parts.texts().get(1))),
                  "0",
                  "0",
                  "0"));
      String row =
          "SELECT %d AS sku_, %d AS exporter_, %d AS time_"
              .formatted(parts.sku(), parts.exporter(), parts.time());
      return duck.rows(
              "SELECT CAST(%s AS VARCHAR) FROM (%s)".formatted(number, row),
              read -> numbering.parts(new BigInteger(read.text(0))))
          .getFirst();
    }
  }
}
