package dev.chokepoint.workbench.porting;

import dev.chokepoint.porting.Assessment;
import dev.chokepoint.porting.Construct;
import dev.chokepoint.porting.Interval;
import dev.chokepoint.porting.Mapping;
import dev.chokepoint.porting.PortTable;
import dev.chokepoint.porting.PortVerdict;
import dev.chokepoint.porting.PortingFacts;
import dev.chokepoint.porting.Rates;
import dev.chokepoint.porting.Release;
import dev.chokepoint.porting.Target;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.porting.Words.Word;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * The tables in {@code knowledge/porting}: from the jar, or from a knowledge folder. They are read
 * when {@code port} runs and never before.
 */
public final class PortTables {
  private static final CSVFormat FORMAT =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private final @Nullable Path folder;
  private @Nullable List<CSVRecord> names;

  public PortTables(@Nullable Path folder) {
    this.folder = folder;
  }

  /** The names of CUDA that are known, with their libraries. */
  List<CSVRecord> names() {
    if (names == null) {
      names = rows("names.csv");
    }
    return names;
  }

  private List<CSVRecord> rows(String file) {
    try (Reader in = open(file);
        CSVParser parser = CSVParser.parse(in, FORMAT)) {
      return parser.getRecords();
    } catch (IOException | IllegalStateException | IllegalArgumentException e) {
      throw new Refused(
          new Problem(
              "bad-table",
              "porting/" + file,
              String.valueOf(e.getMessage()),
              "a table in CSV",
              ""));
    }
  }

  private Reader open(String file) throws IOException {
    InputStream in =
        folder == null
            ? PortTables.class.getResourceAsStream("/porting/" + file)
            : Files.newInputStream(folder.resolve("porting").resolve(file));
    if (in == null) {
      throw new IOException("not in this build");
    }
    return new InputStreamReader(in, StandardCharsets.UTF_8);
  }

  private static String cell(CSVRecord row, String column) {
    return row.isSet(column) ? row.get(column) : "";
  }

  /** What the scanners look for; the same for every target. */
  public Vocabulary vocabulary() {
    Map<String, Word> words = new HashMap<>();
    for (CSVRecord row : names()) {
      String name = cell(row, "name");
      String library = cell(row, "kind").equals("header") ? "header" : cell(row, "library");
      words.put(name, new Word(name, library, "", false));
    }
    List<Word> prefixes = new ArrayList<>();
    for (CSVRecord row : rows("constructs.csv")) {
      String construct = cell(row, "construct");
      for (String token : cell(row, "tokens").split(" ", -1)) {
        if (token.endsWith("*")) {
          prefixes.add(new Word(token.substring(0, token.length() - 1), "", construct, false));
        } else if (!token.isEmpty()) {
          if (cell(row, "construct").startsWith("python-")) {
            continue;
          }
          boolean namespace = token.endsWith("::");
          String text = namespace ? token.substring(0, token.length() - 2) : token;
          Word name = words.get(text);
          String library = name == null || namespace ? "" : name.library();
          words.put(text, new Word(text, library, construct, namespace));
        }
      }
    }
    withPrefixes(words, prefixes);
    Map<String, Word> python = new HashMap<>();
    for (CSVRecord row : rows("python.csv")) {
      String api = cell(row, "api");
      python.put(api, new Word(api, "python", "", false));
    }
    for (CSVRecord row : rows("torch-cann.csv")) {
      if (!cell(row, "verdict").equals("supported")) {
        String api = cell(row, "name");
        String library = api.startsWith("torch.cuda") ? "python" : PortingFacts.TORCH;
        python.putIfAbsent(api, new Word(api, library, "", false));
      }
    }
    withConstructs(python);
    List<Vocabulary.BuildMark> builds = new ArrayList<>();
    for (CSVRecord row : rows("builds.csv")) {
      builds.add(
          new Vocabulary.BuildMark(
              cell(row, "construct"),
              Arrays.asList(cell(row, "files").split(" ")),
              Pattern.compile(cell(row, "pattern"))));
    }
    return new Vocabulary(new Words(words), prefixes, new Words(python), builds);
  }

  /** Names of Python that are a construct too, so that they count in the score of its area. */
  private void withConstructs(Map<String, Word> python) {
    for (CSVRecord row : rows("constructs.csv")) {
      String construct = cell(row, "construct");
      if (construct.startsWith("python-")) {
        for (String name : cell(row, "tokens").split(" ", -1)) {
          Word word = python.get(name);
          String library = word != null ? word.library() : pythonLibrary(name);
          python.put(name, new Word(name, library, construct, false));
        }
      }
    }
  }

