package dev.chokepoint.workbench;

import dev.chokepoint.knowledge.Spec;
import dev.chokepoint.units.Nearest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The keys with which an item outside the catalogue is described. */
@Command(name = "spec", description = "How to describe an item outside the catalogue.")
final class SpecCommand implements Callable<Integer> {
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec command;

  @Parameters(arity = "0..1", paramLabel = "KEY", description = "Only this key.")
  @Nullable String key;

  @Option(names = "--keys", description = "List the keys of --spec.")
  boolean keys;

  @Option(names = "--json", description = "Answer as JSON.")
  boolean json;

  @Option(names = "--csv", description = "Answer as CSV.")
  boolean csv;

  @Override
  public Integer call() {
    PrintWriter out = java.util.Objects.requireNonNull(command).commandLine().getOut();
    List<Spec.Key> all = wanted();
    if (json) {
      out.println(
          Json.write(
              Json.object(
                  "keys",
                  all.stream()
                      .map(k ->
                          Json.object(
                              "key",
                              k.key(),
                              "shortNames",
                              k.shortNames(),
                              "unit",
                              k.unit(),
                              "meaning",
                              k.meaning()))
                      .toList())));
    } else if (csv) {
      out.print(
          Csv.table(
              List.of("key", "shortNames", "unit", "meaning"),
              all.stream()
                  .map(k ->
                      List.of(k.key(), String.join(" ", k.shortNames()), k.unit(), k.meaning()))
                  .toList()));
    } else {
      all.forEach(k ->
          out.print(
              "%-22s %-28s %-9s %s%n"
                  .formatted(k.key(), String.join(", ", k.shortNames()), k.unit(), k.meaning())));
      out.println(
          "\nValues: 296, 3.35TB/s, 456..624, <600, >=8, ? (unknown). Sparse rates: 3958s.");
    }
    return 0;
  }

  private List<Spec.Key> wanted() {
    List<Spec.Key> all = Spec.keys();
    String asked = key;
    if (asked == null) {
      return all;
    }
    List<Spec.Key> found =
        all.stream().filter(k -> k.key().equals(asked) || k.shortNames().contains(asked)).toList();
    if (found.isEmpty()) {
      List<String> known =
          all.stream()
              .flatMap(k -> Stream.concat(Stream.of(k.key()), k.shortNames().stream()))
              .toList();
      throw new Refused(
          new Problem(
              "unknown-key",
              "KEY",
              asked,
              "a key that `chokepoint spec --keys` lists",
              Nearest.hint(asked, known)));
    }
    return found;
  }
}
