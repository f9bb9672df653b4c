package dev.chokepoint.workbench.parties;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Answers that, together, hold every field and word that the schemas of parties allow. */
public final class PartySamples {
  private PartySamples() {}

  /** Answers by the name of their schema. */
  public static Map<String, List<JsonNode>> answers() {
    try {
      Path folder = Files.createTempDirectory("chokepoint-parties");
      try {
        return answers(folder);
      } finally {
        try (Stream<Path> all = Files.walk(folder)) {
          for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(each);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, List<JsonNode>> answers(Path folder) {
    Path none = folder.resolve("none");
    Path store = folder.resolve("store");
    Path list = PartyCli.write(folder, "list.csv", PartyCli.LIST);
    Path names = PartyCli.write(folder, "names.csv", "name,country\nHuawei,CN\n\"Co., Ltd.\",\n");
    Path graph =
        PartyCli.write(
            folder,
            "graph.csv",
            """
            owner,owned,percent,list
            Semiconductor Manufacturing International Corporation,Chip Plant,50,
            Some Fund,Chip Plant,?,
            Sberbank of Russia,Trader,49.9,
            A stated one,Trader,1,EL
            """);
    JsonNode status = PartyCli.json(none, "status");
    JsonNode first = PartyCli.json(store, "import", list, "--list-date", "2026-10-01");
    JsonNode later = PartyCli.json(store, "import", list, "--list-date", "2026-11-01");
    JsonNode decided =
        PartyCli.json(
            store,
            "decide",
            "Huawei",
            "--party",
            PartyCli.HUAWEI,
            "--verdict",
            "same",
            "--by",
            "A reviewer",
            "--because",
            "its address agrees");
    return Map.of(
        "parties-import",
        List.of(first, later),
        "parties-status",
        List.of(status, PartyCli.json(store, "status")),
        "parties-decide",
        List.of(decided),
        "parties-search",
        List.of(
            PartyCli.json(store, "search", "Huawei"),
            PartyCli.json(store, "search", "Sb\u0435rbank of Russia", "--country", "RU"),
            PartyCli.json(none, "search", "Nordic Bakery")),
        "parties-screen",
        List.of(PartyCli.json(store, "screen", names, "--out", folder.resolve("out.csv"))),
        "parties-owners",
        List.of(
            PartyCli.json(store, "owners", graph, "--party", "Chip Plant"),
            PartyCli.json(store, "owners", graph, "--party", "Trader", "--as-of", "2026-01-01"),
            PartyCli.json(none, "owners", graph, "--party", "Trader", "--as-of", "2025-01-01")));
  }
}
