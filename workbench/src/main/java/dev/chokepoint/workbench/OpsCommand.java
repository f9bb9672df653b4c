package dev.chokepoint.workbench;

import dev.chokepoint.catalog.Item;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.performance.Basis;
import dev.chokepoint.performance.Estimate;
import dev.chokepoint.performance.Operator;
import dev.chokepoint.performance.Predictor;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** The times of many operators. */
@Command(
    name = "ops",
    description =
        "Times of the operators of a CSV file: columns op, chip or --chip, and the sizes.")
final class OpsCommand implements Callable<Integer> {
  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(
      arity = "1",
      paramLabel = "FILE",
      description = "CSV with a header; - is standard input.")
  Path file = Path.of("");

  @Option(names = "--chip", paramLabel = "ITEM", description = "Chip of rows that name none.")
  @Nullable String chip;

  @Option(names = "--spec", paramLabel = "K=V,…|FILE", description = "A chip described instead.")
  @Nullable String described;

  @Option(names = "--stack", paramLabel = "NAME", description = "Software; default by the chip.")
  @Nullable String stack;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  /** What a row gives: an answer, or the problem that stands in its way. */
  private record Answered(
      long line,
      String kind,
      @Nullable Item item,
      @Nullable Predictor predictor,
      @Nullable Operator operator,
      @Nullable Estimate estimate,
      List<Problem> problems) {}

  @Override
  public Integer call() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    Main program = java.util.Objects.requireNonNull(main);
    Knowledge knowledge = program.knowledge();
    List<Answered> rows = new ArrayList<>();
    Map<String, Predictor> predictors = new LinkedHashMap<>();
    for (Csv.Row row : Csv.read(program.source(file))) {
      rows.add(answer(knowledge, predictors, row));
    }
    if (json) {
      line.getOut()
          .println(
              Json.write(Json.object("rows", rows.stream().map(OpsCommand::document).toList())));
    } else {
      line.getOut()
          .print(
              Csv.table(
                  List.of(
                      "line", "op", "chip", "stack", "seconds", "low", "high", "bound", "flops",
                      "bytes", "problem"),
                  rows.stream().map(OpsCommand::cells).toList()));
    }
    return rows.stream().allMatch(row -> row.problems().isEmpty()) ? 0 : Main.BAD_REQUEST;
  }

  private Answered answer(Knowledge knowledge, Map<String, Predictor> predictors, Csv.Row row) {
    String kind = row.get("op") == null ? "" : String.valueOf(row.get("op"));
    try {
      row.refuseCellsBeyondHeader();
      Map<String, String> given = new LinkedHashMap<>();
      row.values()
          .forEach((column, value) -> {
            if (!value.isBlank() && !List.of("op", "chip", "stack").contains(column)) {
              given.put(column.replace('_', '-'), value.strip());
            }
          });
      String named = row.get("chip");
      Item item =
          named == null
              ? Chosen.of(knowledge, chip, described).item()
              : Chosen.of(knowledge, named, null).item();
      String software = row.get("stack") == null ? stack : row.get("stack");
      Basis basis = knowledge.basis();
      Predictor predictor =
          predictors.computeIfAbsent(
              item.id() + " " + software,
              k -> knowledge.systems().predictor(basis, item, software));
      Operator operator = new OperatorRequest(kind, given).operator();
      return new Answered(
          row.line(), kind, item, predictor, operator, predictor.estimate(operator), List.of());
    } catch (Refused e) {
      return new Answered(row.line(), kind, null, null, null, null, e.problems());
    }
  }

  private static Map<String, Object> document(Answered row) {
    boolean known = row.estimate() != null;
    return Json.object(
        "line", row.line(),
        "op", row.kind(),
        "answer",
            known
                ? OpCommand.document(
                    java.util.Objects.requireNonNull(row.item()),
                    java.util.Objects.requireNonNull(row.predictor()),
                    java.util.Objects.requireNonNull(row.operator()),
                    java.util.Objects.requireNonNull(row.estimate()),
                    "")
                : null,
        "problems", Json.problems(row.problems()).get("problems"));
  }

  private static List<String> cells(Answered row) {
    Estimate estimate = row.estimate();
    if (estimate == null) {
      return List.of(
          String.valueOf(row.line()),
          row.kind(),
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          "",
          row.problems().getFirst().sentence());
    }
    return List.of(
        String.valueOf(row.line()),
        row.kind(),
        java.util.Objects.requireNonNull(row.item()).id(),
        java.util.Objects.requireNonNull(row.predictor()).stack().name(),
        number(estimate.seconds().mid()),
        number(estimate.seconds().low()),
        number(estimate.seconds().high()),
        estimate.bound().word(),
        number(estimate.flops()),
        number(estimate.bytes()),
        "");
  }

  private static String number(double value) {
    return String.valueOf(OpCommand.significant(value));
  }
}
