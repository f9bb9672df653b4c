package dev.chokepoint.workbench.parties;

import dev.chokepoint.parties.Party;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What people decided of a name and a listed party, one JSON object a line and never rewritten. A
 * decision holds while both records are the same, word for word; after a change it is asked again.
 */
public final class Review {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** The two answers that a person can give. */
  public static final List<String> VERDICTS = List.of("same", "different");

  private final Path file;

  public Review(Path store) {
    this.file = store.resolve("decisions.jsonl");
  }

  /**
   * A decision.
   *
   * @param name the name that was screened, as written
   * @param country its country, or empty
   * @param party the listed party's official name, for people
   * @param verdict whether it is that party, one of {@link #VERDICTS}
   * @param by who decided
   * @param on the day
   * @param because why
   * @param hash of both records
   */
  public record Decision(
      String name,
      String country,
      String party,
      String verdict,
      String by,
      String on,
      String because,
      String hash) {
    public Map<String, Object> document() {
      Map<String, Object> out = new LinkedHashMap<>();
      out.put("name", name);
      out.put("country", country);
      out.put("party", party);
      out.put("verdict", verdict);
      out.put("by", by);
      out.put("on", on);
      out.put("because", because);
      out.put("hash", hash);
      return out;
    }
  }

  /** The hash of a screened record and a listed one. */
  public static String hash(String name, @Nullable String country, Party party) {
    String both =
        name.strip() + "\u001d" + (country == null ? "" : country) + "\u001d" + party.record();
    return hash(both);
  }

  /** The hash of what some decisions say of which records. */
  static String hash(Collection<Decision> decisions) {
    StringBuilder all = new StringBuilder();
    decisions.stream()
        .map(decision -> MAPPER.writeValueAsString(decision.document()) + "\n")
        .sorted()
        .forEach(all::append);
    return hash(all.toString());
  }

  private static String hash(String text) {
    return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Adds a decision at the end; it is on disk when this returns. What a writer that was killed left
   * of a line goes.
   */
  public void add(Decision decision) {
    try {
      Files.createDirectories(java.util.Objects.requireNonNull(file.toAbsolutePath().getParent()));
      String line = MAPPER.writeValueAsString(decision.document()) + "\n";
      synchronized (Review.class) { // The lock is of the program, not of its threads.
        try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
          channel.lock();
          byte[] before = Files.readAllBytes(file);
          int kept = whole(before);
          channel.truncate(kept);
          channel.position(kept);
          boolean ended = kept == 0 || before[kept - 1] == '\n';
          ByteBuffer left = ByteBuffer.wrap(((ended ? "" : "\n") + line).getBytes(StandardCharsets.UTF_8));
          while (left.hasRemaining()) {
            channel.write(left);
          }
          channel.force(true);
        }
      }
    } catch (IOException e) {
      throw new Refused(
          new Problem(
              "cannot-write", "--store", file.toString(), "a file that can be written", ""));
    }
  }

  /** The length without what a writer that was killed left of the last line. */
  private static int whole(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    try {
      MAPPER.readTree(bytes, end, bytes.length - end);
      return bytes.length; // Somebody edited the file, and ended it so.
    } catch (JacksonException e) {
      return end;
    }
  }

  /** Every decision by the hash of its two records; the last one counts. */
  public Map<String, Decision> all() {
    Map<String, Decision> out = new LinkedHashMap<>();
    if (!Files.isRegularFile(file)) {
      return out;
    }
    int line = 0;
    try {
      byte[] bytes = Files.readAllBytes(file);
      // A line without an end is of a writer that was killed: nobody was told that it is kept.
      String whole = new String(bytes, 0, whole(bytes), StandardCharsets.UTF_8);
      for (String text : whole.lines().toList()) {
        line++;
        if (text.isBlank()) {
          continue;
        }
        JsonNode json = MAPPER.readTree(text);
        Decision decision =
            new Decision(
                json.path("name").asString(""),
                json.path("country").asString(""),
                json.path("party").asString(""),
                json.path("verdict").asString(""),
                json.path("by").asString(""),
                json.path("on").asString(""),
                json.path("because").asString(""),
                json.path("hash").asString(""));
        out.put(decision.hash(), decision);
      }
    } catch (IOException | JacksonException e) {
      throw new Refused(
          new Problem("bad-decisions", file + ":" + line, "", "a JSON object on each line", ""));
    }
    return out;
  }

  /** The decision that holds of two records as they are now. */
  public static Optional<Decision> of(
      Map<String, Decision> all, String name, @Nullable String country, Party party) {
    return Optional.ofNullable(all.get(hash(name, country, party)));
  }
}
