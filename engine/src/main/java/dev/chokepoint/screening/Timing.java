package dev.chokepoint.screening;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The days on which the law of a line is read.
 *
 * @param before earlier day
 * @param after later day, which decides
 * @param loaded day on which the goods left, or null while they have not
 * @param arrives day of arrival, or null when it is not known
 */
public record Timing(
    LocalDate before,
    LocalDate after,
    Movement movement,
    @Nullable LocalDate loaded,
    @Nullable LocalDate arrives) {

  /** Longer than goods travel: a line that left earlier and names no arrival has arrived. */
  private static final long ON_THEIR_WAY_DAYS = 180;

  /**
   * What an order book says of where goods are.
   *
   * @param shipped day on which they left, or null
   * @param arrives day of arrival, or null
   * @param stated {@code null} where the status does not say
   * @param arrivalsKept whether the book has a column of arrivals at all
   */
  public record Stated(
      @Nullable LocalDate shipped,
      @Nullable LocalDate arrives,
      @Nullable Movement stated,
      boolean arrivalsKept) {}

  /**
   * A line that left before the later day is read on the day on which it left; while it is on its
   * way, also on the later day. An open line is read on both days.
   */
  public static Timing of(Stated line, LocalDate from, LocalDate to) {
    if (line.stated() == Movement.CANCELLED) {
      return new Timing(from, to, Movement.CANCELLED, null, null);
    }
    LocalDate shipped = line.shipped();
    if (shipped == null || shipped.isAfter(to) || (shipped.equals(to) && from.isBefore(to))) {
      return new Timing(from, to, Movement.OPEN, null, null);
    }
    if (underWay(line, shipped, to)) {
      return new Timing(shipped, to, Movement.IN_TRANSIT, shipped, line.arrives());
    }
    return new Timing(
        from.isBefore(shipped) ? from : shipped,
        shipped,
        Movement.SHIPPED,
        shipped,
        line.arrives());
  }

  /** The same for all days of a period, save for goods on their way: their own days count. */
  public Timing in(Decisions decisions) {
    return movement == Movement.IN_TRANSIT
        ? this
        : new Timing(decisions.period(before), decisions.period(after), movement, null, null);
  }

  private static boolean underWay(Stated line, LocalDate shipped, LocalDate to) {
    if (line.stated() != null) {
      return line.stated() == Movement.IN_TRANSIT;
    }
    LocalDate arrives = line.arrives();
    if (arrives != null) {
      return arrives.isAfter(to);
    }
    return line.arrivalsKept() && ChronoUnit.DAYS.between(shipped, to) < ON_THEIR_WAY_DAYS;
  }
}
