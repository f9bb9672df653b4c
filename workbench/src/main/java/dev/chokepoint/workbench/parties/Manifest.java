package dev.chokepoint.workbench.parties;

import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of a version of a list that was imported.
 *
 * @param listDate the day whose state it holds
 * @param dateFrom where that day comes from: {@code option}, {@code file-name} or {@code
 *     import-day}
 * @param importedOn day of the import
 * @param file name of the file that was imported
 * @param sha256 hash of that file
 * @param parties how many parties it has
 * @param counts parties of each source
 */
public record Manifest(
    LocalDate listDate,
    String dateFrom,
    LocalDate importedOn,
    String file,
    String sha256,
    int parties,
    SortedMap<String, Integer> counts) {

  public Manifest {
    counts = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  /** The name of its folder: its day, and the hash, so that two lists of one day stand apart. */
  String folder() {
    return listDate + "-" + sha256.substring(0, 12);
  }

  Map<String, Object> document() {
    Map<String, Object> out = new java.util.LinkedHashMap<>();
    out.put("listDate", listDate.toString());
    out.put("dateFrom", dateFrom);
    out.put("importedOn", importedOn.toString());
    out.put("file", file);
    out.put("sha256", sha256);
    out.put("parties", parties);
    out.put("counts", counts);
    return out;
  }
}
