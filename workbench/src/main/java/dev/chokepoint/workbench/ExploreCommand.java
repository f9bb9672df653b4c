package dev.chokepoint.workbench;

import dev.chokepoint.controls.Countries;
import dev.chokepoint.explore.ExploreEvaluator;
import dev.chokepoint.explore.ExplorePoints;
import dev.chokepoint.explore.ExploreSampling;
import dev.chokepoint.explore.ExploreSummary;
import dev.chokepoint.explore.ExploreTask;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.SpaceReader;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The best chips of a space under the law of a day. */
@Command(
    name = "explore",
    description = "Designs of a space under a rule: the Pareto set, the best, what moves them.",
    footer = {
      "",
      "Example:",
      "  chokepoint explore examples/space.yaml --rule 2023-11-17 --to CN --out out/",
      "  chokepoint explore --near H100 --rule 2023-11-17"
    })
final class ExploreCommand implements Callable<Integer> {
  private static final int MOST_THREADS = 64;
  private static final long USUAL_POINTS = 100_000;

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "SPACE.yaml",
      description = "A space; keys in docs/explore.md; - is standard input.")
  @Nullable Path file;

  @Option(
      names = "--near",
      paramLabel = "ITEM",
      description = "A chip instead of a space: what must change in it, as `chokepoint near`.")
  @Nullable String near;

  @Option(
      names = "--rule",
      paramLabel = "DATE",
      description = "Day the law is read at, as 2023-11-17; default today.")
  @Nullable String rule;

  @Option(
      names = "--to",
      split = ",",
      paramLabel = "COUNTRY",
      description = "Destinations; a verdict asked for must hold for each; CN.")
  List<String> to = List.of("CN");

  @Option(names = "--clock", paramLabel = "WORD", description = "enforced (default) or codified.")
  String clock = "enforced";

  @Option(names = "--model", paramLabel = "NAME", description = "Instead of the one of the space.")
  @Nullable String model;

  @Option(
      names = "--method",
      paramLabel = "WORD",
      description = "grid (all designs, default), random or sobol.")
  String method = "grid";

  @Option(names = "--points", description = "Points of random and sobol; 100000.")
  @Nullable String points;

  @Option(names = "--seed", description = "Of random and sobol points; 0.")
  @Nullable String seed;

  @Option(names = "--threads", description = "Default one for each processor.")
  @Nullable String threads;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results go, and where a run that was stopped goes on.")
  @Nullable Path out;

  @Option(
      names = "--save",
      paramLabel = "FILE.yaml",
      description = "The best design as a chip that classify and predict read with --spec.")
  @Nullable Path save;

  @Option(
      names = "--pick",
      paramLabel = "FIGURE|INDEX",
      description = "Which one --save takes: best of an objective (the first), or a number.")
  @Nullable String pick;

  @Option(names = "--engine", paramLabel = "WORD", description = "local (default) or spark.")
  String engine = "local";

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Where --engine spark runs, as spark://host:7077 or local-cluster[2,1,1024].")
  @Nullable String master;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  /** A space with all that is asked of it. */
  record Prepared(String name, ExploreTask task, ExploreSampling sampling) {}

  @Override
  public Integer call() {
    Main program = java.util.Objects.requireNonNull(main);
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    if (near != null) {
      return nearCommand(line, near);
    }
    Path spark = SparkEngine.home(engine, master);
    if (spark != null && Main.isInput(file)) {
      String limit = "a file that every machine reads, with --engine spark";
      throw new Refused(new Problem("bad-arguments", "explore", "-", limit, ""));
    }
    if (spark != null && program.chunks() == null) {
      return SparkEngine.start(spark, program);
    }
    Prepared asked = prepared();
    ExploreTask task = asked.task();
    int workers =
        (int)
            PredictOptions.whole(
                threads,
                "--threads",
                1,
                MOST_THREADS,
                Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
    ExploreRun run =
        new ExploreRun(
            task, asked.sampling(), workers, out, line.getErr(), program.knowledge().hash());
    ExploreSummary summary = run.go(program.chunks(), program.progress());
    Problem nothing = summary.contradiction();
    if (nothing != null) {
      throw new Refused(nothing);
    }
    ExploreEvaluator evaluator = new ExploreEvaluator(task);
    ExploreAnswer answer =
        new ExploreAnswer(
            asked.name(),
            task,
            asked.sampling(),
            summary,
            evaluator.evaluate(summary.state().pareto()),
            evaluator.evaluate(summary.state().best()));
    if (save != null) {
      ExploreFiles.save(save, asked.name(), task, chosen(task, answer.best()));
    }
    String document = Json.write(ExploreJson.document(answer));
    if (out != null) {
      ExploreFiles.results(out, document, task, answer.pareto());
    }
    line.getOut().println(json ? document : ExploreText.text(answer));
    return 0;
  }

  /** Asks the command `near` what was asked here, and refuses what it has no use for. */
  private int nearCommand(CommandLine line, String item) {
    NearCommand command = new NearCommand();
    command.main = main;
    CommandLine other = new CommandLine(command).setOut(line.getOut()).setErr(line.getErr());
    Set<String> known = other.getCommandSpec().optionsMap().keySet();
    Set<String> unused = new LinkedHashSet<>(line.getCommandSpec().optionsMap().keySet());
    unused.removeAll(known);
    unused.remove("--near");
    Unused.refuse(line, "explore --near", unused);
    if (file != null) {
      throw new Refused(
          new Problem("bad-arguments", "explore", file.toString(), "--near or a space", ""));
    }
    List<String> words = new ArrayList<>(List.of(item));
    for (CommandLine.Model.OptionSpec option : line.getParseResult().matchedOptions()) {
      if (!option.longestName().equals("--near")) {
        words.add(option.longestName());
        words.addAll(option.arity().max() == 0 ? List.of() : option.originalStringValues());
      }
    }
    other.parseArgs(words.toArray(String[]::new));
    return command.call();
  }

  /** Reads the space and everything asked of it. */
  Prepared prepared() {
    Main program = java.util.Objects.requireNonNull(main);
    Knowledge knowledge = program.knowledge();
    if (file == null) {
      throw new Refused(
          new Problem("missing", "explore", "", "a space", "Maybe examples/space.yaml."));
    }
    SpaceReader.Asked asked = SpaceReader.read(program.source(file), knowledge.silicon());
    ExploreTask task =
        new ExploreTask(
            asked.space(),
            asked.maker(),
            asked.constraints(),
            asked.objectives(),
            knowledge.rulebook(),
            RulesCommand.clock(clock),
            ClassifyCommand.lawDay("--rule", rule, program.today(), knowledge.rulebook()),
            to.stream().map(ExploreCommand::destination).toList(),
            ExploreRun.workload(knowledge, asked.workload(), model),
            knowledge.basis(),
            knowledge.systems());
    return new Prepared(asked.name(), task, sampling(task));
  }

  /** A country as the rulebook writes it. */
  private static String destination(String text) {
    return Countries.find(text)
        .orElseThrow(() ->
            new Refused(
                new Problem(
                    "unknown-country",
                    "--to",
                    text,
                    "a country by code or name",
                    Nearest.hint(Countries.nearest(text)))));
  }

  private ExploreSampling sampling(ExploreTask task) {
    List<String> words =
        Arrays.stream(ExploreSampling.Method.values()).map(ExploreSampling.Method::word).toList();
    ExploreSampling.Method way =
        Arrays.stream(ExploreSampling.Method.values())
            .filter(each -> each.word().equals(method))
            .findFirst()
            .orElseThrow(() ->
                new Refused(
                    new Problem(
                        "bad-value",
                        "--method",
                        method,
                        Nearest.either(words),
                        Nearest.hint(method, words))));
    boolean grid = way == ExploreSampling.Method.GRID;
    if (grid && (points != null || seed != null)) {
      throw new Refused(
          new Problem(
              "bad-arguments",
              points != null ? "--points" : "--seed",
              String.valueOf(points != null ? points : seed),
              "--method random or sobol; a grid has all designs",
              ""));
    }
    long drawn =
        grid
            ? task.space().size()
            : PredictOptions.whole(points, "--points", 1, 10_000_000_000L, USUAL_POINTS);
    return new ExploreSampling(
        way, drawn, PredictOptions.whole(seed, "--seed", 0, 999_999_999_999_999L, 0));
  }

  /** The number of the design to save. */
  private long chosen(ExploreTask task, ExplorePoints best) {
    String wanted = pick == null ? task.objectives().getFirst().key() : pick;
    for (int i = 0; i < task.objectives().size(); i++) {
      if (task.objectives().get(i).key().equals(wanted)) {
        return best.indexes()[i];
      }
    }
    if (wanted.matches("[0-9]{1,18}")) {
      return PredictOptions.whole(wanted, "--pick", 0, task.space().size() - 1, 0);
    }
    List<String> known = task.objectives().stream().map(each -> each.key()).toList();
    throw new Refused(
        new Problem(
            "bad-value",
            "--pick",
            wanted,
            "a number of the space, or " + Nearest.either(known),
            Nearest.hint(wanted, known)));
  }
}
