package dev.chokepoint.workbench.ledger;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.jspecify.annotations.Nullable;

/**
 * Passwords as Argon2id hashes with 19 MiB, two passes and one lane, the least that OWASP's
 * password storage cheat sheet names.
 */
final class Passwords {
  /** Characters that a password has at least. */
  static final int LEAST = 12;

  /** Kept in place of a hash where there is no password; nothing fits it. */
  static final String NONE = "none";

  /** Characters that are read at most, so that no request hashes a book. */
  static final int MOST = 200;

  private static final int MEMORY_KIBIBYTES = 19 * 1024;
  private static final int PASSES = 2;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** So that logins sent together cannot take all memory. */
  private static final Semaphore AT_ONCE = new Semaphore(4);

  private Passwords() {}

  /** A hash to keep; it holds its own parameters and salt. */
  static String hash(char[] password) {
    byte[] salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    byte[] hash = derived(password, salt, MEMORY_KIBIBYTES, PASSES);
    return "argon2id$%d$%d$%s$%s".formatted(MEMORY_KIBIBYTES, PASSES, base64(salt), base64(hash));
  }

  /**
   * Whether a password is that of a hash. It takes as long without a hash to compare with, so that
   * nobody learns from the time which names there are.
   */
  static boolean fits(char[] password, @Nullable String hash) {
    String[] parts = hash == null ? new String[0] : hash.split("\\$", -1);
    boolean readable = parts.length == 5;
    byte[] salt = readable ? Base64.getDecoder().decode(parts[3]) : new byte[SALT_BYTES];
    byte[] wanted = readable ? Base64.getDecoder().decode(parts[4]) : new byte[HASH_BYTES];
    byte[] found =
        derived(
            password,
            salt,
            readable ? Integer.parseInt(parts[1]) : MEMORY_KIBIBYTES,
            readable ? Integer.parseInt(parts[2]) : PASSES);
    return MessageDigest.isEqual(found, wanted) && readable;
  }

  /**
   * Refuses what is too short to keep anybody out.
   *
   * @throws Refused with what is asked of a password, never with the password
   */
  static void refuseWeak(char[] password, String name) {
    boolean isName = new String(password).strip().equalsIgnoreCase(name);
    long different = new String(password).chars().distinct().count();
    if (password.length < LEAST || password.length > MOST || isName || different < 5) {
      throw new Refused(
          new Problem(
              "weak-password",
              "password",
              password.length + " characters, " + different + " different",
              LEAST + " to " + MOST + " characters, 5 of them different, and not the name",
              "Maybe four words that have nothing to do with each other."));
    }
  }

  private static byte[] derived(char[] password, byte[] salt, int kibibytes, int passes) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(password));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    Argon2BytesGenerator argon = new Argon2BytesGenerator();
    argon.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(kibibytes)
            .withIterations(passes)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] out = new byte[HASH_BYTES];
    AT_ONCE.acquireUninterruptibly();
    try {
      argon.generateBytes(bytes, out);
    } finally {
      AT_ONCE.release();
      Arrays.fill(bytes, (byte) 0);
      encoded.clear().put(new byte[encoded.capacity()]);
    }
    return out;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
