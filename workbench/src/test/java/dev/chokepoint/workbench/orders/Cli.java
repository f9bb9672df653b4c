package dev.chokepoint.workbench.orders;

import dev.chokepoint.workbench.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command line in process, and its results read with another reader than wrote them. */
record Cli(int code, String out, String err) {
  static final Path ROOT = Path.of(System.getProperty("chokepoint.root", ".."));
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  static Cli run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> words = new ArrayList<>();
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    int code =
        Main.run(
            LocalDate.of(2026, 9, 1),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            words.toArray(new String[0]));
    return new Cli(code, out.toString(), err.toString());
  }

  /** What a run of {@code exposure} around 9 April 2025 says. */
  static Cli exposure(Path file, Path out, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "exposure",
                file,
                "--from",
                "2025-04-08",
                "--to",
                "2025-04-10",
                "--out",
                out,
                "--threads",
                "2"));
    arguments.addAll(List.of(more));
    return run(arguments.toArray());
  }

  static JsonNode summary(Path out) {
    return MAPPER.readTree(out.resolve("summary.json").toFile());
  }

  /** Rows of a CSV file by column name. */
  static List<java.util.Map<String, String>> rows(Path csv) {
    try (var parser =
        org.apache.commons.csv.CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .get()
            .parse(java.nio.file.Files.newBufferedReader(csv))) {
      return parser.stream().map(org.apache.commons.csv.CSVRecord::toMap).toList();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
