package dev.chokepoint.workbench.web;

import java.util.List;

/**
 * Amounts as bars from nought. Places across are percentages, so that it fits any screen.
 *
 * @param id the element's, from which its titles are derived
 * @param summary what a reader who does not see it should know
 */
public record Bars(String id, String title, String summary, List<Bar> bars) {
  private static final int ROW = 38;
  private static final double WIDEST = 96;

  public Bars {
    bars = List.copyOf(bars);
  }

  /**
   * A bar.
   *
   * @param text its amount as it is shown
   */
  public record Bar(String name, double value, String text) {}

  /** Its height in pixels. */
  public int height() {
    return ROW * bars.size() + 4;
  }

  /** Where a bar's row begins. */
  public int top(int bar) {
    return ROW * bar;
  }

  /** How wide a bar is, in percent of the chart; the largest fills it. */
  public double width(Bar bar) {
    double most = bars.stream().mapToDouble(Bar::value).max().orElse(0);
    return most <= 0 ? 0 : Math.round(100 * WIDEST * bar.value() / most) / 100.0;
  }
}
