package dev.chokepoint.units;

/**
 * Expected trouble with a request or with knowledge, as a result rather than a stack trace.
 *
 * @param id stable name of the kind of problem, such as {@code unknown-chip}
 * @param place where it was found: an option, or a file with its line
 * @param value the offending value as given; empty where something is missing
 * @param limit what would have been accepted
 * @param hint a suggestion that begins with "Maybe", or empty
 */
public record Problem(String id, String place, String value, String limit, String hint) {

  /** One line for people: what, value, limit and hint. */
  public String sentence() {
    var text = new StringBuilder(place).append(": ").append(id.replace('-', ' '));
    if (!value.isEmpty()) {
      text.append(" (").append(value).append(')');
    }
    if (!limit.isEmpty()) {
      text.append("; ").append(limit);
    }
    text.append('.');
    if (!hint.isEmpty()) {
      text.append(' ').append(hint);
    }
    return text.toString();
  }
}
