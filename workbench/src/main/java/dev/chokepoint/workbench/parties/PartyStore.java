package dev.chokepoint.workbench.parties;

import dev.chokepoint.parties.Party;
import dev.chokepoint.parties.PartyList;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The versions of the list that were imported, each in a folder named by its day. */
public final class PartyStore {
  /**
   * A source that had this many parties may lose at most a tenth, and the whole list a fiftieth.
   */
  private static final int COUNTED = 10;

  private static final double MOST_LOST_OF_SOURCE = 0.10;
  private static final double MOST_LOST_OF_LIST = 0.02;
  private static final Pattern DAY = Pattern.compile("(20\\d\\d)-?(\\d\\d)-?(\\d\\d)");
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Path folder;

  public PartyStore(Path folder) {
    this.folder = folder;
  }

  /** The folder under the user's data, unless {@code CHOKEPOINT_PARTIES} names another. */
  public static Path defaultFolder() {
    String own = System.getenv("CHOKEPOINT_PARTIES");
    if (own != null && !own.isBlank()) {
      return Path.of(own);
    }
    return dataFolder().resolve("parties");
  }

  /** The folder of this program under the user's data. */
  public static Path dataFolder() {
    String data = System.getenv("XDG_DATA_HOME");
    String windows = System.getenv("LOCALAPPDATA");
    Path base =
        data != null && !data.isBlank()
            ? Path.of(data)
            : windows != null && !windows.isBlank()
                ? Path.of(windows)
                : Path.of(System.getProperty("user.home", "."), ".local", "share");
    return base.resolve("chokepoint");
  }

  public Path folder() {
    return folder;
  }

  /** Every version, the oldest day first; of one day the last import last. */
  public List<Manifest> versions() {
    Path versions = folder.resolve("versions");
    if (!Files.isDirectory(versions)) {
      return List.of();
    }
    List<Manifest> out = new ArrayList<>();
    try (Stream<Path> folders = Files.list(versions)) {
      for (Path each : folders.toList()) {
        if (Files.isRegularFile(each.resolve("manifest.json"))) {
          out.add(manifest(each.resolve("manifest.json")));
        }
      }
    } catch (IOException e) {
      throw new Refused(unusable());
    }
    out.sort(
        Comparator.comparing(Manifest::listDate)
            .thenComparing(Manifest::importedOn)
            .thenComparing(Manifest::sha256));
    return List.copyOf(out);
  }

  private Problem unusable() {
    return new Problem("cannot-read", "--store", folder.toString(), "a folder of lists", "");
  }

  private Manifest manifest(Path path) {
    try {
      JsonNode json = MAPPER.readTree(Files.readAllBytes(path));
      SortedMap<String, Integer> counts = new TreeMap<>();
      json.path("counts").properties().forEach(e -> counts.put(e.getKey(), e.getValue().asInt()));
      return new Manifest(
          LocalDate.parse(json.path("listDate").asString("")),
          json.path("dateFrom").asString(""),
          LocalDate.parse(json.path("importedOn").asString("")),
          json.path("file").asString(""),
          json.path("sha256").asString(""),
          json.path("parties").asInt(),
          counts);
    } catch (IOException | JacksonException | DateTimeException e) {
      throw new Refused(
          new Problem(
              "bad-manifest",
              path.toString(),
              "",
              "what an import wrote",
              "Maybe remove that folder and import the list again."));
    }
  }

