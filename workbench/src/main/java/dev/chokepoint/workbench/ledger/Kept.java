package dev.chokepoint.workbench.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What answers follow from, each thing once, under the SHA-256 of its bytes. Nothing is ever taken
 * away: an answer of years ago may rest on it.
 */
public final class Kept {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Store store;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  public Kept(Store store) {
    this.store = store;
  }

  /** Keeps bytes and gives their address; they are on disk when it returns. */
  public String keep(byte[] bytes) {
    String hash = Hash.of(bytes);
    if (!known.contains(hash)) {
      store.write(connection -> {
        try (PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO kept (hash, bytes) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING")) {
          insert.setString(1, hash);
          insert.setBytes(2, bytes);
          return insert.executeUpdate();
        }
      });
      known.add(hash);
    }
    return hash;
  }

  /** Keeps a folder of files: each on its own, and what they are called. */
  public String keepTree(SortedMap<String, byte[]> files) {
    ObjectNode tree = MAPPER.createObjectNode();
    files.forEach((path, bytes) -> tree.put(path, keep(Zip.shut(bytes))));
    return keep(MAPPER.writeValueAsBytes(tree));
  }

  /** Addresses of the files of a tree by their paths; empty for bytes that are none. */
  static SortedMap<String, String> tree(byte[] bytes) {
    SortedMap<String, String> files = new TreeMap<>();
    try {
      MAPPER
          .readTree(bytes)
          .properties()
          .forEach(e -> files.put(e.getKey(), e.getValue().asString("")));
    } catch (JacksonException e) {
      files.clear();
    }
    return files;
  }

  /** The files of a tree, or empty where any of them is gone. */
  public Optional<SortedMap<String, byte[]>> findTree(String hash) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    Optional<byte[]> tree = find(hash);
    if (tree.isEmpty()) {
      return Optional.empty();
    }
    for (Map.Entry<String, String> file : tree(tree.get()).entrySet()) {
      Optional<byte[]> bytes = find(file.getValue());
      if (bytes.isEmpty()) {
        return Optional.empty();
      }
      files.put(file.getKey(), Zip.open(bytes.get()));
    }
    return Optional.of(files);
  }

  /** The bytes under an address, as they are in the store. */
  public Optional<byte[]> find(String hash) {
    return store.read(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement("SELECT bytes FROM kept WHERE hash = ?")) {
        select.setString(1, hash);
        try (ResultSet row = select.executeQuery()) {
          return row.next() ? Optional.ofNullable(row.getBytes(1)) : Optional.empty();
        }
      }
    });
  }
}
