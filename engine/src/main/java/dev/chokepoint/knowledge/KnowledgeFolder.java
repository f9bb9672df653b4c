package dev.chokepoint.knowledge;

import dev.chokepoint.units.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The files of a knowledge folder as documents, in the order of their paths. */
final class KnowledgeFolder {
  private KnowledgeFolder() {}

  /**
   * One document with its path inside the folder.
   *
   * @param names what a chip may be called, if that is already known; empty if it is to be read
   * @param reader gives the document, each time anew
   */
  record Entry(String path, List<String> names, Supplier<Doc> reader) {
    Entry(String path, Doc doc) {
      this(path, List.of(), () -> doc);
    }

    Doc doc() {
      return reader.get();
    }
  }

  /** All documents, the problems met while reading, and the hash of the contents. */
  record Files(List<Entry> entries, List<Problem> problems, String hash) {
    List<Entry> of(String prefix) {
      return entries.stream().filter(entry -> entry.path().startsWith(prefix)).toList();
    }
  }

  static Files read(Path folder) {
    List<Entry> entries = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    MessageDigest digest = sha256();
    for (Path file : yamlFiles(folder, problems)) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      Doc doc = YamlFile.read(Source.of(file), name, problems);
      if (doc != null) {
        entries.add(new Entry(name, doc));
        digest.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        try {
          digest.update(java.nio.file.Files.readAllBytes(file));
        } catch (IOException e) {
          problems.add(
              new Problem("unreadable-file", name, String.valueOf(e.getMessage()), "", ""));
        }
      }
    }
    return new Files(entries, problems, HexFormat.of().formatHex(digest.digest()));
  }

  private static List<Path> yamlFiles(Path folder, List<Problem> problems) {
    try (Stream<Path> walk = java.nio.file.Files.walk(folder)) {
      return walk.filter(path -> path.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      problems.add(new Problem("no-such-folder", folder.toString(), "", "a knowledge folder", ""));
      return List.of();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
