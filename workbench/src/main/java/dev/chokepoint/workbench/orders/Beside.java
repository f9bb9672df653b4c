package dev.chokepoint.workbench.orders;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A table that is read beside the orders. */
public enum Beside {
  PRODUCTS,
  LICENCES,
  RATES,
  INVENTORY;

  /** Its option on the command line. */
  public String option() {
    return "--" + name().toLowerCase(Locale.ROOT);
  }

  List<SideTable.Row> read(Path file) {
    List<String> needed =
        switch (this) {
          case PRODUCTS -> List.of("sku");
          case LICENCES -> List.of("number", "expires");
          case RATES -> List.of("date", "currency", "usd");
          case INVENTORY -> List.of("sku", "stage", "quantity", "unitCost");
        };
    List<String> other =
        switch (this) {
          case PRODUCTS -> List.of("item", "spec");
          case LICENCES ->
              List.of("items", "destinations", "customers", "quantity", "value_usd", "valid_from");
          case RATES -> List.of();
          case INVENTORY -> List.of("currency", "reusable");
        };
    return SideTable.read(file, option(), needed, other);
  }

  /**
   * Refuses a file that is no table of this kind; what stands in its cells a run reads.
   *
   * @throws dev.chokepoint.units.Refused when it is no CSV in UTF-8 with the columns needed
   */
  public void check(Path file) {
    read(file);
  }
}
