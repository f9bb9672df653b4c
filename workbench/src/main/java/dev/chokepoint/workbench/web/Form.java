package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.Main;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Forms sent by POST: a text that is too long for an address, with the short fields beside it. */
final class Form {
  /** The field that holds the text. */
  private static final String TEXT = "text";

  /** The type of a text alone, as scripts send it; the fields are then in the address. */
  private static final String YAML = "text/yaml";

  /** Characters of a text at most. */
  static final int MOST = 40_000;

  private static final String FORM = "application/x-www-form-urlencoded";

  private static final int UNSUPPORTED = 415;
  private static final Set<String> OURS = Set.of("same-origin", "none");

  private Form() {}

  /**
   * The fields of a form.
   *
   * @throws ForbiddenResponse for a form that a page of another site sends: it could keep this
   *     machine busy
   */
  static Map<String, List<String>> read(Context context) {
    String site = context.header("Sec-Fetch-Site");
    String origin = context.header("Origin");
    boolean ours =
        site != null
            ? OURS.contains(site)
            : origin == null
                || origin.replaceFirst("^https?://", "").equals(context.header("Host"));
    if (!ours) {
      throw new ForbiddenResponse("A form of another site is not read.");
    }
    String type = context.contentType();
    if (type != null && type.startsWith(YAML)) {
      return Map.of(TEXT, List.of(context.body()));
    }
    if (type != null && !type.startsWith(FORM)) {
      throw new HttpResponseException(UNSUPPORTED, "The body is neither " + FORM + " nor " + YAML);
    }
    return context.formParamMap();
  }

  /** A request with the fields of a form: the text is its body, all others are as in an address. */
  static Request of(Request request, Map<String, List<String>> form) {
    Map<String, List<String>> query = new LinkedHashMap<>(request.query());
    query.putAll(form);
    List<String> text = query.remove(TEXT);
    return new Request(
        request.at(),
        request.path(),
        query,
        request.accepted(),
        Main.input((text == null ? "" : text.getFirst()).getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The text of a request, or the one to begin with.
   *
   * @throws Refused when it is too long
   */
  static String text(Request request, String first) {
    String said = said(request);
    if (said.length() > MOST) {
      throw new Refused(
          new Problem(
              "too-long",
              TEXT,
              said.length() + " characters",
              MOST + " characters at most",
              "Maybe the command line, which has no such limit."));
    }
    return said.isBlank() ? first : said;
  }

  /**
   * What the fields of a form hold.
   *
   * @param first what each begins with
   * @param optional fields that may stay empty
   */
  static Map<String, String> fields(
      Request request, Map<String, String> first, List<String> optional) {
    Map<String, String> form = new LinkedHashMap<>();
    first.forEach((name, value) -> form.put(name, request.get(name, value)));
    optional.forEach(name -> form.put(name, request.get(name, "")));
    return form;
  }

  /** The fields that hold something, as a query. */
  static Map<String, List<String>> query(Map<String, String> form) {
    Map<String, List<String>> asked = new LinkedHashMap<>();
    form.forEach((name, value) -> {
      if (!value.isEmpty()) {
        asked.put(name, List.of(value));
      }
    });
    return asked;
  }

  /** Whether a request has a text of its own. */
  static boolean isOwn(Request request) {
    return !said(request).isBlank();
  }

  /** What stands in the field: the text as it was sent, whatever is wrong with it. */
  static String shown(Request request, String first) {
    return isOwn(request) ? said(request) : first;
  }

  private static String said(Request request) {
    try (InputStream in = request.body().open()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
