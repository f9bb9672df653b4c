package dev.chokepoint.workbench;

import dev.chokepoint.controls.Verdict;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.Source;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Progress;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.orders.Part;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** The command line. */
@CommandLine.Command(
    name = "chokepoint",
    description = "What export control law says of an AI accelerator, on any day, and why.",
    mixinStandardHelpOptions = false,
    footer = {
      "",
      "Examples:",
      "  chokepoint classify H20 --to CN --as-of 2025-04-20",
      "  chokepoint timeline H20 --to CN",
      "",
      "Exit codes: 0 no licence required or done, 10 licence required, 11 undetermined,",
      "12 not modelled, 2 the request is wrong, 1 a defect of ours.",
      "",
      Answer.DISCLAIMER
    })
public final class Main implements Runnable {
  static final int BAD_REQUEST = 2;

  /** More of the standard input is not read: what is asked so is refused at less. */
  private static final int MOST_INPUT = (64 << 20) + 1;

  private static final Source NOTHING = input(new byte[0]);

  /** Id of the problem that a day before all modelled law is: its exit code is "not modelled". */
  static final String BEFORE_COVERAGE = "before-coverage";

  /** Every command by its name, in the order of the help. */
  static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("classify", ClassifyCommand.class);
    COMMANDS.put("timeline", TimelineCommand.class);
    COMMANDS.put("chips", ChipsCommand.class);
    COMMANDS.put("chip", ChipCommand.class);
    COMMANDS.put("coverage", CoverageCommand.class);
    COMMANDS.put("rules", RulesCommand.class);
    COMMANDS.put("spec", SpecCommand.class);
    COMMANDS.put("screen", ScreenCommand.class);
    COMMANDS.put("exposure", ExposureCommand.class);
    COMMANDS.put("parties", PartiesCommand.class);
    COMMANDS.put("verify", VerifyCommand.class);
    COMMANDS.put("op", OpCommand.class);
    COMMANDS.put("ops", OpsCommand.class);
    COMMANDS.put("predict", PredictCommand.class);
    COMMANDS.put("compare", CompareCommand.class);
    COMMANDS.put("cost", CostCommand.class);
    COMMANDS.put("rent-or-buy", RentOrBuyCommand.class);
    COMMANDS.put("tenant", TenantCommand.class);
    COMMANDS.put("plan", PlanCommand.class);
    COMMANDS.put("validate", ValidateCommand.class);
    COMMANDS.put("calibrate", CalibrateCommand.class);
    COMMANDS.put("area", AreaCommand.class);
    COMMANDS.put("explore", ExploreCommand.class);
    COMMANDS.put("frontier", FrontierCommand.class);
    COMMANDS.put("near", NearCommand.class);
    COMMANDS.put("rule-design", RuleDesignCommand.class);
    COMMANDS.put("port", PortCommand.class);
    COMMANDS.put("claims", ClaimsCommand.class);
    COMMANDS.put("market", MarketCommand.class);
    COMMANDS.put("serve", ServeCommand.class);
    COMMANDS.put("audit", AuditCommand.class);
    COMMANDS.put("users", UsersCommand.class);
    COMMANDS.put("demo", DemoCommand.class);
  }

  @CommandLine.Option(
      names = "--knowledge",
      paramLabel = "DIR",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Read this knowledge folder instead of the one built in.")
  @Nullable Path folder;

  @CommandLine.Option(
      names = "--overlay",
      paramLabel = "FILE",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Also read these provisions, which are not law; a known id is replaced.")
  @Nullable List<Path> overlays;

  @CommandLine.Option(
      names = "--with",
      paramLabel = "proposal:ID",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Also read a bill that is not law, such as proposal:gain-ai-act.")
  @Nullable List<String> proposals;

  @CommandLine.Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @CommandLine.Option(names = "--version", description = "Show versions of program and knowledge.")
  boolean version;

  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  private final LocalDate today;
  private final Part.@Nullable Elsewhere elsewhere;
  private final ExploreChunks.@Nullable Elsewhere chunks;
  private Supplier<Source> input = Main::standardInput;
  private Progress progress = Progress.NONE;
  private @Nullable Knowledge knowledge;
  private @Nullable Knowledge law;
  private List<Problem> problems = List.of();
  private @Nullable Exception defect;
  private boolean served;

  Main(LocalDate today) {
    this(today, null, null);
  }

  private Main(
      LocalDate today,
      Part.@Nullable Elsewhere elsewhere,
      ExploreChunks.@Nullable Elsewhere chunks) {
    this.today = today;
    this.elsewhere = elsewhere;
    this.chunks = chunks;
  }

  /** Starts the program with the day of the machine's clock. */
  public static void main(String[] arguments) {
    PrintWriter out = writer(System.out);
    PrintWriter err = writer(System.err);
    int code = run(LocalDate.now(java.time.ZoneOffset.UTC), out, err, arguments);
    out.flush();
    err.flush();
    // An ordinary exit first looks for a logger of exits, which takes longer than the answer.
    Runtime.getRuntime().halt(code);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
  }

  /** Runs one command and gives its exit code; nothing else is read from the outside. */
  public static int run(LocalDate today, PrintWriter out, PrintWriter err, String... arguments) {
    return new Main(today).run(out, err, arguments);
  }

  /** The same, with parts of order books and chunks of explorations worked on elsewhere. */
  public static int run(
      LocalDate today,
      Part.@Nullable Elsewhere elsewhere,
      ExploreChunks.@Nullable Elsewhere chunks,
      PrintWriter out,
      PrintWriter err,
      String... arguments) {
    return new Main(today, elsewhere, chunks).run(out, err, arguments);
  }

  /**
   * What a command answered.
   *
   * @param exitCode as documented for the command line
   * @param problems what is wrong with the request; empty when it was answered
   * @param output what the command wrote
   */
  public record Outcome(int exitCode, List<Problem> problems, String output) {
    public Outcome {
      problems = List.copyOf(problems);
    }

    /** Whether the request was wrong, so that the output lists problems. */
    public boolean refused() {
      return !problems.isEmpty();
    }
  }

  /** Whether there is a command of this name. */
  public static boolean has(String command) {
    return COMMANDS.containsKey(command);
  }

  /** Whether a description of an item names a file, which no request may read. */
  public static boolean namesFile(String spec) {
    return Asked.namesFile(spec);
  }

  /** The words of a command without what begins with a dash. */
  public static List<String> words(List<String> command) {
    return command.stream().filter(word -> !word.startsWith("-")).toList();
  }

  /**
   * What the help says of a command's options and words, by their names, options without dashes.
   *
   * @param command its words, such as {@code rules diff}; what begins with a dash is skipped
   */
  public static Map<String, Help> help(List<String> command) {
    CommandLine line = new CommandLine(new Main(LocalDate.EPOCH));
    line.addSubcommand(
        command.getFirst(), java.util.Objects.requireNonNull(COMMANDS.get(command.getFirst())));
    for (String word : words(command)) {
      line = java.util.Objects.requireNonNull(line.getSubcommands().get(word));
    }
    CommandLine.Model.CommandSpec spec = line.getCommandSpec();
    Map<String, Help> help = new LinkedHashMap<>();
    help.put("", new Help(String.join(" ", spec.usageMessage().description()), false, ""));
    spec.options()
        .forEach(o ->
            help.put(
                o.longestName().replaceFirst("^-+", ""),
                new Help(
                    String.join(" ", o.description()),
                    o.typeInfo().isBoolean(),
                    o.typeInfo().getClassName())));
    spec.positionalParameters()
        .forEach(p ->
            help.put(
                p.paramLabel(),
                new Help(String.join(" ", p.description()), false, p.typeInfo().getClassName())));
    return help;
  }

  /**
   * What the help says of an option or word.
   *
   * @param text in words
   * @param isFlag whether it is yes or no and has no value
   * @param type name of the Java class that holds it
   */
  public record Help(String text, boolean isFlag, String type) {}

  /** Runs one command on knowledge that was read before, for a request: it reads no file. */
  public static Outcome answer(LocalDate today, Knowledge knowledge, List<String> arguments) {
    return answer(today, knowledge, arguments, NOTHING, Progress.NONE);
  }

  /**
   * The same with what was sent along.
   *
   * @param input what the command reads where it is told to read {@code -}
   * @param progress is told how far long work has come
   * @throws RuntimeException by a defect of ours, and what {@code progress} throws
   */
  public static Outcome answer(
      LocalDate today,
      Knowledge knowledge,
      List<String> arguments,
      Source input,
      Progress progress) {
    Main main = served(today, knowledge, input);
    main.progress = progress;
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    int code =
        main.run(out, new PrintWriter(Writer.nullWriter()), arguments.toArray(new String[0]));
    out.flush();
    Exception defect = main.defect;
    if (defect != null) {
      throw defect instanceof RuntimeException e ? e : new IllegalStateException(defect);
    }
    return new Outcome(code, main.problems, text.toString());
  }

  /** A program for a request, on knowledge that was read before, with what was sent along. */
  static Main served(LocalDate today, Knowledge knowledge, Source input) {
    Main main = new Main(today);
    main.law = knowledge.closed();
    main.served = true;
    main.input = () -> input;
    return main;
  }

  private int run(PrintWriter out, PrintWriter err, String... arguments) {
    boolean json = Arrays.asList(arguments).contains("--json");
    CommandLine line = new CommandLine(this).setExpandAtFiles(false);
    // Reading the declarations of all commands takes longer than most answers.
    List<String> words = Arrays.asList(arguments);
    boolean named = COMMANDS.keySet().stream().anyMatch(words::contains);
    COMMANDS.forEach((name, type) -> {
      if (!named || words.contains(name)) {
        line.addSubcommand(name, type);
      }
    });
    line.setOut(out).setErr(err);
    line.setUsageHelpAutoWidth(false).setUsageHelpWidth(Page.COLUMNS);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
    line.setExecutionExceptionHandler((e, command, parsed) -> {
      if (e instanceof Refused refusal) {
        problems = refusal.problems();
        print(problems, json, out, err);
        boolean before = refusal.problems().stream().anyMatch(p -> p.id().equals(BEFORE_COVERAGE));
        return before ? Verdict.NOT_MODELLED.exitCode() : BAD_REQUEST;
      }
      defect = e;
      err.println("Defect of ours: " + e);
      return 1;
    });
    line.setParameterExceptionHandler((e, args) -> {
      problems = List.of(misuse(e));
      print(problems, json, out, err);
      return BAD_REQUEST;
    });
    return line.execute(arguments);
  }

  /** What is wrong with a command line, with the nearest word that would have been right. */
  private static Problem misuse(CommandLine.ParameterException e) {
    CommandLine.Model.CommandSpec command = e.getCommandLine().getCommandSpec();
    String name = command.qualifiedName();
    String help = "Maybe see `" + name + " --help`.";
    if (!(e instanceof CommandLine.UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return new Problem("bad-arguments", name, String.valueOf(e.getMessage()), "", help);
    }
    String word = unmatched.getUnmatched().getFirst().replaceFirst("=.*", "");
    Set<String> commands =
        command.parent() == null ? COMMANDS.keySet() : command.subcommands().keySet();
    Set<String> known = new TreeSet<>(command.optionsMap().keySet());
    known.addAll(commands);
    String nearest = Nearest.hint(word, known);
    if (word.startsWith("-")) {
      String limit = "an option that `" + name + " --help` lists";
      return new Problem("unknown-option", name, word, limit, nearest.isEmpty() ? help : nearest);
    }
    if (commands.isEmpty()) {
      boolean named = !command.positionalParameters().isEmpty();
      String country = command.optionsMap().containsKey("--to") ? ", or a country after --to" : "";
      String hint = named ? "Maybe put a name with spaces in quotes" + country + "." : help;
      return new Problem("bad-arguments", name, word, "no further word", hint);
    }
    return new Problem(
        "unknown-command",
        name,
        word,
        Nearest.either(List.copyOf(commands)),
        nearest.isEmpty() ? "Maybe `" + name + " classify " + word + " --to CN`?" : nearest);
  }

  private static void print(
      List<Problem> problems, boolean json, PrintWriter out, PrintWriter err) {
    if (json) {
      out.println(Json.write(Json.problems(problems)));
    } else {
      problems.forEach(problem -> err.println(problem.sentence()));
    }
  }

  @Override
  public void run() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    if (version) {
      Knowledge known = knowledge();
      line.getOut()
          .println(
              "chokepoint %s, rulebook reviewed to %s, knowledge %s"
                  .formatted(programVersion(), known.rulebook().lastReviewed(), known.hash()));
    } else {
      line.usage(line.getOut());
    }
  }

  /** The version of this program. */
  public static String programVersion() {
    try (InputStream in = Main.class.getResourceAsStream("/chokepoint.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Knowledge knowledge() {
    if (knowledge == null) {
      Knowledge read = law;
      boolean whatIf = overlays != null || proposals != null;
      knowledge =
          read != null
              ? whatIf ? served(read.withWhatIf(overlays(), proposalIds())) : read
              : whatIf
                  ? Knowledge.withWhatIf(folder, overlays(), proposalIds())
                  : folder != null ? Knowledge.ofFolder(folder) : Knowledge.load();
    }
    return knowledge;
  }

  /** Refuses knowledge other than that of this build, for what must be derived again one day. */
  void refuseOtherKnowledge() {
    if (folder != null || overlays != null || proposals != null) {
      String option = folder != null ? "--knowledge" : overlays != null ? "--overlay" : "--with";
      throw new Refused(
          new Problem(
              "bad-arguments",
              option,
              "",
              "the knowledge of this build alone",
              proposals == null ? "" : "Maybe --with after the question's own words."));
    }
  }

  private Knowledge served(Knowledge read) {
    return served ? read.closed() : read;
  }

  private List<Source> overlays() {
    return overlays == null ? List.of() : overlays.stream().map(Source::of).toList();
  }

  private List<String> proposalIds() {
    List<String> ids = new ArrayList<>();
    for (String word : proposals == null ? List.<String>of() : proposals) {
      if (!word.startsWith("proposal:")) {
        throw new Refused(
            new Problem("bad-value", "--with", word, "proposal: and the id of a bill", ""));
      }
      ids.add(word.substring("proposal:".length()));
    }
    return ids;
  }

  /** What this run reads, and one more text of provisions that are not law. */
  Knowledge knowledgeWith(Source more) {
    List<Source> all = new ArrayList<>(overlays());
    all.removeIf(each -> each.name().equals(more.name()));
    all.add(more);
    Knowledge read = law;
    return read == null
        ? Knowledge.withWhatIf(folder, all, proposalIds())
        : served(read.withWhatIf(all, proposalIds()));
  }

  /** What is handed in for a command that reads {@code -}. */
  public static Source input(byte[] text) {
    return Source.of("input", text);
  }

  /** Whether a command is told to read what is handed in and not a file. */
  static boolean isInput(@Nullable Path file) {
    return file != null && file.toString().equals("-");
  }

  /** What a command is told to read: a file, or what is handed in. A request names no file. */
  Source source(Path file) {
    if (isInput(file)) {
      return input.get();
    }
    if (served) {
      throw new IllegalStateException("a request has a file read: " + file);
    }
    return Source.of(file);
  }

  private static Source standardInput() {
    try {
      return input(System.in.readNBytes(MOST_INPUT));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Is told how far long work has come. */
  Progress progress() {
    return progress;
  }

  Part.@Nullable Elsewhere elsewhere() {
    return elsewhere;
  }

  ExploreChunks.@Nullable Elsewhere chunks() {
    return chunks;
  }

  LocalDate today() {
    return today;
  }

  /** Whether a request asks, so that no file of this machine may be read for it. */
  boolean isServed() {
    return served;
  }
}
