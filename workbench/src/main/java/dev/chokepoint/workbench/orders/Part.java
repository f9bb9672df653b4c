package dev.chokepoint.workbench.orders;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Some lines of a book with the statements that write their results: all that a machine needs
 * beside the tables of the run.
 *
 * @param number counts from 0
 * @param decided query of the lines that were decided
 * @param rejected query of the lines that were not
 * @param folder absolute path of the folder of work
 * @param twin whether decided lines are written as CSV too
 */
public record Part(int number, String decided, String rejected, String folder, boolean twin)
    implements Serializable {

  /** Writes parts somewhere else than in this process. */
  @FunctionalInterface
  public interface Elsewhere {
    /**
     * Writes all parts.
     *
     * @param tables folder with the tables of the run
     */
    void write(List<Part> parts, Path tables);
  }

  /** Writes parts with a database of their own that holds the tables of a run. */
  public static void write(List<Part> parts, Path tables, long memoryMegabytes, int threads) {
    Path spill = tables.resolve("spill-" + java.util.UUID.randomUUID());
    try (Duck duck = new Duck(spill, memoryMegabytes, threads)) {
      Results.createMacro(duck);
      for (Path table : Disk.files(tables)) {
        String file = String.valueOf(table.getFileName());
        if (file.endsWith(".parquet")) {
          duck.run(
              "CREATE TABLE %s AS SELECT * FROM read_parquet(%s)"
                  .formatted(file.replace(".parquet", ""), Duck.text(table.toString())));
        }
      }
      Spelling.TABLES.forEach(table -> Spelling.number(duck, table));
      parts.forEach(part -> part.write(duck));
    }
  }

  /** Puts every table into a folder. */
  static void export(Duck duck, Path tables) {
    Disk.createFolders(tables);
    for (String table : duck.rows("SELECT table_name FROM duckdb_tables()", row -> row.text(0))) {
      duck.run(
          "COPY %s TO %s (FORMAT parquet)"
              .formatted(table, Duck.text(tables.resolve(table + ".parquet").toString())));
    }
  }

  String name() {
    return "part-%05d".formatted(number);
  }

  private Path work() {
    return Path.of(folder);
  }

  Path parquet() {
    return work().resolve("final/decided/" + name() + ".parquet");
  }

  Path csv() {
    return work().resolve("parts/decided-" + name() + ".csv");
  }

  Path rejects() {
    return work().resolve("parts/rejects-" + name() + ".csv");
  }

  boolean written() {
    return Files.exists(parquet()) && (!twin || Files.exists(csv())) && Files.exists(rejects());
  }

  /** Writes what is not there yet; each file is whole or absent. */
  void write(Duck duck) {
    if (!Files.exists(parquet())) {
      Path draft = draft("parquet");
      duck.run("COPY (%s) TO %s (FORMAT parquet)".formatted(decided, Duck.text(draft.toString())));
      Disk.publish(draft, parquet());
    }
    if (twin && !Files.exists(csv())) {
      Path draft = draft("csv");
      String rows = "SELECT * FROM read_parquet(" + Duck.text(parquet().toString()) + ")";
      duck.run(Results.csv(duck, rows, draft, number == 0));
      Disk.publish(draft, csv());
    }
    if (!Files.exists(rejects())) {
      Path draft = draft("rejects");
      duck.run(Results.csv(duck, rejected, draft, number == 0));
      Disk.publish(draft, rejects());
    }
  }

  private Path draft(String kind) {
    return work().resolve("parts/" + name() + "." + kind + ".tmp");
  }
}
