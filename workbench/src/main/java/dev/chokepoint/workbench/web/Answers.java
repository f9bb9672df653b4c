package dev.chokepoint.workbench.web;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.knowledge.Source;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Progress;
import dev.chokepoint.workbench.Main;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
  Reply answer(Api.Route route, Request request, Progress progress) {
    Problem misuse = Api.misuse(route, request.query(), knowledge);
    if (misuse == null && route.body() == Api.Body.CSV) {
      misuse = tooLong(route, request.body());
    }
    if (misuse != null) {
      return Reply.problem(Reply.BAD_REQUEST, WRONG, List.of(misuse));
    }
    Main.Outcome outcome =
        Api.answer(
            route,
            request.path(),
            request.query(),
            request.body(),
            today.get(),
            knowledge,
            progress);
    if (outcome.refused()) {
      int refused = route.placeholders().isEmpty() ? Reply.BAD_REQUEST : Reply.NOT_FOUND;
      return Reply.problem(refused, WRONG, outcome.problems());
    }
    return route.answer().equals(Api.JSON)
        ? Reply.json(outcome.output())
        : Reply.of(route.answer() + "; charset=utf-8", outcome.output());
  }

  private @Nullable Problem tooLong(Api.Route route, Source table) {
    long lines = 0;
    try (InputStream in = table.open()) {
      for (int each = in.read(); each >= 0; each = in.read()) {
        lines += each == '\n' ? 1 : 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (lines <= limits.rows() + 1L) {
      return null;
    }
    String command = String.join(" ", Main.words(route.command()));
    return new Problem(
        "too-long",
        "body",
        lines + " lines",
        limits.rows() + " rows at most",
        "Maybe `chokepoint " + command + "`, which has no such limit.");
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
