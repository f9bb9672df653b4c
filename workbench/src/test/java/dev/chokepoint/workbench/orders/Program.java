package dev.chokepoint.workbench.orders;

import dev.chokepoint.workbench.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line in a process of its own, which can be killed. */
final class Program {
  private Program() {}

  static Process start(Path log, Object... arguments) throws IOException {
    return prepared(log, arguments).start();
  }

  static ProcessBuilder prepared(Path log, Object... arguments) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "-Dchokepoint.phases=true",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    return new ProcessBuilder(words).redirectOutput(log.toFile());
  }

  /** Reads what a process says until it says a word; false if it ended before. */
  static boolean says(Process process, String word) throws IOException {
    BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      if (line.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /** Waits for the end of a process and gives what it still says. */
  static String rest(Process process) throws IOException, InterruptedException {
    StringBuilder text = new StringBuilder();
    BufferedReader err = process.errorReader(StandardCharsets.UTF_8);
    for (String line = err.readLine(); line != null; line = err.readLine()) {
      text.append(line).append('\n');
    }
    process.waitFor();
    return text.toString();
  }
}