  /** What says nothing of CUDA matters only where PyTorch itself is another one. */
  private static String pythonLibrary(String name) {
    return name.contains("cuda") || name.contains("cudnn") ? "python" : PortingFacts.TORCH;
  }

  /** A listed name that begins like a construct is one: the list gives it its library. */
  private static void withPrefixes(Map<String, Word> words, List<Word> prefixes) {
    prefixes.sort(java.util.Comparator.comparingInt((Word w) -> -w.text().length()));
    words.replaceAll((text, word) -> {
      if (!word.construct().isEmpty() || word.library().equals("header")) {
        return word;
      }
      for (Word prefix : prefixes) {
        if (text.startsWith(prefix.text())) {
          return new Word(text, word.library(), prefix.construct(), false);
        }
      }
      return word;
    });
  }

  /** All that is known of one target. */
  public PortingFacts facts(Target target) {
    String word = target.word();
    Map<String, Mapping> names = new HashMap<>();
    Map<String, Mapping> constructs = new HashMap<>();
    for (CSVRecord row : rows("names-" + word + ".csv")) {
      Mapping mapping = mapping(row, cell(row, "name"));
      String key = mapping.key();
      if (key.startsWith("construct:")) {
        constructs.put(key.substring(10), mapping);
      } else {
        names.put(key, mapping);
      }
    }
    for (CSVRecord row : rows("construct-verdicts.csv")) {
      if (cell(row, "target").equals(word)) {
        String key = cell(row, "construct");
        Mapping read = mapping(row, key);
        Mapping counterpart = constructs.get(key);
        constructs.put(key, counterpart == null ? read : joined(read, counterpart));
      }
    }
    return new PortingFacts(
        target,
        names,
        constructs,
        python(target),
        constructs(),
        tables(),
        releases(word),
        cudaAdded(),
        listed(),
        unconverted(word),
        rates(word));
  }

  private static Mapping joined(Mapping construct, Mapping counterpart) {
    Mapping stronger = construct.verdict() == PortVerdict.UNKNOWN ? counterpart : construct;
    return new Mapping(
        construct.key(),
        stronger.verdict(),
        counterpart.becomes(),
        stronger.since(),
        stronger.until(),
        counterpart.restriction(),
        stronger.table());
  }

  private static Mapping mapping(CSVRecord row, String key) {
    return new Mapping(
        key,
        verdict(cell(row, "verdict")),
        cell(row, "becomes"),
        cell(row, "since"),
        cell(row, "until"),
        cell(row, "restriction"),
        cell(row, "table"));
  }

