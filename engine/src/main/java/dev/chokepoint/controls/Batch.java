package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides many rows at once, on one clock: the same rulings as {@link Controls#classify}, without
 * explanation.
 *
 * <p>Rows of one trade go together; rows of mixed days and destinations find their trade by period
 * and class of destinations, one {@link Table} each, made when first asked for. Not for several
 * threads at once.
 */
public final class Batch {
  private final Rulebook rulebook;
  private final Clock clock;
  private final List<LocalDate> periods;
  private final List<Ruling> rulings = new ArrayList<>();
  private final Map<Ruling, Integer> numbers = new HashMap<>();
  private final Map<LocalDate, Law> laws = new HashMap<>();
  private final Map<Key, Table> tables = new HashMap<>();

  private record Key(LocalDate period, Set<String> labels, Item.Kind kind) {}

  /** A batch under a rulebook. */
  public Batch(Rulebook rulebook, Clock clock) {
    this.rulebook = rulebook;
    this.clock = clock;
    List<LocalDate> starts = new ArrayList<>(List.of(rulebook.coversFrom()));
    starts.addAll(rulebook.boundaries());
    this.periods = List.copyOf(starts);
  }

  /** First days of the periods on which the law does not change. */
  public List<LocalDate> periods() {
    return periods;
  }

  /** A decision by its number. */
  public Decided decided(int number) {
    Ruling ruling = rulings.get(number);
    return new Decided(
        ruling.verdict(), ruling.eccn(), ruling.reviewPolicy(), ruling.firing(), ruling.clauses());
  }

  /**
   * What was decided of a row.
   *
   * @param requirements ids of the requirements that fire
   * @param clauses one bit for each provision in force that day, set where it holds
   */
  public record Decided(
      Verdict verdict,
      @Nullable String eccn,
      @Nullable ReviewPolicy reviewPolicy,
      Set<String> requirements,
      long clauses) {}

  /**
   * Decides every row under one trade of which the destination is stated.
   *
   * @param out receives the number of the decision of each row
   */
  public void decide(Columns columns, String destination, LocalDate day, int[] out) {
    table(columns.kind(), destination, day).decide(columns, out);
  }

  /**
   * Decides rows that go to different destinations on different days.
   *
   * @param destinations index into {@code countries} for each row
   * @param days index into {@link #periods} for each row
   */
  public void decide(
      Columns columns, List<String> countries, int[] destinations, int[] days, int[] out) {
    @Nullable Table[] byTrade = new Table[countries.size() * periods.size()];
    long[] @Nullable [] identityKeys = new long[byTrade.length][];
    for (int row = 0; row < columns.length(); row++) {
      int at = days[row] * countries.size() + destinations[row];
      Table table = byTrade[at];
      long[] keys = identityKeys[at];
      if (table == null || keys == null) {
        table = table(columns.kind(), countries.get(destinations[row]), periods.get(days[row]));
        keys = table.identityKeys(columns);
        byTrade[at] = table;
        identityKeys[at] = keys;
      }
      out[row] = table.decide(columns, row, keys[columns.identity()[row]]);
    }
  }

  private Table table(Item.Kind kind, String destination, LocalDate day) {
    LocalDate period = period(day);
    Set<String> labels = rulebook.classLabels(destination, day);
    return tables.computeIfAbsent(
        new Key(period, labels, kind),
        key -> {
          Law law = laws.computeIfAbsent(period, start -> rulebook.law(start, clock));
          Trade trade = TradeRequest.to(destination, day).resolve(rulebook, Item.blank(kind));
          return new Table(law, trade, kind, this::number);
        });
  }

  private LocalDate period(LocalDate day) {
    LocalDate found = periods.getFirst();
    for (LocalDate start : periods) {
      if (!start.isAfter(day)) {
        found = start;
      }
    }
    return found;
  }

  private int number(Ruling ruling) {
    return numbers.computeIfAbsent(
        ruling,
        r -> {
          rulings.add(r);
          return rulings.size() - 1;
        });
  }
}