  /** The version to read on a day: the last one of that day or before it. */
  public Optional<Manifest> on(LocalDate day) {
    Manifest best = null;
    for (Manifest each : versions()) {
      if (!each.listDate().isAfter(day)) {
        best = each;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The parties of a version. */
  public PartyList open(Manifest version) {
    Path file = folder.resolve("versions").resolve(version.folder()).resolve("list.csv");
    return new PartyList(version.listDate(), false, ConsolidatedList.read(file));
  }

  /**
   * What an import did.
   *
   * @param version the version that is held now
   * @param before the version it was compared with, or null where there was none
   * @param added false where the same file was held already
   */
  public record Imported(Manifest version, @Nullable Manifest before, boolean added) {}

  /**
   * Reads a list and keeps it, unless it has fewer parties than the last good one.
   *
   * @param stated the day of the list, or null to take it from the file's name, else from today
   * @param fewer whether fewer parties are accepted
   * @throws Refused with the counts where a source shrank; what was held stays as it was
   */
  public Imported add(Path file, @Nullable LocalDate stated, boolean fewer, LocalDate today) {
    List<Party> parties = ConsolidatedList.read(file);
    String name = String.valueOf(file.getFileName());
    LocalDate named = stated == null ? dayOf(name, today) : null;
    Manifest version =
        new Manifest(
            stated != null ? stated : named != null ? named : today,
            stated != null ? "option" : named != null ? "file-name" : "import-day",
            today,
            name,
            hash(file),
            parties.size(),
            new TreeMap<>(ConsolidatedList.counts(parties)));
    List<Manifest> held = versions();
    Manifest before = null;
    for (Manifest each : held) {
      if (each.sha256().equals(version.sha256()) && each.listDate().equals(version.listDate())) {
        return new Imported(each, before, false);
      }
      if (!each.listDate().isAfter(version.listDate())) {
        before = each;
      }
    }
    if (before != null && !fewer) {
      refuseShrunken(before, version, name);
    }
    keep(version, parties);
    return new Imported(version, before, true);
  }

  private static @Nullable LocalDate dayOf(String name, LocalDate today) {
    Matcher day = DAY.matcher(name);
    while (day.find()) {
      LocalDate found = day(day.group(1), day.group(2), day.group(3));
      if (found != null && !found.isAfter(today)) {
        return found;
      }
    }
    return null;
  }

  private static @Nullable LocalDate day(String year, String month, String dayOfMonth) {
    try {
      return LocalDate.of(
          Integer.parseInt(year), Integer.parseInt(month), Integer.parseInt(dayOfMonth));
    } catch (DateTimeException e) {
      return null; // digits that are no day
    }
  }

  private static void refuseShrunken(Manifest before, Manifest now, String place) {
    List<Problem> problems = new ArrayList<>();
    String hint =
        "Maybe fetch it again; the list of "
            + before.listDate()
            + " stays in use. If the agency did remove them: --accept-fewer.";
    for (Map.Entry<String, Integer> source : before.counts().entrySet()) {
      int had = source.getValue();
      int has = now.counts().getOrDefault(source.getKey(), 0);
      if (had >= COUNTED && has < had * (1 - MOST_LOST_OF_SOURCE)) {
        problems.add(
            new Problem(
                "list-shrunken",
                place + " " + source.getKey(),
                has + " parties, " + had + " before",
                "at least 9 in 10 of the last good list",
                hint));
      }
    }
    if (now.parties() < before.parties() * (1 - MOST_LOST_OF_LIST)) {
      problems.add(
          new Problem(
              "list-shrunken",
              place,
              now.parties() + " parties, " + before.parties() + " before",
              "at least 98 in 100 of the last good list",
              hint));
    }
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
  }

  private void keep(Manifest version, List<Party> parties) {
    Path versions = folder.resolve("versions");
    Path done = versions.resolve(version.folder());
    try {
      Files.createDirectories(versions);
      Path draft = Files.createTempDirectory(versions, "draft-");
      try (CSVPrinter out =
          new CSVPrinter(
              Files.newBufferedWriter(draft.resolve("list.csv")),
              CSVFormat.RFC4180.builder().setRecordSeparator("\n").get())) {
        out.printRecord(ConsolidatedList.COLUMNS);
        for (Party party : parties) {
          out.printRecord(ConsolidatedList.cells(party));
        }
      }
      Files.writeString(
          draft.resolve("manifest.json"), MAPPER.writeValueAsString(version.document()) + "\n");
      Files.move(draft, done, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new Refused(
          new Problem(
              "cannot-write", "--store", folder.toString(), "a folder that can be written", ""));
    }
  }

  private static String hash(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] part = new byte[1 << 16];
      for (int size = in.read(part); size > 0; size = in.read(part)) {
        digest.update(part, 0, size);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
