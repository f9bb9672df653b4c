package dev.chokepoint.workbench.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A chart of two axes. Places are percentages of its width and height, so that it fits any screen
 * with its letters in one size.
 *
 * @param id the element's, from which its titles are derived
 * @param summary what a reader who does not see it should know
 */
public record Plot(String id, String title, String summary, Axis x, Axis y, List<Series> series) {

  /** Of the height; below are the numbers of the axis. */
  private static final double FLOOR = 90;

  /** Of the width; left of it are the numbers of the upright axis. */
  private static final double LEFT = 1;

  /** Marks of the series, told apart without colour. */
  private static final List<String> MARKS = List.of("●", "■", "▲", "◆", "▼", "★");

  /**
   * An axis.
   *
   * @param least its beginning, above 0 if it is logarithmic
   * @param named what to write at places along it, instead of numbers; empty for numbers
   */
  public record Axis(
      String label, double least, double most, boolean logarithmic, Map<Double, String> named) {

    public Axis(String label, double least, double most, boolean logarithmic) {
      this(label, least, most, logarithmic, Map.of());
    }

    /** How far along the axis a value lies, 0 to 1. */
    double along(double value) {
      double kept = Math.clamp(value, least, most);
      return logarithmic
          ? Math.log(kept / least) / Math.log(most / least)
          : (kept - least) / (most - least);
    }

    /** Values to write along it: 1, 2 and 5 times powers of ten, four to eight of them. */
    List<Double> values() {
      if (!named.isEmpty()) {
        return named.keySet().stream().sorted().toList();
      }
      List<Double> all = new ArrayList<>();
      if (logarithmic) {
        boolean wide = most / least > 2e3;
        for (double power = Math.floor(Math.log10(least)); power <= Math.log10(most); power++) {
          for (double digit : wide ? new double[] {1} : new double[] {1, 2, 5}) {
            add(all, digit * Math.pow(10, power));
          }
        }
        return all;
      }
      double rough = (most - least) / 5;
      double power = Math.pow(10, Math.floor(Math.log10(rough)));
      double step = rough / power <= 2 ? 2 * power : rough / power <= 5 ? 5 * power : 10 * power;
      for (double value = Math.ceil(least / step) * step; value <= most; value += step) {
        add(all, value);
      }
      return all;
    }

    private String text(double value, Words words) {
      return named.getOrDefault(value, words.number(value));
    }

    private void add(List<Double> all, double value) {
      if (value >= least * 0.999999 && value <= most * 1.000001) {
        all.add(value);
      }
    }
  }

  /** A value of a series with what is said of it; one that is no number leaves a gap. */
  public record Point(double x, double y, String label) {}

  /** A range of a value. */
  public record Range(double x, double low, double high) {}

  /**
   * Values that belong together; drawn joined, or alone.
   *
   * @param ranges drawn as a band behind them
   */
  public record Series(String name, boolean isJoined, List<Point> points, List<Range> ranges) {
    public Series(String name, boolean isJoined, List<Point> points) {
      this(name, isJoined, points, List.of());
    }
  }

  /** A number at its place along an axis. */
  public record Tick(double at, String text) {}

  /** A piece of a line. */
  public record Piece(double x1, double y1, double x2, double y2) {}

  /** The mark of a series. */
  public String mark(int series) {
    return MARKS.get(series % MARKS.size());
  }

  /** Where a value lies from left to right, in percent. */
  public double left(double value) {
    return rounded(LEFT + (98 - LEFT) * x.along(value));
  }

  /** Where a value lies from the top down, in percent. */
  public double top(double value) {
    return rounded(FLOOR - (FLOOR - 5) * y.along(value));
  }

  /** The numbers below. */
  public List<Tick> below(Words words) {
    return x.values().stream().map(v -> new Tick(left(v), x.text(v, words))).toList();
  }

  /** The numbers at the side. */
  public List<Tick> beside(Words words) {
    return y.values().stream().map(v -> new Tick(top(v), y.text(v, words))).toList();
  }

  /** The line through a series, in pieces: percentages are not allowed in a path. */
  public List<Piece> pieces(Series of) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 1; of.isJoined() && i < of.points().size(); i++) {
      Point a = of.points().get(i - 1);
      Point b = of.points().get(i);
      if (!Double.isFinite(a.y()) || !Double.isFinite(b.y())) {
        continue;
      }
      pieces.add(new Piece(left(a.x()), top(a.y()), left(b.x()), top(b.y())));
    }
    return pieces;
  }

  /** The corners of a series' band, for a drawing that is 100 wide and high. */
  public String band(Series of) {
    StringBuilder corners = new StringBuilder();
    of.ranges()
        .forEach(r -> corners.append(left(r.x())).append(',').append(top(r.high())).append(' '));
    of.ranges()
        .reversed()
        .forEach(r -> corners.append(left(r.x())).append(',').append(top(r.low())).append(' '));
    return corners.toString().strip();
  }

  private static double rounded(double percent) {
    return Math.round(percent * 100) / 100.0;
  }
}
