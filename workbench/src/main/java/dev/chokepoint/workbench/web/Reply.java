package dev.chokepoint.workbench.web;

import dev.chokepoint.units.Refused;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a request is answered, compressed where that pays and tagged once. */
final class Reply {
  static final int OK = 200;
  static final int BAD_REQUEST = 400;
  static final int NOT_FOUND = 404;
  static final int DEFECT = 500;
  static final int LATE = 503;

  /** Less than this is not worth compressing. */
  private static final int LEAST_TO_COMPRESS = 1024;

  private static final String HTML = "text/html; charset=utf-8";
  private static final String JSON = "application/json; charset=utf-8";
  private static final String PROBLEM = "application/problem+json; charset=utf-8";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final int status;
  private final String type;
  private final byte[] bytes;
  private final boolean compressed;
  private final String tag;
  private final Map<String, String> headers;

  private Reply(
      int status,
      String type,
      byte[] bytes,
      boolean compressed,
      String tag,
      Map<String, String> headers) {
    this.status = status;
    this.type = type;
    this.bytes = bytes;
    this.compressed = compressed;
    this.tag = tag;
    this.headers = headers;
  }

  private static Reply made(int status, String type, String text) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    boolean pays = body.length >= LEAST_TO_COMPRESS;
    return new Reply(status, type, pays ? compressed(body) : body, pays, tag(body), Map.of());
  }

  static Reply page(int status, String html) {
    return made(status, HTML, html);
  }

  static Reply json(String json) {
    return made(OK, JSON, json);
  }

  static Reply of(String type, String body) {
    return made(OK, type, body);
  }

  /** The same with another status. */
  Reply as(int other) {
    return new Reply(other, type, bytes, compressed, tag, headers);
  }

  /** A page with another text in place of one of its; anything else as it is. */
  Reply edited(String text, String other) {
    if (!type.equals(HTML)) {
      return this;
    }
    Reply edited =
        made(status, type, new String(body(), StandardCharsets.UTF_8).replace(text, other));
    return new Reply(status, type, edited.bytes, edited.compressed, edited.tag, headers);
  }

  /** The same with one header more. */
  Reply with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Reply(status, type, bytes, compressed, tag, all);
  }

  /** That a request is wrong, and in what. */
  static Reply problem(Refused refused) {
    return problem(BAD_REQUEST, "The request is wrong.", refused.problems());
  }

  /** Problem details (RFC 9457) with the problems of the command line in them. */
  static Reply problem(int status, String title, @Nullable Object problems) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("type", "about:blank");
    said.put("title", title);
    said.put("status", status);
    said.put("problems", problems == null ? List.of() : problems);
    return made(status, PROBLEM, MAPPER.writeValueAsString(said));
  }

  int status() {
    return status;
  }

  String type() {
    return type;
  }

  Map<String, String> headers() {
    return headers;
  }

  /** The body as it was written. */
  byte[] body() {
    if (!compressed) {
      return bytes;
    }
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return gzip.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes that this takes in memory. */
  long size() {
    return bytes.length;
  }

  /** The body compressed by gzip, or null where that does not pay. */
  byte @Nullable [] compressed() {
    return compressed ? bytes : null;
  }

  /** The entity tag: equal for equal bodies. */
  String tag() {
    return tag;
  }

  private static byte[] compressed(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4);
    try (GZIPOutputStream gzip = new Quick(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Nothing that is asked for on this machine is worth the time of the best compression. */
  private static final class Quick extends GZIPOutputStream {
    Quick(OutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  private static String tag(byte[] body) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
      return '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
