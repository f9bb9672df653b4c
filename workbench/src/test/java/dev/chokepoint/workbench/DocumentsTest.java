package dev.chokepoint.workbench;

import static dev.chokepoint.workbench.CommandLineTest.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Output shown in documents is what the program prints; {@code …} stands for what is left out. */
class DocumentsTest {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern FILE = Pattern.compile("`(build/[^`]+\\.yaml)`.*:");
  private static final Path ROOT = Path.of(System.getProperty("chokepoint.root", ".."));

  @ParameterizedTest
  @CsvSource({
    "README.md, 4",
    "docs/adding-a-chip.md, 2",
    "docs/adding-a-rule.md, 5",
    "docs/orders.md, 1",
    "docs/worked-plan.md, 11"
  })
  void shownOutputIsReal(String document, int least, @TempDir Path temp) throws IOException {
    List<String> lines = Files.readAllLines(ROOT.resolve(document));
    String command = "";
    int compared = 0;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.startsWith("```") || line.equals("```")) {
        continue;
      }
      int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
      List<String> block = lines.subList(i + 1, end);
      if (line.equals("```yaml")) {
        write(temp, lines.subList(Math.max(0, i - 3), i), block);
      } else if (line.equals("```sh")) {
        command = block.getLast();
      } else if (line.equals("```console")) {
        boolean asks = block.getFirst().startsWith("$ ./chokepoint");
        command = asks ? block.getFirst().substring(2) : command;
        if (asks || document.equals("README.md")) {
          compare(command, output(command, temp), asks ? block.subList(1, block.size()) : block);
          compared++;
        }
      }
      i = end;
    }
    assertThat(compared).isGreaterThanOrEqualTo(least);
  }

  private static String output(String command, Path temp) throws IOException {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      String word = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
      words.add(place(word, temp));
    }
    CommandLineTest.Run run = run(words.subList(1, words.size()).toArray(new String[0]));
    return run.out() + run.err();
  }

  /** Where a file or folder that a command names lies while its document is checked. */
  private static String place(String word, Path temp) throws IOException {
    if (word.startsWith("docs/") || word.startsWith("examples/")) {
      return ROOT.resolve(word).toString();
    }
    if (!word.startsWith("build/")) {
      return word;
    }
    Path place = temp.resolve(word);
    if (word.equals("build/exposure")) {
      return place.toString();
    }
    return (word.endsWith(".yaml") ? place : folder(place)).toString();
  }

  /** A copy of the knowledge folder under the name that a document gives it. */
  static Path folder(Path copy) throws IOException {
    if (Files.exists(copy.resolve("rules"))) {
      return copy;
    }
    Path knowledge = ROOT.resolve("knowledge");
    try (Stream<Path> files = Files.walk(knowledge)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(knowledge.relativize(file).toString());
        Files.createDirectories(java.util.Objects.requireNonNull(to.getParent()));
        Files.copy(file, to);
      }
    }
    return copy;
  }

  /** Writes a YAML block to the file that a line just above it names. */
  private static void write(Path temp, List<String> above, List<String> block) throws IOException {
    for (String line : above) {
      Matcher matcher = FILE.matcher(line);
      if (matcher.find()) {
        Path file = temp.resolve(matcher.group(1));
        Path named = Path.of(matcher.group(1));
        if (named.getNameCount() > 2) {
          folder(temp.resolve(named.subpath(0, 2)));
        }
        Files.createDirectories(java.util.Objects.requireNonNull(file.getParent()));
        Files.write(file, block);
      }
    }
  }

  private static void compare(String command, String output, List<String> shown) {
    String rest = output;
    for (String part : String.join("\n", shown).split("(?m)^…$", -1)) {
      String wanted = part.strip().isEmpty() ? "" : part.replaceAll("^\\n+|\\n+$", "");
      int at = rest.indexOf(wanted);
      assertThat(at).as(command + "\nshows\n" + wanted + "\nand prints\n" + rest).isNotNegative();
      rest = rest.substring(at + wanted.length());
    }
  }
}
