package dev.chokepoint.workbench;

import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Secrets that people type: asked for on a terminal, else the first line of standard input. */
@SuppressWarnings("SystemConsoleNull") // it is null where standard input is no terminal
final class Passphrase {
  private Passphrase() {}

  /** A new password, typed twice on a terminal. */
  static char[] fresh(String name) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      return line();
    }
    char[] first = console.readPassword("New password of %s: ", name);
    char[] second = console.readPassword("The same again: ");
    if (first == null || !Arrays.equals(first, second)) {
      throw new Refused(new Problem("passwords-differ", "password", "", "the same twice", ""));
    }
    return first;
  }

  /** A password that is known. */
  static char[] known(String of) {
    Console console = System.console();
    char[] typed =
        console == null || !console.isTerminal()
            ? line()
            : console.readPassword("Password of %s: ", of);
    return typed == null ? new char[0] : typed;
  }

  private static char[] line() {
    try {
      String line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      if (line == null) {
        String limit = "a line on standard input, or a terminal to ask on";
        throw new Refused(new Problem("missing", "password", "", limit, ""));
      }
      return line.toCharArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
