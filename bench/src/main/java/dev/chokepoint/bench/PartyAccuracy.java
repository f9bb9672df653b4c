package dev.chokepoint.bench;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.parties.Hit;
import dev.chokepoint.parties.NameIndex;
import dev.chokepoint.parties.Party;
import dev.chokepoint.parties.PartyList;
import dev.chokepoint.parties.Search;
import dev.chokepoint.parties.Words;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.parties.ConsolidatedList;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/** How often the matcher is right, on pairs made from the list itself; and the fit of its score. */
final class PartyAccuracy {
  private static final int MOST = 3_000;

  /** Most names that are screened are innocent: how much one counts in a fit beside a made pair. */
  private static final double INNOCENT = 10;

  private static final double INNOCENT_PEOPLE = 4;

  private final List<Party> parties;
  private final Words words;
  final NameIndex official;

  PartyAccuracy(List<Party> parties, Words words) {
    this.parties = parties;
    this.words = words;
    official =
        new NameIndex(new PartyList(LocalDate.EPOCH, false, numbered(parties, false)), words);
  }

  /** The parties with their place as their number, with or without their other names. */
  static List<Party> numbered(List<Party> parties, boolean aliases) {
    List<Party> out = new ArrayList<>();
    for (int i = 0; i < parties.size(); i++) {
      Party p = parties.get(i);
      out.add(
          new Party(
              String.valueOf(i),
              p.source(),
              p.type(),
              p.name(),
              aliases ? p.aliases() : List.of(),
              p.programs(),
              p.countries(),
              p.citation(),
              p.requirement(),
              p.policy(),
              p.from(),
              p.until()));
    }
    return out;
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    List<Party> parties =
        ConsolidatedList.read(folder.resolve("us-consolidated-screening-list-2026-07-31.csv"));
    Words words = Knowledge.load().words();
    PartyAccuracy accuracy = new PartyAccuracy(parties, words);
    switch (arguments[0]) {
      case "count" ->
          new NameIndex(new PartyList(LocalDate.EPOCH, false, parties), words)
              .frequencies(12)
              .forEach((word, count) -> System.out.println("  \"" + word + "\": " + count));
      case "innocent" -> accuracy.innocent(folder);
      case "fit" -> accuracy.fit(arguments[2].equals("people"), folder);
      default -> {
        accuracy.pairs(false, Integer.parseInt(arguments[2]));
        accuracy.pairs(true, Integer.parseInt(arguments[2]));
        accuracy.innocent(folder);
      }
    }
  }

  /** Features of a pair, best reading; null where the search does not even consider it. */
  private double[] features(Search search, PartyPairs.Pair pair, Search.Options all) {
    try {
      List<double[]> found = search.features(pair.asked(), all, String.valueOf(pair.listed()));
      return found.isEmpty() ? null : found.getFirst();
    } catch (Refused e) {
      return null;
    }
  }

  private static final Search.Options ALL =
      new Search.Options(null, Search.Sought.ANY, 0, Integer.MAX_VALUE);

  /** Logistic regression by Newton's method with a little ridge; prints the coefficients. */
  void fit(boolean people, Path folder) throws IOException {
    Search search = new Search(official);
    List<double[]> rows = new ArrayList<>();
    List<Double> truth = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    int unseen = 0;
    for (PartyPairs.Pair pair : PartyPairs.of(parties, 0, MOST, people)) {
      if (pair.kind().equals("other name")) {
        continue;
      }
      double[] features = features(search, pair, ALL);
      if (features == null) {
        unseen += pair.same() ? 1 : 0;
        continue;
      }
      rows.add(features);
      truth.add(pair.same() ? 1.0 : 0.0);
      weights.add(1.0);
    }
    NameIndex whole = new NameIndex(new PartyList(LocalDate.EPOCH, false, parties), words);
    Search all = new Search(whole);
    List<String> names = column(folder.resolve("synthetic-people-us.csv"), "full_name");
    Search.Options kind =
        new Search.Options(null, people ? Search.Sought.PERSON : Search.Sought.ORGANISATION, 0, 3);
    for (int i = 0; i < names.size(); i += 2) {
      List<double[]> found = all.features(names.get(i), kind, null);
      for (double[] each : found) {
        rows.add(each);
        truth.add(0.0);
        weights.add(people ? INNOCENT_PEOPLE : INNOCENT);
      }
    }
    System.out.println("pairs " + rows.size() + ", same but not considered " + unseen);
    double[] w = new double[SIGNS.length];
    boolean[] dropped = new boolean[SIGNS.length];
    for (boolean again = true; again; ) {
      w = logistic(rows, truth, weights, dropped);
      again = false;
      for (int i = 0; i < w.length; i++) {
        if (SIGNS[i] * w[i] < 0) {
          dropped[i] = true;
          again = true;
        }
      }
    }
    StringBuilder out = new StringBuilder("coefficients");
    for (double c : w) {
      out.append(" %.2f,".formatted(c));
    }
    System.out.println(out);
  }

  /** What each feature may say: more of it for a match (1), against it (-1), either (0). */
  private static final int[] SIGNS = {0, 1, 1, 1, 1, -1, -1, 1, -1, 1, -1};