  private static PortVerdict verdict(String word) {
    return PortVerdict.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private Map<String, List<Mapping>> python(Target target) {
    Map<String, List<Mapping>> python = new LinkedHashMap<>();
    if (target == Target.CANN) {
      for (CSVRecord row : rows("torch-cann.csv")) {
        String api = cell(row, "name");
        // The column since is a version of torch, not of CANN: the newest row counts.
        Mapping m = mapping(row, api);
        python
            .computeIfAbsent(api, key -> new ArrayList<>())
            .add(new Mapping(api, m.verdict(), m.becomes(), "", "", m.restriction(), m.table()));
      }
    }
    for (CSVRecord row : rows("python.csv")) {
      if (cell(row, "target").equals(target.word())) {
        String api = cell(row, "api");
        PortVerdict verdict = verdict(cell(row, "verdict"));
        if (verdict != PortVerdict.UNKNOWN || !python.containsKey(api)) {
          // The notes of the table are those of torch_npu.
          String note =
              verdict == PortVerdict.PARTIAL && target == Target.CANN ? cell(row, "note") : "";
          Mapping mapping =
              new Mapping(api, verdict, cell(row, "becomes"), "", "", note, "torch-surface");
          python.put(api, List.of(mapping));
        }
      }
    }
    return python;
  }

  private Map<String, Construct> constructs() {
    Map<String, Construct> constructs = new LinkedHashMap<>();
    for (String file : List.of("constructs.csv", "builds.csv")) {
      for (CSVRecord row : rows(file)) {
        String id = cell(row, "construct");
        Construct.Area area = Construct.Area.valueOf(cell(row, "area").toUpperCase(Locale.ROOT));
        constructs.put(id, new Construct(id, area, cell(row, "title")));
      }
    }
    return constructs;
  }

  /** Sources by id. */
  public Map<String, PortTable> tables() {
    Map<String, PortTable> tables = new LinkedHashMap<>();
    for (CSVRecord row : rows("tables.csv")) {
      String date = cell(row, "date");
      tables.put(
          cell(row, "table"),
          new PortTable(
              cell(row, "table"),
              cell(row, "title"),
              cell(row, "source"),
              date.isEmpty() ? null : LocalDate.parse(date),
              cell(row, "versions"),
              cell(row, "note")));
    }
    return tables;
  }

  /**
   * A public tool that does part of the work.
   *
   * @param does what it does, in words
   */
  public record Tool(String name, String does, String source) {}

  /** Tools for the target of an answer that read something of what the program holds. */
  public List<Tool> tools(Assessment assessment) {
    Set<String> held = new HashSet<>();
    for (Assessment.Judged judged : assessment.uses()) {
      String library = judged.use().library();
      boolean isPython = library.equals("python") || library.equals(PortingFacts.TORCH);
      if (isPython) {
        held.add("python");
      } else if (!library.equals("build") && !judged.use().isUnread()) {
        held.add("c++");
      }
    }
    if (held.size() == 2) {
      held.add("extension");
    }
    return rows("tools.csv").stream()
        .filter(row -> cell(row, "target").equals(assessment.target().word()))
        .filter(row -> held.contains(cell(row, "reads")))
        .map(row -> new Tool(cell(row, "tool"), cell(row, "does"), cell(row, "source")))
        .toList();
  }

  /** Number of names of CUDA by library, for the coverage of a table. */
  public Map<String, Integer> namesByLibrary() {
    Map<String, Integer> counts = new java.util.TreeMap<>();
    names().forEach(row -> counts.merge(cell(row, "library"), 1, Integer::sum));
    return counts;
  }

  /** Number of names of CUDA by library that a target's table speaks of. */
  public Map<String, Integer> namesByLibrary(Target target) {
    Map<String, String> libraries = new HashMap<>();
    names().forEach(row -> libraries.put(cell(row, "name"), cell(row, "library")));
    Map<String, Integer> counts = new java.util.TreeMap<>();
    for (CSVRecord row : rows("names-" + target.word() + ".csv")) {
      String library = libraries.get(cell(row, "name"));
      if (library != null) {
        counts.merge(library, 1, Integer::sum);
      }
    }
    return counts;
  }

  private List<Release> releases(String target) {
    return rows("releases.csv").stream()
        .filter(row -> cell(row, "target").equals(target))
        .map(row ->
            new Release(
                cell(row, "version"), LocalDate.parse(cell(row, "date")), cell(row, "source")))
        .sorted(java.util.Comparator.comparing(Release::date))
        .toList();
  }

  private Map<String, String> cudaAdded() {
    Map<String, String> added = new HashMap<>();
    for (CSVRecord row : names()) {
      String version = cell(row, "cuda_added");
      if (!version.isEmpty()) {
        added.put(cell(row, "name"), version);
      }
    }
    return added;
  }

  private Set<String> listed() {
    Set<String> listed = new HashSet<>();
    for (CSVRecord row : names()) {
      if (cell(row, "listed").equals("yes")) {
        listed.add(cell(row, "name"));
      }
    }
    return listed;
  }

  private Set<String> unconverted(String target) {
    return rows("overruled.csv").stream()
        .filter(row -> cell(row, "target").equals(target))
        .map(row -> cell(row, "name"))
        .collect(java.util.stream.Collectors.toSet());
  }

  private Rates rates(String target) {
    Map<PortVerdict, Interval> perLine = new EnumMap<>(PortVerdict.class);
    Map<String, Interval> other = new HashMap<>();
    for (CSVRecord row : rows("effort.csv")) {
      Interval minutes = new Interval(number(row, "low"), number(row, "mid"), number(row, "high"));
      String what = cell(row, "what");
      if (what.startsWith("line ")) {
        perLine.put(verdict(what.substring(5)), minutes);
      } else {
        other.put(what, minutes);
      }
    }
    Map<String, Double> lines = new LinkedHashMap<>();
    Map<String, Double> risks = new LinkedHashMap<>();
    for (CSVRecord row : rows("sizes.csv")) {
      if (cell(row, "target").equals(target)) {
        (cell(row, "measure").equals("lines") ? lines : risks)
            .put(cell(row, "kind"), number(row, "weight"));
      }
    }
    return new Rates(
        perLine,
        other.getOrDefault("statement of a kernel", Interval.ZERO),
        other.getOrDefault("check of a kernel", Interval.ZERO),
        other.getOrDefault("first run", Interval.ZERO),
        other.getOrDefault("build file", Interval.ZERO),
        other.getOrDefault("unread file", Interval.ZERO),
        lines,
        risks);
  }

  private static double number(CSVRecord row, String column) {
    return Double.parseDouble(cell(row, column));
  }
}
