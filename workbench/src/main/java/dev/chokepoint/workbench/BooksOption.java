package dev.chokepoint.workbench;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.web.Sharing;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the files of the order books of a store are. */
final class BooksOption {
  @Option(
      names = "--books",
      paramLabel = "DIR",
      description = "Folder with the files of order books; default beside a store that is a file.")
  @Nullable Path books;

  Path of(Store store) {
    Path folder = books == null ? Sharing.booksBeside(store) : books;
    if (folder == null) {
      String limit = "the folder that `serve --books` was given";
      throw new Refused(new Problem("missing", "--books", "", limit, ""));
    }
    return folder;
  }
}
