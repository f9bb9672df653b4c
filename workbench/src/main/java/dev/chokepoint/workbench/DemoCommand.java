package dev.chokepoint.workbench;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/**
 * The story of one chip: free, caught by a letter, and followed by one cut to the letter's limits.
 */
@Command(name = "demo", description = "The story of the H20 and its successor, in four questions.")
final class DemoCommand implements Callable<Integer> {
  @ParentCommand @Nullable Main main;
  @CommandLine.Spec CommandLine.Model.@Nullable CommandSpec spec;

  private record Scene(String told, List<String> question) {}

  private static final List<Scene> SCENES =
      List.of(
          new Scene(
              "1. A chip made for one market, and what the law said of it, period by period.",
              List.of("timeline", "nvidia-h20-96", "--to", "CN")),
          new Scene(
              "2. Spring 2025: not on the control list, and yet a licence is required.",
              List.of("classify", "nvidia-h20-96", "--to", "CN", "--as-of", "2025-04-20")),
          new Scene(
              "3. Its GDDR7 successor stays under the limits that were reported. What remains open?",
              List.of("classify", "nvidia-rtx-pro-6000d", "--to", "CN", "--as-of", "2025-09-01")),
          new Scene(
              "4. A Blackwell part at the edge: how far may a die with TPP 2300 shrink?",
              List.of(
                  "classify",
                  "--spec",
                  "name=Planned part,vendor=NVIDIA,hq=US,int8=287.5,die=?,planar=no,datacenter=yes,memory-bandwidth=1344,io=128",
                  "--to",
                  "CN",
                  "--as-of",
                  "2025-09-01")));

  @Override
  public Integer call() {
    CommandLine line = java.util.Objects.requireNonNull(spec).commandLine();
    PrintWriter out = line.getOut();
    for (Scene scene : SCENES) {
      out.println("=".repeat(100));
      out.println(scene.told());
      out.println("$ chokepoint " + shown(scene.question()));
      out.println();
      int code =
          Main.run(
              java.util.Objects.requireNonNull(main).today(),
              out,
              line.getErr(),
              scene.question().toArray(new String[0]));
      if (code == 1 || code == Main.BAD_REQUEST) {
        return code;
      }
      out.println();
    }
    return 0;
  }

  private static String shown(List<String> words) {
    return String.join(
        " ",
        words.stream().map(w -> w.contains(" ") || w.contains("?") ? "'" + w + "'" : w).toList());
  }
}
