package dev.chokepoint.workbench.web;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Kept;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.ledger.Zip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The knowledge and the lists of parties that an entry follows from, read out of the store. The
 * lists are in a folder until this is closed.
 *
 * @param lists empty where there were none
 */
record ThatDay(Knowledge knowledge, Path lists) implements AutoCloseable {
  /**
   * What an entry follows from.
   *
   * @throws Refused when that is no longer in the store
   */
  static ThatDay of(Store store, Entry entry) {
    String place = "entry " + entry.seq();
    Kept kept = new Kept(store);
    JsonNode follows = entry.said().path("follows");
    byte[] packed =
        Zip.open(
            kept.find(follows.path("pack").asString(""))
                .orElseThrow(() -> gone(place, "the knowledge of that day")));
    Knowledge then = Knowledge.ofPacked(packed, java.util.List.of());
    String list = follows.path("list").asString("");
    try {
      ThatDay day = new ThatDay(then, Files.createTempDirectory("chokepoint-replay"));
      try {
        if (!list.isEmpty()) {
          day.write(kept.findTree(list).orElseThrow(() -> gone(place, "the list of that day")));
        }
        return day;
      } catch (RuntimeException | IOException e) {
        day.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Refused gone(String place, String what) {
    return new Refused(
        new Problem(
            "gone",
            place,
            "",
            what + " in the store",
            "Maybe `chokepoint audit verify` says more."));
  }

  private void write(SortedMap<String, byte[]> files) throws IOException {
    for (var file : files.entrySet()) {
      Path path = lists.resolve(file.getKey()).normalize();
      if (!path.startsWith(lists)) {
        throw gone(file.getKey(), "a path inside the list");
      }
      Files.createDirectories(java.util.Objects.requireNonNull(path.getParent()));
      Files.write(path, file.getValue());
    }
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(lists)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
