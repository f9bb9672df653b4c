package dev.chokepoint.workbench.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One entry of the chain. Its header is kept as the text that was hashed; what is personal stands
 * outside it, under salted hashes, so that it can be deleted and the chain survives.
 *
 * @param seq its number, from 1 without gaps; its id
 * @param header what was hashed
 * @param hash SHA-256 of the header
 * @param subject what it is about, such as an order line, or null
 * @param nonce 32 random bytes before content and answer when they were hashed, or null once those
 *     are deleted
 * @param content what was asked or done, as JSON, or null once deleted
 * @param answer what was answered, compressed, or null where nothing was or once deleted
 */
@SuppressWarnings("ArrayRecordComponent") // bytes as they are in the store, compared by nobody
public record Entry(
    long seq,
    String header,
    String hash,
    @Nullable String subject,
    byte @Nullable [] nonce,
    byte @Nullable [] content,
    byte @Nullable [] answer) {

  /** Number of the form that headers are written in. */
  static final int FORMAT = 1;

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** What a header says; a missing node where it cannot be read. */
  public JsonNode said() {
    try {
      return MAPPER.readTree(header);
    } catch (JacksonException e) {
      return MAPPER.missingNode();
    }
  }

  /** A word of the header; empty where it says null or nothing. */
  public String said(String key) {
    return said().path(key).asString("");
  }

  /** Who did it. */
  public String actor() {
    return said("actor");
  }

  /** What was done, such as {@code answer}. */
  public String action() {
    return said("action");
  }

  /** When, by the clock of the machine that wrote it; the first day of 1970 if unreadable. */
  public Instant at() {
    try {
      return Instant.parse(said("at"));
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  /** What was asked or done; a missing node once deleted. */
  public JsonNode contents() {
    if (content == null) {
      return MAPPER.missingNode();
    }
    try {
      return MAPPER.readTree(content);
    } catch (JacksonException e) {
      return MAPPER.missingNode();
    }
  }

  /** What was answered, as it was; null where nothing was, or once deleted. */
  public @Nullable String answered() {
    return answer == null ? null : new String(Zip.open(answer), StandardCharsets.UTF_8);
  }

  /** Whether content and answer have been deleted. */
  public boolean isRedacted() {
    return content == null;
  }

  /** Number and hash, by which the chain up to here can be checked for ever. */
  public Receipt receipt() {
    return new Receipt(seq, hash, at());
  }

  /** As a JSON object, without the answer. */
  public Map<String, @Nullable Object> document() {
    Map<String, @Nullable Object> out = receipt().document();
    out.put("actor", actor());
    out.put("via", said("via"));
    out.put("action", action());
    out.put("subject", subject);
    out.put("deleted", isRedacted());
    out.put("content", content == null ? null : new String(content, StandardCharsets.UTF_8));
    return out;
  }

  /**
   * What a write is acknowledged with: keep {@link #anchor} elsewhere, and a chain that was cut or
   * written anew can be told.
   */
  public record Receipt(long seq, String hash, Instant at) {
    /** As {@code audit verify --anchor} reads it. */
    public String anchor() {
      return seq + ":" + hash;
    }

    /** As a JSON object. */
    public Map<String, @Nullable Object> document() {
      Map<String, @Nullable Object> out = new LinkedHashMap<>();
      out.put("id", seq);
      out.put("hash", hash);
      out.put("anchor", anchor());
      out.put("at", at.toString());
      return out;
    }
  }

  /**
   * What an entry is made of, before its place in the chain is known.
   *
   * @param actor who did it
   * @param via how it was known who: {@code command-line}, {@code session} or {@code token:ID}
   * @param action what was done, a word of a closed list for each kind of entry
   * @param subject what it is about; stays when the content is deleted, so nothing personal
   * @param content what was asked or done, as JSON
   * @param answer what was answered, or null
   * @param follows hashes of what the answer follows from, in order; what cannot be said is null
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Draft(
      String actor,
      String via,
      String action,
      @Nullable String subject,
      ObjectNode content,
      byte @Nullable [] answer,
      ObjectNode follows) {

    /** An entry that answers nothing. */
    public static Draft of(
        String actor, String via, String action, @Nullable String subject, ObjectNode content) {
      return new Draft(actor, via, action, subject, content, null, MAPPER.createObjectNode());
    }

    Entry entry(long seq, String previous, Instant at, byte[] nonce) {
      byte[] contentBytes = MAPPER.writeValueAsBytes(content);
      byte[] stored = answer == null ? null : Zip.shut(answer);
      ObjectNode header = MAPPER.createObjectNode();
      header.put("format", FORMAT);
      header.put("seq", seq);
      header.put("at", at.toString());
      header.put("actor", actor);
      header.put("via", via);
      header.put("action", action);
      header.put("subject", subject);
      header.put("content", Hash.of(nonce, contentBytes));
      header.put("answer", answer == null ? null : Hash.of(nonce, answer));
      header.put("answerStored", stored == null ? null : Hash.of(nonce, stored));
      header.set("follows", follows);
      header.put("previous", previous);
      String text = MAPPER.writeValueAsString(header);
      return new Entry(seq, text, Hash.of(text), subject, nonce, contentBytes, stored);
    }
  }
}
