package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.ledger.Trail;
import io.javalin.http.Context;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The audit trail over HTTP: recording an answer, and the last entries. */
final class AuditRoutes {
  private static final int CREATED = 201;
  private static final int MOST = 1_000;
  private static final int MOST_WORDS = 100;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Store store;
  private final Recorder recorder;
  private final Supplier<LocalDate> today;

  private final Work work;

  AuditRoutes(Store store, Recorder recorder, Supplier<LocalDate> today, Work work) {
    this.store = store;
    this.recorder = recorder;
    this.today = today;
    this.work = work;
  }

  /** {@code POST /api/v1/audit}: as {@code audit record}. */
  void record(Context context) {
    answer(
        context,
        () -> {
          String type = context.contentType();
          if (type == null || !type.startsWith("application/json")) {
            return Reply.problem(415, "The body is application/json.", null);
          }
          Body body = Body.of(context.body(), "question", "subject", "reason");
          List<String> words = new ArrayList<>();
          for (JsonNode word : body.node("question")) {
            words.add(word.asString(""));
          }
          if (words.isEmpty() || words.size() > MOST_WORDS) {
            String limit = "the words of a command, " + MOST_WORDS + " at most";
            throw new Refused(new Problem("missing", "question", "", limit, ""));
          }
          Access.User user = Access.of(context);
          Recorder.By by =
              new Recorder.By(
                  user.name(),
                  user.via(),
                  text(body, "subject", 100),
                  text(body, "reason", 2_000),
                  key(context));
          Callable<Reply> make = () -> recorded(words, by);
          return work.reply(
              Server.place(context),
              null,
              recorder.isLong(words) ? () -> work.longWork(make) : make);
        });
  }

  private Reply recorded(List<String> words, Recorder.By by) {
    Recorder.Recorded recorded = recorder.record(words, today.get(), by);
    return Reply.json(MAPPER.writeValueAsString(recorded.document()) + "\n").as(CREATED);
  }

  private static @Nullable String text(Body body, String key, int most) {
    JsonNode value = body.node(key);
    if (value.isMissingNode()) {
      return null;
    }
    String text = value.asString("");
    if (!value.isString() || text.isBlank() || text.length() > most) {
      String limit = "a text of 1 to " + most + " characters, or nothing";
      throw new Refused(new Problem("bad-value", key, text.length() + " characters", limit, ""));
    }
    return text.strip();
  }

  private static @Nullable String key(Context context) {
    String key = context.header("Idempotency-Key");
    if (key != null && !key.matches("[\\x21-\\x7e]{1,100}")) {
      String limit = "1 to 100 visible characters";
      throw new Refused(new Problem("bad-value", "Idempotency-Key", "", limit, ""));
    }
    return key;
  }

  /** The trail as whoever asks may read it. */
  static Trail trail(Store store, Context context) {
    Access.User user = Access.of(context);
    return new Trail(store, user.name(), user.role());
  }

  /** {@code GET /api/v1/audit}: as {@code audit list}. */
  void list(Context context) {
    answer(
        context,
        () -> {
          long most = number(context, "most", 20);
          long before = number(context, "before", Long.MAX_VALUE);
          if (most < 1 || most > MOST) {
            String limit = "1 to " + MOST;
            throw new Refused(new Problem("out-of-range", "most", String.valueOf(most), limit, ""));
          }
          String subject = context.queryParam("subject");
          List<Object> documents = new ArrayList<>();
          trail(store, context)
              .before(before, subject, (int) most)
              .forEach(entry -> documents.add(entry.document()));
          return Reply.json(MAPPER.writeValueAsString(Map.of("entries", documents)) + "\n");
        });
  }

  private static long number(Context context, String name, long otherwise) {
    String said = context.queryParam(name);
    try {
      return said == null ? otherwise : Long.parseLong(said);
    } catch (NumberFormatException e) {
      throw new Refused(new Problem("bad-value", name, said, "a whole number", ""));
    }
  }

  private static void answer(Context context, Supplier<Reply> make) {
    context.header("Cache-Control", "no-store");
    Reply reply;
    try {
      reply = make.get();
    } catch (Refused e) {
      reply =
          Store.isUnavailable(e)
              ? Reply.problem(Reply.LATE, "The store cannot be reached.", null)
              : Reply.problem(Reply.BAD_REQUEST, "The request is wrong.", e.problems());
    } catch (Work.Late e) {
      context.header("Retry-After", "10");
      reply = Reply.problem(Reply.LATE, "That took too long; it may have been recorded.", null);
    } catch (Work.Busy e) {
      Server.busy(context, "5", "Too much long work at once.");
      return;
    }
    Server.send(context, reply);
  }
}
