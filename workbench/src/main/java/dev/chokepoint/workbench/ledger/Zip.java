package dev.chokepoint.workbench.ledger;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Bytes compressed with zlib. */
public final class Zip {
  /** No answer and no knowledge is as large; what claims to be is not ours. */
  private static final int MOST_BYTES = 256 << 20;

  private Zip() {}

  /** The bytes compressed. */
  public static byte[] shut(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream zip = new DeflaterOutputStream(out)) {
      zip.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /**
   * The bytes again.
   *
   * @throws UncheckedIOException when they are not what {@link #shut} gave
   */
  public static byte[] open(byte[] zipped) {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(zipped))) {
      byte[] plain = in.readNBytes(MOST_BYTES);
      if (plain.length == MOST_BYTES) {
        throw new IOException("too large");
      }
      return plain;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
