package dev.chokepoint.controls;

import dev.chokepoint.catalog.Item;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
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
  /** More different trades than this are forgotten and resolved again, to bound the memory. */
  private static final int MOST_TRADES = 4096;

  private final Rulebook rulebook;
  private final Clock clock;
  private final List<LocalDate> periods;
  private final List<Ruling> rulings = new ArrayList<>();
  private final Map<Ruling, Integer> numbers = new HashMap<>();
  private final Map<Key, Table> tables = new HashMap<>();
  private final Map<Asker, Resolved> trades = new HashMap<>();

  /** Trades of one key are told apart by no condition that the rows do not answer themselves. */
  private record Key(
      LocalDate period,
      Map<Fact, List<Set<String>>> facts,
      List<Rulebook.Party> parties,
      Item.Kind kind) {}

  private record Asker(TradeRequest request, String vendor, boolean sellsItsOwn, Item.Kind kind) {}

  /** A trade with its table, or null where columns do not hold all that it asks for. */
  private record Resolved(Trade trade, @Nullable Table table) {}

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

  /** An item in a trade, ready to be decided with others. */
  public static final class Question {
    private final Item item;
    private final Resolved resolved;

    private Question(Item item, Resolved resolved) {
      this.item = item;
      this.resolved = resolved;
    }

    /** The trade with what was assumed of it. */
    public Trade trade() {
      return resolved.trade();
    }
  }

  /**
   * What a question is answered: the same as {@link Controls#classify} says, without explanation.
   *
   * @param eccnCandidates every entry that is possible, strictest first; {@code none} for none
   * @param requirements ids of those that fire, with a question mark where one only may
   * @param residual on what an undetermined answer depends, or empty
   * @param inColumns whether the columns decided it rather than the reading of a single item
   */
  public record Answer(
      Verdict verdict,
      List<String> eccnCandidates,
      @Nullable ReviewPolicy reviewPolicy,
      List<String> requirements,
      String residual,
      boolean inColumns) {}

  /** Makes a question of an item and what is said of its trade; refused if that is wrong. */
  public Question question(Item item, TradeRequest request) {
    if (trades.size() >= MOST_TRADES) {
      trades.clear();
      tables.clear();
    }
    Item asked = Controls.asked(item, request);
    Resolved resolved =
        trades.computeIfAbsent(
            new Asker(
                request, item.vendor(), Addressees.isVendor(item.vendor(), item), item.kind()),
            asker -> {
              Trade trade = request.resolve(rulebook, item);
              return new Resolved(trade, fits(trade) ? table(trade, item.kind()) : null);
            });
    return new Question(asked, resolved);
  }

  /** Answers in the order of the questions; what fits no column is decided one by one. */
  public List<Answer> answers(List<Question> questions) {
    Map<Integer, Answer> answers = new HashMap<>();
    Map<Table, List<Integer>> rows = new LinkedHashMap<>();
    Map<Table, Columns> columns = new HashMap<>();
    for (int i = 0; i < questions.size(); i++) {
      Question question = questions.get(i);
      Table table = question.resolved.table();
      if (table != null
          && table.isComplete()
          && columns
              .computeIfAbsent(table, key -> new Columns(question.item.kind()))
              .add(question.item, question.trade())) {
        rows.computeIfAbsent(table, key -> new ArrayList<>()).add(i);
      } else {
        answers.put(i, alone(question));
      }
    }
    rows.forEach((table, numbersOfRows) -> {
      int[] out = new int[numbersOfRows.size()];
      table.decide(Objects.requireNonNull(columns.get(table)), out);
      for (int i = 0; i < out.length; i++) {
        answers.put(numbersOfRows.get(i), answer(rulings.get(out[i])));
      }
    });
    return IntStream.range(0, questions.size())
        .mapToObj(i -> Objects.requireNonNull(answers.get(i)))
        .toList();
  }

  private static Answer answer(Ruling ruling) {
    return new Answer(
        ruling.verdict(),
        List.of(ruling.entry()),
        ruling.reviewPolicy(),
        List.copyOf(ruling.firing()),
        "",
        true);
  }

  private Answer alone(Question question) {
    Trade trade = question.trade();
    if (trade.asOf().isBefore(rulebook.coversFrom())) {
      return new Answer(Verdict.NOT_MODELLED, List.of(), null, List.of(), "", false);
    }
    Law law = rulebook.law(trade.asOf(), clock);
    Decision decision =
        new Decision(rulebook, law, Controls.governing(question.item, trade), trade, clock);
    Decision.Summary summary = decision.summary();
    Determination.Residual residual = decision.residual();
    return new Answer(
        summary.verdict(),
        summary.eccnCandidates(),
        summary.reviewPolicy(),
        summary.requirements(),
        residual == null ? "" : residual.text(),
        false);
  }

  /** Whether all is known that rows of one trade have in common. */
  private boolean fits(Trade trade) {
    return !trade.asOf().isBefore(rulebook.coversFrom())
        && trade.quantity() == null
        && trade.facts().entrySet().stream()
            .allMatch(
                each -> Columns.IDENTITY.contains(each.getKey()) || each.getValue().size() == 1);
  }

  /**
   * Decides every row under one trade of which the destination is stated.
   *
   * @param out receives the number of the decision of each row
   */
  public void decide(Columns columns, String destination, LocalDate day, int[] out) {
    if (day.isBefore(rulebook.coversFrom())) {
      Arrays.fill(out, number(new Ruling(Verdict.NOT_MODELLED, null, null, Set.of(), 0)));
    } else {
      table(columns.kind(), destination, day).decide(columns, out);
    }
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
    Table table =
        table(TradeRequest.to(destination, day).resolve(rulebook, Item.blank(kind)), kind);
    if (!table.isComplete()) {
      throw new IllegalArgumentException("columns do not hold all that is asked on " + day);
    }
    return table;
  }

  private Table table(Trade trade, Item.Kind kind) {
    LocalDate period = rulebook.period(trade.asOf());
    Map<Fact, List<Set<String>>> facts = new EnumMap<>(Fact.class);
    trade
        .facts()
        .forEach((fact, candidates) -> {
          if (!Columns.IDENTITY.contains(fact)) {
            facts.put(
                fact,
                candidates.stream()
                    .map(each ->
                        fact.isCountry()
                            ? rulebook.classLabels(each.name(), trade.asOf())
                            : each.labels())
                    .toList());
          }
        });
    return tables.computeIfAbsent(
        new Key(period, facts, trade.parties(), kind),
        key -> new Table(rulebook.law(period, clock), trade, kind, this::number));
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
