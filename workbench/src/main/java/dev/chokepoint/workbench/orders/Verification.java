package dev.chokepoint.workbench.orders;

import dev.chokepoint.controls.Clock;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether a finished run comes out the same again.
 *
 * @param job what was asked, as the manifest says it
 * @param files number of files that were compared
 * @param first the first difference, or null when there is none
 */
public record Verification(JsonNode job, int files, @Nullable Difference first) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int LONGEST = 300;

  /**
   * Where a run and its record part.
   *
   * @param place line or row of the file, or the name of a hash
   * @param recorded what the folder holds; empty when it holds nothing
   * @param derived what comes out today
   */
  public record Difference(String file, String place, String recorded, String derived) {}

  /**
   * Where what a run read is now, if it was moved since.
   *
   * @param file of a file, by where it was
   * @param lists folder of lists of parties; null for where it was
   */
  public record Places(UnaryOperator<Path> file, @Nullable Path lists) {
    /** Everything is where it was. */
    public static final Places SAME = new Places(UnaryOperator.identity(), null);
  }

  /** Derives a run again, beside its folder, which stays as it is. */
  public static Verification of(
      Path out,
      Places places,
      Knowledge knowledge,
      String version,
      PrintWriter log,
      long memoryMegabytes,
      int threads) {
    Path manifest = out.resolve(WorkFolder.MANIFEST);
    if (!Files.isRegularFile(manifest)) {
      throw new Refused(
          new Problem("no-such-run", "run", out.toString(), "a folder of a finished run", ""));
    }
    JsonNode recorded = MAPPER.readTree(Disk.read(manifest)).path("job");
    Map<Path, String> names = new HashMap<>();
    Job asked = job(recorded, Path.of(""), places, names, memoryMegabytes, threads);
    Run first = new Run(asked, knowledge, version, log, null, names);
    JsonNode now = MAPPER.valueToTree(first.identity());
    Difference basis = basis(recorded, now);
    if (basis != null) {
      return new Verification(recorded, 0, basis);
    }
    Path again = temporary();
    try {
      Job job = job(recorded, again, places, names, memoryMegabytes, threads);
      new Run(job, knowledge, version, log, null, names).call();
      return compare(recorded, out, again);
    } finally {
      Disk.delete(again);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("chokepoint-verify");
    } catch (IOException e) {
      throw Disk.trouble(e, Path.of(System.getProperty("java.io.tmpdir")));
    }
  }

  /** The first thing that the run follows from and that is not what it was. */
  private static @Nullable Difference basis(JsonNode recorded, JsonNode now) {
    Map<String, List<String>> pairs = new LinkedHashMap<>();
    Set<String> hashes = new LinkedHashSet<>(recorded.path("hashes").propertyNames());
    hashes.addAll(now.path("hashes").propertyNames());
    for (String name : hashes) {
      pairs.put(
          "hashes." + name,
          List.of(
              recorded.path("hashes").path(name).asString(""),
              now.path("hashes").path(name).asString("")));
    }
    for (String name : List.of("version", "whatIf")) {
      pairs.put(name, List.of(recorded.path(name).toString(), now.path(name).toString()));
    }
    for (Map.Entry<String, List<String>> pair : pairs.entrySet()) {
      String then = pair.getValue().getFirst();
      if (!then.equals(pair.getValue().getLast())) {
        return new Difference(WorkFolder.MANIFEST, pair.getKey(), then, pair.getValue().getLast());
      }
    }
    return null;
  }

  /**
   * @param names is told what a path that is read was called then
   */
  private static Job job(
      JsonNode job,
      Path out,
      Places places,
      Map<Path, String> names,
      long memoryMegabytes,
      int threads) {
    JsonNode options = job.path("options");
    Function<String, @Nullable Path> file =
        name -> {
          String then = text(options, name);
          return then == null ? null : named(names, places.file().apply(Path.of(then)), then);
        };
    String input = job.path("input").asString("");
    String store = text(options, "--store");
    Path lists = places.lists();
    Clock clock = Clock.ENFORCED;
    for (Clock each : Clock.values()) {
      clock = each.word().equals(job.path("clock").asString("")) ? each : clock;
    }
    return new Job(
        job.path("command").asString("").equals(Job.Kind.SCREEN.word())
            ? Job.Kind.SCREEN
            : Job.Kind.EXPOSURE,
        named(names, places.file().apply(Path.of(input)), input),
        out,
        LocalDate.parse(job.path("from").asString("")),
        LocalDate.parse(job.path("to").asString("")),
        clock,
        new Job.Options(
            file.apply("--map"),
            file.apply("--products"),
            file.apply("--licences"),
            file.apply("--rates"),
            file.apply("--inventory"),
            file.apply("--previous"),
            store == null ? null : named(names, lists == null ? Path.of(store) : lists, store),
            text(options, "--currency"),
            text(options, "--dates"),
            text(options, "--encoding"),
            options.path("--alerts-per-week").asInt(0),
            memoryMegabytes,
            threads,
            options.path("--part-lines").asLong(1),
            !options.has("--no-csv"),
            options.path("--not-cleared-by").valueStream().map(JsonNode::stringValue).toList()));
  }

  private static @Nullable String text(JsonNode options, String name) {
    return options.has(name) ? options.path(name).asString("") : null;
  }

  private static Path named(Map<Path, String> names, Path path, String then) {
    names.put(path, then);
    return path;
  }

  private static Verification compare(JsonNode job, Path out, Path again) {
    TreeSet<String> names = new TreeSet<>(listed(out));
    names.addAll(listed(again));
    names.add(WorkFolder.MANIFEST);
    for (String name : names) {
      Difference difference = difference(name, out.resolve(name), again.resolve(name));
      if (difference != null) {
        return new Verification(job, names.size(), difference);
      }
    }
    return new Verification(job, names.size(), null);
  }

  private static List<String> listed(Path folder) {
    List<String> names = new ArrayList<>();
    for (JsonNode file :
        MAPPER.readTree(Disk.read(folder.resolve(WorkFolder.MANIFEST))).path("files")) {
      names.add(file.path("name").asString(""));
    }
    return names;
  }

  private static @Nullable Difference difference(String name, Path recorded, Path derived) {
    if (!Files.isRegularFile(recorded) || !Files.isRegularFile(derived)) {
      boolean gone = !Files.isRegularFile(recorded);
      return new Difference(name, "file", gone ? "" : "a file", gone ? "a file" : "");
    }
    try {
      long at = Files.mismatch(recorded, derived);
      if (at < 0) {
        return null;
      }
      Difference found =
          name.endsWith(".parquet")
              ? rows(name, recorded, derived)
              : lines(name, recorded, derived);
      return found != null
          ? found
          : new Difference(
              name,
              "byte " + at,
              Fingerprint.sha256(recorded, name),
              Fingerprint.sha256(derived, name));
    } catch (IOException e) {
      throw Disk.trouble(e, recorded);
    }
  }

  private static @Nullable Difference lines(String name, Path recorded, Path derived)
      throws IOException {
    try (BufferedReader one = reader(recorded);
        BufferedReader two = reader(derived)) {
      return lines(name, one, two);
    }
  }

  private static @Nullable Difference lines(String name, BufferedReader one, BufferedReader two)
      throws IOException {
    for (long line = 1; ; line++) {
      String left = one.readLine();
      String right = two.readLine();
      if (!Objects.equals(left, right)) {
        return new Difference(name, "line " + line, shortened(left), shortened(right));
      }
      if (left == null) {
        return null;
      }
    }
  }

  /** The first difference of two texts, or null where every character is the same. */
  public static @Nullable Difference difference(String name, String recorded, String derived) {
    if (recorded.equals(derived)) {
      return null;
    }
    try {
      Difference found =
          lines(
              name,
              new BufferedReader(new StringReader(recorded)),
              new BufferedReader(new StringReader(derived)));
      return found != null ? found : new Difference(name, "ends of lines", "", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A reader that takes any bytes: what somebody changed need not be text. */
  private static BufferedReader reader(Path file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
  }

  private static @Nullable Difference rows(String name, Path recorded, Path derived) {
    String sql =
        ("SELECT coalesce(a.file_row_number, b.file_row_number) + 1, CAST(a AS VARCHAR),"
                + " CAST(b AS VARCHAR) FROM read_parquet(%s, file_row_number = true) a"
                + " FULL JOIN read_parquet(%s, file_row_number = true) b"
                + " ON a.file_row_number = b.file_row_number"
                + " WHERE CAST(a AS VARCHAR) IS DISTINCT FROM CAST(b AS VARCHAR) ORDER BY 1 LIMIT 1")
            .formatted(Duck.text(recorded.toString()), Duck.text(derived.toString()));
    try (Duck duck = new Duck(derived.resolveSibling("spill"), 1000, 1)) {
      List<Difference> found =
          duck.rows(
              sql,
              row ->
                  new Difference(
                      name,
                      "row " + row.number(0),
                      shortened(row.textOrNull(1)),
                      shortened(row.textOrNull(2))));
      return found.isEmpty() ? null : found.getFirst();
    } catch (Duck.SqlTrouble e) {
      return null; // no longer a Parquet file: the place of the first byte is told instead
    }
  }

  private static String shortened(@Nullable String text) {
    return text == null ? "" : text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
  }
}
