package dev.chokepoint.knowledge;

import dev.chokepoint.catalog.Catalog;
import dev.chokepoint.catalog.Item;
import dev.chokepoint.catalog.SparseRates;
import dev.chokepoint.claims.Facts;
import dev.chokepoint.controls.Rulebook;
import dev.chokepoint.economics.Prices;
import dev.chokepoint.explore.AreaConstants;
import dev.chokepoint.explore.NearKnobs;
import dev.chokepoint.parties.Words;
import dev.chokepoint.performance.Basis;
import dev.chokepoint.performance.MeasurementNames;
import dev.chokepoint.performance.PublishedPoint;
import dev.chokepoint.performance.Systems;
import dev.chokepoint.plan.Tenancy;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a lawyer or an engineer may check without reading Java.
 *
 * @param caseReader reads the cases
 * @param basisReader reads what predictions rest on
 * @param modelReader reads which language models there are
 * @param systemsReader reads what stands above the kernels
 * @param measurementNamesReader reads what names of measurement files mean
 * @param publishedReader reads published measurements
 * @param wordsReader reads what is known of words in names
 * @param siliconReader reads what silicon costs
 * @param knobsReader reads what can be turned on a chip
 * @param pricesReader reads dated prices
 * @param claimReader reads public claims and the series they name
 * @param tenantReader reads what guidance asks about tenants
 * @param files the documents that all of it is read from
 * @param isClosed whether no file outside it is read, whatever the name of a model says
 * @param hash SHA-256 of the knowledge folder's contents
 */
