package dev.chokepoint.parties;

import java.util.Locale;

/** What is odd about the writing of a name; none is a reason not to look for it. */
public enum Flag {
  /** Letters of another alphabet that look like the Latin ones around them. */
  HOMOGLYPH("letters of another script that look Latin"),
  /** Characters that turn the direction of text around. */
  BIDIRECTIONAL("characters that turn the direction of text around"),
  /** Control characters. */
  CONTROL("control characters"),
  /** Characters without width. */
  INVISIBLE("characters without width");

  private final String words;

  Flag(String words) {
    this.words = words;
  }

  /** The key in JSON: lower case. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What it means. */
  public String words() {
    return words;
  }
}
