package dev.chokepoint.workbench.orders;

import java.nio.file.Path;
import java.util.List;

/**
 * A file that the database can read, and what is known of it.
 *
 * @param delimiter between cells
 * @param header names over the columns
 * @param converted whether the first two columns are {@code _line} and {@code _problem}, written
 *     here, so that the header counts from the third
 * @param firstLine line of the first row in the file it came from, where not converted
 * @param lines number of lines of a text that is read as it stands
 * @param notes what the reader should know of how it was read
 */
record Opened(
    Form form,
    Path file,
    char delimiter,
    String lineEnd,
    List<String> header,
    boolean converted,
    long firstLine,
    long lines,
    List<String> notes) {

  enum Form {
    CSV,
    PARQUET
  }
}
