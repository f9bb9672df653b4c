package dev.chokepoint.workbench;

import dev.chokepoint.workbench.orders.Verification;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Whether the results of an order book come out the same again. */
@Command(
    name = "verify",
    description = "Derive the results of screen or exposure again and compare every byte.")
final class VerifyCommand implements Callable<Integer> {
  private static final int DIFFERENT = 1;

  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Folder of results.")
  Path folder = Path.of("");

  @Option(
      names = "--memory",
      paramLabel = "MB",
      description = "Most memory beside the heap; default 2000.")
  long memoryMegabytes = 2000;

  @Option(names = "--threads", paramLabel = "N", description = "Threads; default all.")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", description = "Print the answer as JSON.")
  boolean json;

  @Override
  public Integer call() {
    OrderOptions.atLeast("--memory", memoryMegabytes, 200);
    OrderOptions.atLeast("--threads", threads, 1);
    Main program = java.util.Objects.requireNonNull(main);
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    Verification found =
        Verification.of(
            folder,
            Verification.Places.SAME,
            program.knowledge(),
            Main.programVersion(),
            line.getErr(),
            memoryMegabytes,
            threads);
    line.getOut().println(json ? Json.write(document(found)) : text(found));
    return found.first() == null ? 0 : DIFFERENT;
  }

  private Map<String, Object> document(Verification found) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("command", "verify");
    out.put("folder", folder.toString());
    out.put("identical", found.first() == null);
    out.put("files", found.files());
    Map<String, Object> hashes = new LinkedHashMap<>();
    found.job().path("hashes").properties().forEach(e -> hashes.put(e.getKey(), e.getValue()));
    out.put("hashes", hashes);
    out.put("firstDifference", document(found.first()));
    return out;
  }

  /** Where two parted as a JSON object, or null where they did not. */
  static @Nullable Map<String, Object> document(Verification.@Nullable Difference first) {
    return first == null
        ? null
        : Json.object(
            "file", first.file(),
            "place", first.place(),
            "recorded", first.recorded(),
            "derived", first.derived());
  }

  /** The same for people, in three lines. */
  static String text(Verification.Difference first) {
    return "%s, %s%n  recorded: %s%n  derived:  %s"
        .formatted(first.file(), first.place(), shown(first.recorded()), shown(first.derived()))
        .replace("\r\n", "\n");
  }

  private static String text(Verification found) {
    Verification.Difference first = found.first();
    if (first == null) {
      return "identical: %d files, derived again from input %s under rulebook %s"
          .formatted(
              found.files(),
              found.job().path("hashes").path("input").asString(""),
              found.job().path("hashes").path("rulebook").asString(""));
    }
    return "different: " + text(first);
  }

  private static String shown(String value) {
    return value.isEmpty() ? "nothing" : value;
  }
}
