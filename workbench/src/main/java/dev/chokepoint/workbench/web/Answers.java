package dev.chokepoint.workbench.web;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Problem;
import dev.chokepoint.workbench.Main;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers of the API. */
final class Answers {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String WRONG = "The request is wrong.";

  private final Knowledge knowledge;
  private final Supplier<LocalDate> today;
  private final Limits limits;

  Answers(Knowledge knowledge, Supplier<LocalDate> today, Limits limits) {
    this.knowledge = knowledge;
    this.today = today;
    this.limits = limits;
  }

  /** What a command says. */
  Reply answer(Api.Route route, Request request) {
    Problem misuse = Api.misuse(route, request.query(), knowledge);
    if (misuse != null) {
      return Reply.problem(Reply.BAD_REQUEST, WRONG, List.of(misuse));
    }
    return reply(
        Api.answer(route, request.path(), request.query(), today.get(), knowledge),
        route.placeholders().isEmpty() ? Reply.BAD_REQUEST : Reply.NOT_FOUND);
  }

  /** What the law says of each row of a table in the body. */
  Reply rows(Request request) {
    Problem misuse = Api.misuse(Api.ROWS, request.query(), knowledge);
    long lines = request.body().lines().count();
    if (lines > limits.rows() + 1L) {
      String hint = "Maybe `chokepoint classify --file`, which has no such limit.";
      misuse =
          new Problem("too-long", "body", lines + " lines", limits.rows() + " rows at most", hint);
    }
    if (misuse != null) {
      return Reply.problem(Reply.BAD_REQUEST, WRONG, List.of(misuse));
    }
    try {
      Path table = Files.createTempFile("chokepoint", ".csv");
      try {
        Files.writeString(table, request.body());
        return reply(Api.answer(table, request.query(), today.get(), knowledge), Reply.BAD_REQUEST);
      } finally {
        Files.delete(table);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Reply reply(Main.Outcome outcome, int refused) {
    if (outcome.refused()) {
      JsonNode problems = MAPPER.readTree(outcome.output()).get("problems");
      return Reply.problem(refused, WRONG, problems);
    }
    if (outcome.exitCode() == 1) {
      throw new IllegalStateException("exit code 1 of a command");
    }
    return Reply.json(outcome.output());
  }

  /** That a question of the law can be answered. */
  Reply ready() {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("status", "ready");
    said.put("lastReviewed", knowledge.rulebook().lastReviewed().toString());
    said.put("knowledge", knowledge.hash());
    return Reply.json(MAPPER.writeValueAsString(said) + "\n");
  }
}
