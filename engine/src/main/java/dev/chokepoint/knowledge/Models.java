package dev.chokepoint.knowledge;

import dev.chokepoint.performance.Model;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The language models of the knowledge, by id; a record is read when it is first asked for. */
public final class Models {
  private final Map<String, KnowledgeFolder.Entry> entries = new LinkedHashMap<>();
  private final Map<String, String> ids = new LinkedHashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, Model> read = new ConcurrentHashMap<>();
  private final boolean open;

  Models(KnowledgeFolder.Files files) {
    this(files, true);
  }

  /** Unless they are open, no file outside the knowledge is read. */
  Models(KnowledgeFolder.Files files, boolean open) {
    this.open = open;
    for (KnowledgeFolder.Entry entry : files.of("models/")) {
      List<String> known = entry.names().isEmpty() ? names(entry) : entry.names();
      String id = known.getFirst();
      entries.put(id, entry);
      for (String name : known) {
        ids.putIfAbsent(Nearest.key(name), id);
        names.add(name);
      }
    }
  }

  static List<String> names(KnowledgeFolder.Entry entry) {
    return ModelReader.names(Cursor.of(entry.doc(), entry.path(), new ArrayList<>()));
  }

  /** Every id, in order. */
  public List<String> ids() {
    return List.copyOf(entries.keySet());
  }

  /** Whether a model is called so. */
  public boolean has(String name) {
    return ids.containsKey(Nearest.key(name));
  }

  /**
   * A model by id, name or alias, or of a Hugging Face {@code config.json} by its path.
   *
   * @throws Refused when no model is called so, or when the file cannot be read
   */
  public Model get(String name) {
    String id = ids.get(Nearest.key(name));
    if (id != null) {
      return read.computeIfAbsent(id, this::load);
    }
    if (open && (name.endsWith(".json") || Files.isRegularFile(Path.of(name)))) {
      return HuggingFaceConfig.read(Path.of(name));
    }
    throw new Refused(
        new Problem(
            "unknown-model",
            "--model",
            name,
            "a model of knowledge/models" + (open ? ", or the path of a config.json" : ""),
            Nearest.hint(name, names)));
  }

  private Model load(String id) {
    List<Problem> problems = new ArrayList<>();
    Model model = ModelReader.read(java.util.Objects.requireNonNull(entries.get(id)), problems);
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    return model;
  }

  /** Reads all, so that every problem is found at once. */
  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    entries.forEach((id, entry) -> {
      ModelReader.read(entry, problems);
      if (!entry.path().endsWith("/" + id + ".yaml")) {
        problems.add(
            new Problem("wrong-file-name", entry.path(), id, "a file named as its id", ""));
      }
    });
    return problems;
  }
}
