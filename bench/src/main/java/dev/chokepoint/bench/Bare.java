package dev.chokepoint.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The least that a command line in Java can be: the floor under the start of ours. */
@Command(name = "bare", mixinStandardHelpOptions = true)
public final class Bare implements Runnable {
  @Parameters(arity = "0..1")
  String item;

  @Option(names = "--to")
  String to;

  @Option(names = "--as-of")
  String asOf;

  @Override
  public void run() {
    System.out.println(item + " to " + to + " on " + asOf);
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Bare()).execute(arguments));
  }
}
