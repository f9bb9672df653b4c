package dev.chokepoint.workbench.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a request is answered. What can be kept is compressed and tagged once. */
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
  private final byte[] body;
  private final Map<String, String> headers;
  private byte @Nullable [] compressed;
  private @Nullable String tag;

  private Reply(int status, String type, String body, Map<String, String> headers) {
    this.status = status;
    this.type = type;
    this.body = body.getBytes(StandardCharsets.UTF_8);
    this.headers = headers;
  }

  static Reply page(int status, String html) {
    return new Reply(status, HTML, html, Map.of());
  }

  static Reply json(String json) {
    return new Reply(OK, JSON, json, Map.of());
  }

  static Reply of(String type, String body) {
    return new Reply(OK, type, body, Map.of());
  }

  /** The same with another status. */
  Reply as(int other) {
    return new Reply(other, type, new String(body, StandardCharsets.UTF_8), headers);
  }

  /** The same with one header more. */
  Reply with(String header, String value) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.put(header, value);
    return new Reply(status, type, new String(body, StandardCharsets.UTF_8), all);
  }

  /** Problem details (RFC 9457) with the problems of the command line in them. */
  static Reply problem(int status, String title, @Nullable Object problems) {
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("type", "about:blank");
    said.put("title", title);
    said.put("status", status);
    said.put("problems", problems == null ? List.of() : problems);
    return new Reply(status, PROBLEM, MAPPER.writeValueAsString(said), Map.of());
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

  byte[] body() {
    return body;
  }

  /** Bytes that this takes in memory, when compressed too. */
  long size() {
    return body.length + (long) body.length / 4;
  }

  /** The body compressed by gzip, or null where that does not pay. */
  synchronized byte @Nullable [] compressed() {
    if (compressed == null && body.length >= LEAST_TO_COMPRESS) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      compressed = out.toByteArray();
    }
    return compressed;
  }

  /** The entity tag: equal for equal bodies. */
  synchronized String tag() {
    if (tag == null) {
      try {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
        tag = '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + '"';
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
    return tag;
  }
}