  private static double[] logistic(
      List<double[]> rows, List<Double> truth, List<Double> weights, boolean[] dropped) {
    int size = dropped.length;
    RealVector w = new ArrayRealVector(size);
    for (int step = 0; step < 30; step++) {
      RealMatrix h = new Array2DRowRealMatrix(size, size);
      RealVector g = new ArrayRealVector(size);
      for (int i = 0; i < size; i++) {
        h.addToEntry(i, i, 1);
        g.addToEntry(i, -w.getEntry(i));
      }
      for (int r = 0; r < rows.size(); r++) {
        double[] x = rows.get(r);
        double z = 0;
        for (int i = 0; i < size; i++) {
          z += dropped[i] ? 0 : w.getEntry(i) * x[i];
        }
        double p = 1 / (1 + Math.exp(-z));
        for (int i = 0; i < size; i++) {
          if (dropped[i]) {
            continue;
          }
          g.addToEntry(i, weights.get(r) * (truth.get(r) - p) * x[i]);
          for (int j = 0; j < size; j++) {
            h.addToEntry(i, j, dropped[j] ? 0 : weights.get(r) * p * (1 - p) * x[i] * x[j]);
          }
        }
      }
      w = w.add(new LUDecomposition(h).getSolver().solve(g));
    }
    return w.toArray();
  }

  void pairs(boolean people, int half) {
    Search search = new Search(official);
    List<Double> same = new ArrayList<>();
    List<Double> other = new ArrayList<>();
    Map<String, int[]> byKind = new LinkedHashMap<>();
    List<String> worst = new ArrayList<>();
    for (PartyPairs.Pair pair : PartyPairs.of(parties, half, MOST, people)) {
      double score = score(search, pair);
      int[] count = byKind.computeIfAbsent(pair.kind(), k -> new int[2]);
      count[0]++;
      count[1] += score >= 0.5 ? 1 : 0;
      if (!pair.kind().equals("other name")) {
        (pair.same() ? same : other).add(score);
      }
      if (pair.same() != score >= 0.5 && !pair.kind().equals("other name")) {
        worst.add(
            "   %.3f %-10s %s | %s"
                .formatted(score, pair.kind(), pair.asked(), parties.get(pair.listed()).name()));
      }
    }
    System.out.println(people ? "people" : "organisations");
    byKind.forEach((kind, count) ->
        System.out.printf(
            "  %-12s %6d pairs, %5.1f%% at 0.5 or more%n",
            kind, count[0], 100.0 * count[1] / count[0]));
    for (double at : new double[] {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}) {
      long tp = same.stream().filter(s -> s >= at).count();
      long fp = other.stream().filter(s -> s >= at).count();
      double p = tp / (double) Math.max(1, tp + fp);
      double r = tp / (double) same.size();
      System.out.printf(
          "  threshold %.1f  precision %.3f  recall %.3f  F1 %.3f%n",
          at, p, r, 2 * p * r / (p + r));
    }
    for (int bin = 0; bin < 10; bin++) {
      double low = bin / 10.0;
      long s = same.stream().filter(x -> x >= low && x < low + 0.1).count();
      long o = other.stream().filter(x -> x >= low && x < low + 0.1).count();
      System.out.printf(
          "  score %.1f-%.1f: %5d same, %5d other: %.2f%n",
          low, low + 0.1, s, o, s / (double) Math.max(1, s + o));
    }
    if (System.getProperty("worst") != null) {
      java.util.Collections.shuffle(worst, new java.util.Random(1));
      worst.stream().limit(60).forEach(System.out::println);
    }
  }

  private double score(Search search, PartyPairs.Pair pair) {
    try {
      String id = String.valueOf(pair.listed());
      return search.find(pair.asked(), ALL).hits().stream()
          .filter(h -> h.party().id().equals(id))
          .mapToDouble(Hit::score)
          .max()
          .orElse(0);
    } catch (Refused e) {
      return 0;
    }
  }

  static List<String> column(Path file, String column) {
    List<String> out = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(file)) {
      for (CSVRecord record :
          CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get().parse(reader)) {
        out.add(record.get(column));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out;
  }

  /** Innocent people against the whole list with its aliases. */
  void innocent(Path folder) {
    NameIndex whole = new NameIndex(new PartyList(LocalDate.EPOCH, false, parties), words);
    Search search = new Search(whole);
    List<String> names = column(folder.resolve("synthetic-people-us.csv"), "full_name");
    for (Search.Sought sought : Search.Sought.values()) {
      Map<Double, Integer> alarms = new LinkedHashMap<>();
      long start = System.nanoTime();
      List<String> shown = new ArrayList<>();
      for (String name : names) {
        double best = 0;
        try {
          List<Hit> hits = search.find(name, new Search.Options(null, sought, 0.3, 1)).hits();
          best = hits.isEmpty() ? 0 : hits.getFirst().score();
          if (best >= 0.5 && shown.size() < 40) {
            shown.add("    %s -> %s %.2f".formatted(name, hits.getFirst().matchedAlias(), best));
          }
        } catch (Refused e) {
          best = 0;
        }
        for (double at : new double[] {0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95}) {
          alarms.merge(at, best >= at ? 1 : 0, Integer::sum);
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          "innocent as %s: %s of %d; %.0f names/s%n",
          sought, alarms, names.size(), names.size() / seconds);
      shown.forEach(System.out::println);
    }
  }
}
