package dev.chokepoint.knowledge;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text that somebody asks with: a file, or what was handed in without one. */
public abstract sealed class Source {
  private Source() {}

  /** A file, read when it is opened. */
  public static Source of(Path file) {
    return new OfFile(file);
  }

  /**
   * A text that is at hand.
   *
   * @param name what problems call it
   */
  public static Source of(String name, byte[] text) {
    return new OfText(name, text.clone());
  }

  /** What problems call it: the path of a file. */
  public abstract String name();

  /** The last part of that name. */
  public String lastName() {
    return String.valueOf(Path.of(name()).getFileName());
  }

  /** Whether there is something to read. */
  public abstract boolean isThere();

  /** Its length in bytes. */
  public abstract long size() throws IOException;

  /** Its bytes from the first on. */
  public abstract InputStream open() throws IOException;

  /**
   * Its characters without a byte order mark.
   *
   * @return a reader that ends at bytes that are not UTF-8 by a {@link
   *     java.nio.charset.CharacterCodingException}
   */
  public BufferedReader text() throws IOException {
    BufferedReader reader =
        new BufferedReader(new InputStreamReader(open(), StandardCharsets.UTF_8.newDecoder()));
    reader.mark(1);
    if (reader.read() != '\ufeff') {
      reader.reset();
    }
    return reader;
  }

  private static final class OfFile extends Source {
    private final Path file;

    OfFile(Path file) {
      this.file = file;
    }

    @Override
    public String name() {
      return file.toString();
    }

    @Override
    public boolean isThere() {
      return Files.isRegularFile(file);
    }

    @Override
    public long size() throws IOException {
      return Files.size(file);
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }

  private static final class OfText extends Source {
    private final String name;
    private final byte[] text;

    OfText(String name, byte[] text) {
      this.name = name;
      this.text = text;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public boolean isThere() {
      return true;
    }

    @Override
    public long size() {
      return text.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(text);
    }
  }
}
