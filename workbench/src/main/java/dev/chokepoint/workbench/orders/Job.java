package dev.chokepoint.workbench.orders;

import dev.chokepoint.controls.Clock;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run that somebody asked for.
 *
 * @param from earlier day; equal to {@code to} for a screening
 * @param to the day that decides
 */
public record Job(
    Kind kind, Path input, Path out, LocalDate from, LocalDate to, Clock clock, Options options) {

  /** What is asked of a book. */
  public enum Kind {
    SCREEN,
    EXPOSURE;

    /** The word of the command line. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * What else was said.
   *
   * @param currency currency of prices without one, or null
   * @param dates {@code dmy} or {@code mdy} for dates that could be either, or null
   * @param encoding name of the encoding, or null to find it out
   * @param store folder of imported lists of parties, or null for the user's own
   * @param chunkLines lines of one part of the results
   * @param csv whether decided lines are written as CSV too
   * @param notClearedBy people who asked for the run or prepared it: that they found a name to be
   *     another than a listed one does not count
   */
  public record Options(
      @Nullable Path map,
      @Nullable Path products,
      @Nullable Path licences,
      @Nullable Path rates,
      @Nullable Path inventory,
      @Nullable Path previous,
      @Nullable Path store,
      @Nullable String currency,
      @Nullable String dates,
      @Nullable String encoding,
      int alertsPerWeek,
      long memoryMegabytes,
      int threads,
      long chunkLines,
      boolean csv,
      List<String> notClearedBy) {
    public Options {
      notClearedBy = List.copyOf(notClearedBy);
    }

    /** Files that a result depends on, by option. */
    Map<String, Path> files() {
      Map<String, Path> files = new LinkedHashMap<>();
      put(files, "--map", map);
      put(files, "--products", products);
      put(files, "--licences", licences);
      put(files, "--rates", rates);
      put(files, "--inventory", inventory);
      return files;
    }

    private static void put(Map<String, Path> files, String option, @Nullable Path file) {
      if (file != null) {
        files.put(option, file);
      }
    }
  }
}
