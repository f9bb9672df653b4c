package dev.chokepoint.knowledge;

import dev.chokepoint.units.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads one YAML file with limits: size, UTF-8, depth, no aliases, no duplicate keys. */
final class YamlFile {
  static final int MOST_BYTES = 1 << 20;
  private static final int MOST_DEPTH = 40;

  private final String name;
  private final List<Problem> problems;

  private YamlFile(String name, List<Problem> problems) {
    this.name = name;
    this.problems = problems;
  }

  /** The document, or null after adding the problem that prevented it. */
  static @Nullable Doc read(Source source, String name, List<Problem> problems) {
    try {
      if (!source.isThere()) {
        problems.add(new Problem("no-such-file", name, "", "a readable YAML file", ""));
        return null;
      }
      long size = source.size();
      if (size > MOST_BYTES) {
        problems.add(
            new Problem(
                "file-too-large", name, size + " bytes", "at most " + MOST_BYTES + " bytes", ""));
        return null;
      }
      try (InputStream in = source.open()) {
        return parse(in.readAllBytes(), name, problems);
      }
    } catch (IOException e) {
      problems.add(new Problem("unreadable-file", name, String.valueOf(e.getMessage()), "", ""));
      return null;
    }
  }

  static @Nullable Doc parse(byte[] bytes, String name, List<Problem> problems) {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes))
              .toString();
    } catch (CharacterCodingException e) {
      problems.add(
          new Problem("bad-encoding", name, "", "UTF-8", "Maybe the file is UTF-16 or GB18030."));
      return null;
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(name)
            .setCodePointLimit(MOST_BYTES)
            .setMaxAliasesForCollections(1)
            .setAllowDuplicateKeys(false)
            .build();
    try {
      Optional<Node> root =
          new Compose(settings).composeString(text.startsWith("\ufeff") ? text.substring(1) : text);
      if (root.isEmpty()) {
        problems.add(new Problem("empty-file", name, "", "a YAML document", ""));
        return null;
      }
      return new YamlFile(name, problems).doc(root.get(), 0);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      problems.add(
          new Problem(
              "bad-yaml", name + ":" + line, String.valueOf(e.getProblem()), "valid YAML", ""));
      return null;
    } catch (StackOverflowError e) {
      problems.add(
          new Problem(
              "bad-yaml", name, "nested too deep", "at most " + MOST_DEPTH + " levels", ""));
      return null;
    } catch (YamlEngineException
        | IllegalArgumentException e) { // The library refuses some tags so.
      problems.add(new Problem("bad-yaml", name, String.valueOf(e.getMessage()), "valid YAML", ""));
      return null;
    }
  }

  private Doc doc(Node node, int depth) {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    if (depth > MOST_DEPTH) {
      throw new YamlEngineException("nested deeper than " + MOST_DEPTH);
    }
    if (node.getAnchor().isPresent()) {
      throw new YamlEngineException("anchors and aliases are not accepted (line " + line + ")");
    }
    return switch (node) {
      case ScalarNode scalar -> new Doc.Text(scalar.getValue(), line);
      case SequenceNode sequence -> {
        List<Doc> parts = new ArrayList<>();
        for (Node part : sequence.getValue()) {
          parts.add(doc(part, depth + 1));
        }
        yield new Doc.Sequence(parts, line);
      }
      case MappingNode mapping -> {
        Map<String, Doc> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
          String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
          if (entries.containsKey(key)) {
            problems.add(new Problem("duplicate-key", name + ":" + line, key, "each key once", ""));
          }
          entries.put(key, doc(tuple.getValueNode(), depth + 1));
        }
        yield new Doc.Mapping(entries, line);
      }
      default -> throw new YamlEngineException("unexpected node at line " + line);
    };
  }
}