public record Knowledge(
    Rulebook rulebook,
    Catalog catalog,
    Supplier<List<WorkedCase>> caseReader,
    Supplier<Basis> basisReader,
    Supplier<Models> modelReader,
    Supplier<Systems> systemsReader,
    Supplier<MeasurementNames> measurementNamesReader,
    Supplier<List<PublishedPoint>> publishedReader,
    Supplier<Words> wordsReader,
    Supplier<AreaConstants> siliconReader,
    Supplier<NearKnobs> knobsReader,
    Supplier<Prices> pricesReader,
    Supplier<ClaimFiles> claimReader,
    Supplier<List<Tenancy.Question>> tenantReader,
    KnowledgeFolder.Files files,
    boolean isClosed,
    String hash) {

  /** Worked classifications that stand beside the rules, read when asked for. */
  public List<WorkedCase> cases() {
    return caseReader.get();
  }

  /** Rules, stacks and constants of predictions, read when asked for. */
  public Basis basis() {
    return basisReader.get();
  }

  /** Serving engines, nodes and what training keeps, read when asked for. */
  public Systems systems() {
    return systemsReader.get();
  }

  /** The language models, read when asked for. */
  public Models models() {
    return modelReader.get();
  }

  /** What names of measurement files mean, read when asked for. */
  public MeasurementNames measurementNames() {
    return measurementNamesReader.get();
  }

  /** Published measurements, read when asked for. */
  public List<PublishedPoint> published() {
    return publishedReader.get();
  }

  /** What is known of words in names of parties, read when asked for. */
  public Words words() {
    return wordsReader.get();
  }

  /** What silicon costs in area and money, read when asked for. */
  public AreaConstants silicon() {
    return siliconReader.get();
  }

  /** What can be turned on an existing chip, read when asked for. */
  public NearKnobs knobs() {
    return knobsReader.get();
  }

  /** Dated prices, read when asked for. */
  public Prices prices() {
    return pricesReader.get();
  }

  /** Public claims with their series and events, read when asked for. */
  public ClaimFiles claims() {
    return claimReader.get();
  }

  /** What claims are held against. */
  public Facts facts() {
    Models models = models();
    return new Facts(
        rulebook, models::get, new Once<>(basisReader), new Once<>(systemsReader), this::prices);
  }

  /** What is read when first asked for, by whichever thread, and then kept. */
  private static final class Once<T> implements Supplier<T> {
    private final Supplier<T> reader;
    private @Nullable T kept;

    Once(Supplier<T> reader) {
      this.reader = reader;
    }

    @Override
    public synchronized T get() {
      T found = kept;
      if (found == null) {
        found = reader.get();
        kept = found;
      }
      return found;
    }
  }

  /** What guidance asks a provider of compute about a tenant, read when asked for. */
  public List<Tenancy.Question> tenantQuestions() {
    return tenantReader.get();
  }

  /**
   * The same for requests of others, which many threads ask at once: no file outside it is read,
   * and what most of them need is read once.
   */
  public Knowledge closed() {
    if (isClosed) {
      return this;
    }
    Supplier<Models> named = new Once<>(() -> new Models(files, false));
    return new Knowledge(
        rulebook,
        catalog,
        caseReader,
        new Once<>(basisReader),
        named,
        new Once<>(systemsReader),
        new Once<>(measurementNamesReader),
        publishedReader,
        new Once<>(wordsReader),
        new Once<>(siliconReader),
        new Once<>(knobsReader),
        new Once<>(pricesReader),
        new Once<>(() -> new ClaimFiles(files, catalog, named.get())),
        new Once<>(tenantReader),
        files,
        true,
        hash);
  }

  /** The knowledge that this build was made with. */
  public static Knowledge load() {
    return of(Index.read());
  }

  /**
   * The knowledge of a folder, or of this build, with rules that are not law added for one run.
   *
   * @param folder the folder, or null for the knowledge of this build
   * @param overlays provisions; one with a known id replaces it
   * @param proposals ids of bills that ship with the knowledge
   */
  public static Knowledge withWhatIf(
      @Nullable Path folder, List<Source> overlays, List<String> proposals) {
    return withWhatIf(
        folder == null ? Index.read() : KnowledgeFolder.read(folder), overlays, proposals);
  }

  /**
   * The knowledge that this build was made with as one sequence of bytes, to be kept beside answers
   * that follow from it; the same build gives the same bytes.
   */
  public static byte[] packed() {
    return Index.packed(Index.read());
  }

  /**
   * The knowledge of another day, or of another build, from what {@link #packed} gave then.
   *
   * @param proposals ids of bills that shipped with it
   */
  public static Knowledge ofPacked(byte[] packed, List<String> proposals) {
    KnowledgeFolder.Files files = Index.unpacked(packed);
    return proposals.isEmpty() ? of(files) : withWhatIf(files, List.of(), proposals);
  }

  /** The same on what was read already, with the rules that were added to it before. */
  public Knowledge withWhatIf(List<Source> overlays, List<String> proposals) {
    return withWhatIf(files, overlays, proposals);
  }

  private static Knowledge withWhatIf(
      KnowledgeFolder.Files files, List<Source> overlays, List<String> proposals) {
    List<Problem> problems = new ArrayList<>(files.problems());
    List<KnowledgeFolder.Entry> entries = new ArrayList<>(files.entries());
    for (String proposal : proposals) {
      KnowledgeFolder.Entry entry =
          files.of("proposals/").stream()
              .filter(e -> e.path().equals("proposals/" + proposal + ".yaml"))
              .findFirst()
              .orElse(null);
      if (entry == null) {
        List<String> known = proposals(files);
        problems.add(
            new Problem(
                "unknown-proposal",
                "--with",
                proposal,
                String.join(", ", known),
                Nearest.hint(proposal, known)));
      } else {
        entries.add(new KnowledgeFolder.Entry("what-if/" + entry.path(), entry.doc()));
      }
    }
    for (Source overlay : overlays) {
      Doc doc = YamlFile.read(overlay, overlay.name(), problems);
      if (doc != null) {
        entries.add(new KnowledgeFolder.Entry("what-if/" + overlay.name(), doc));
      }
    }
    return of(new KnowledgeFolder.Files(entries, problems, files.hash()));
  }

  static List<String> proposals(KnowledgeFolder.Files files) {
    return files.of("proposals/").stream()
        .map(e -> e.path().substring("proposals/".length()).replace(".yaml", ""))
        .toList();
  }

  /** The knowledge of a folder, read from its files; refused with every problem found. */
  public static Knowledge ofFolder(Path folder) {
    Knowledge knowledge = of(KnowledgeFolder.read(folder));
    checkAll(knowledge);
    return knowledge;
  }

  /** Reads every item, so that all problems of a folder are found at once. */
  static void checkAll(Knowledge knowledge) {
    List<Problem> problems = new ArrayList<>();
    for (String id : knowledge.catalog().ids()) {
      try {
        knowledge.catalog().get(id);
      } catch (Refused e) {
        problems.addAll(e.problems());
      }
    }
    try {
      knowledge.basis();
      knowledge.systems();
      knowledge.measurementNames();
      knowledge.published();
      knowledge.words();
      knowledge.silicon();
      knowledge.knobs();
      knowledge.prices();
      knowledge.claims();
      knowledge.tenantQuestions();
      knowledge.cases();
    } catch (Refused e) {
      problems.addAll(e.problems());
    }
    problems.addAll(knowledge.models().problems());
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
  }

  static Knowledge of(KnowledgeFolder.Files files) {
    List<Problem> problems = new ArrayList<>(files.problems());
    Map<String, List<String>> names = new LinkedHashMap<>();
    Map<String, KnowledgeFolder.Entry> chips = new LinkedHashMap<>();
    for (KnowledgeFolder.Entry entry : files.of("chips/")) {
      if (entry.path().equals(SparseRatesReader.PATH)) {
        continue;
      }
      if (!entry.names().isEmpty()) {
        chips.put(entry.names().getFirst(), entry);
        names.put(entry.names().getFirst(), entry.names());
        continue;
      }
      Cursor cursor = Cursor.of(entry.doc(), entry.path(), problems);
      String id = cursor.at("id").text();
      if (chips.putIfAbsent(id, entry) != null) {
        cursor.problem("duplicate-id", id, "each id once", "");
      }
      if (!entry.path().endsWith("/" + id + ".yaml")) {
        cursor.problem("wrong-file-name", id, "a file named as its id", "");
      }
      names.put(id, names(cursor, id));
    }
    SparseRates sparseRates = SparseRatesReader.read(files, problems);
    Rulebook rulebook = rulebook(files, chips.keySet(), problems);
    if (!problems.isEmpty()) {
      throw new Refused(problems);
    }
    Catalog catalog = new ChipFiles(chips, names, sparseRates).catalog();
    return new Knowledge(
        rulebook,
        catalog,
        () -> WorkedCase.of(files),
        () -> BasisReader.read(files),
        () -> new Models(files),
        () -> SystemsReader.read(files),
        () -> MeasurementNamesReader.read(files),
        () -> PublishedReader.read(files),
        () -> WordsReader.read(files),
        () -> SiliconReader.read(files),
        () -> KnobsReader.read(files),
        () -> PricesReader.read(files, chips.keySet(), Set.copyOf(new Models(files).ids())),
        () -> new ClaimFiles(files, catalog, new Models(files)),
        () -> TenantReader.read(files),
        files,
        false,
        files.hash());
  }

  /** What a chip or a model may be called, its id first; nothing for another document. */
  static List<String> names(KnowledgeFolder.Entry entry) {
    if (entry.path().startsWith("models/")) {
      return Models.names(entry);
    }
    if (!entry.path().startsWith("chips/")) {
      return List.of();
    }
    Cursor cursor = Cursor.of(entry.doc(), entry.path(), new ArrayList<>());
    return names(cursor, cursor.at("id").text());
  }

  private static List<String> names(Cursor cursor, String id) {
    String vendor = cursor.at("vendor").text("");
    Set<String> names = new LinkedHashSet<>(List.of(id));
    names.add(cursor.at("name").text());
    if (cursor.at("aliases").isPresent()) {
      names.addAll(cursor.at("aliases").texts());
    }
    for (String name : List.copyOf(names)) {
      if (!vendor.isEmpty()) {
        names.add(vendor + " " + name);
      }
    }
    return List.copyOf(names);
  }

  /** Reads a chip's record when it is first asked for, and what it contains along with it. */
  private static final class ChipFiles {
    private final Map<String, KnowledgeFolder.Entry> chips;
    private final Catalog catalog;

    ChipFiles(
        Map<String, KnowledgeFolder.Entry> chips,
        Map<String, List<String>> names,
        SparseRates sparseRates) {
      this.chips = chips;
      this.catalog = new Catalog(names, sparseRates, this::read);
    }

    Catalog catalog() {
      return catalog;
    }

    private Item read(String id) {
      KnowledgeFolder.Entry entry = java.util.Objects.requireNonNull(chips.get(id));
      List<Problem> problems = new ArrayList<>();
      Item item =
          ItemReader.read(
              Cursor.of(entry.doc(), entry.path(), problems),
              this::contained,
              catalog::nearest,
              problems);
      if (!problems.isEmpty()) {
        throw new Refused(problems);
      }
      return item;
    }

    private List<Item> contained(String id) {
      return chips.containsKey(id) ? List.of(catalog.get(id)) : List.of();
    }
  }

  private static Rulebook rulebook(
      KnowledgeFolder.Files files, Set<String> itemIds, List<Problem> problems) {
    List<Cursor> provisions = new ArrayList<>();
    List<Cursor> parties = new ArrayList<>();
    @Nullable Cursor rulebook = null;
    @Nullable Cursor groups = null;
    for (KnowledgeFolder.Entry entry : files.of("rules/")) {
      Cursor cursor = Cursor.of(entry.doc(), entry.path(), problems);
      if (entry.path().endsWith("/rulebook.yaml")) {
        rulebook = cursor;
      } else if (entry.path().endsWith("/country-groups.yaml")) {
        groups = cursor;
      } else if (!entry.path().contains("/cases/")) {
        provisions.add(cursor);
      }
    }
    for (KnowledgeFolder.Entry entry : files.of("parties/")) {
      if (entry.path().startsWith(WordsReader.FOLDER)) {
        continue;
      }
      parties.add(Cursor.of(entry.doc(), entry.path(), problems));
    }
    if (rulebook == null || groups == null) {
      problems.add(
          new Problem("missing-file", "rules/", "", "rulebook.yaml and country-groups.yaml", ""));
      throw new Refused(problems);
    }
    List<Cursor> whatIf = new ArrayList<>();
    for (KnowledgeFolder.Entry entry : files.of("what-if/")) {
      String name = entry.path().substring("what-if/".length());
      whatIf.add(Cursor.of(entry.doc(), name, problems));
    }
    return new RulebookReader(itemIds).read(rulebook, groups, provisions, parties, whatIf);
  }
}
