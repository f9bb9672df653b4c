package dev.chokepoint.knowledge;

import java.util.List;
import java.util.Map;

/**
 * A document before it means anything: text, lists and maps with the line each began on. It comes
 * from YAML in the knowledge folder and from JSON in the compiled index alike.
 */
sealed interface Doc {

  /** Line in the file, from 1; 0 in the index, which keeps only the lines of maps with an id. */
  int line();

  /** A scalar as written; nothing is guessed about its type. */
  record Text(String text, int line) implements Doc {}

  /** A list. */
  record Sequence(List<Doc> parts, int line) implements Doc {}

  /** A map that keeps its order. */
  record Mapping(Map<String, Doc> entries, int line) implements Doc {}
}
