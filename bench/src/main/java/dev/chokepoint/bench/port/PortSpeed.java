package dev.chokepoint.bench.port;

import dev.chokepoint.porting.Inventory;
import dev.chokepoint.porting.Use;
import dev.chokepoint.workbench.porting.PortScan;
import dev.chokepoint.workbench.porting.PortTables;
import dev.chokepoint.workbench.porting.Vocabulary;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Speed of the scanners over a folder: the first scan of a fresh machine, later ones on one thread,
 * and ripgrep counting the same identifiers on one thread and on all. Argument: the folder.
 */
public final class PortSpeed {
  private static final int ROUNDS = 5;

  private PortSpeed() {}

  public static void main(String[] args)
      throws IOException, InterruptedException, NoSuchAlgorithmException {
    Path folder = Path.of(args[0]);
    long began = System.nanoTime();
    Vocabulary vocabulary = new PortTables(null).vocabulary();
    double tables = seconds(began);
    began = System.nanoTime();
    Inventory first = PortScan.scan(folder, vocabulary);
    double cold = seconds(began);
    double megabytes = first.bytesRead() / 1e6;
    System.out.printf(
        Locale.ROOT,
        "%d files, %d lines, %.1f MB; %d uses%n",
        first.filesRead(),
        first.linesRead(),
        megabytes,
        first.files().stream().mapToInt(f -> f.uses().size()).sum());
    System.out.printf(
        Locale.ROOT,
        "tables read in %.2f s; first scan, cold code, all cores: %.2f s; machine up for %.2f s%n",
        tables,
        cold,
        ManagementFactory.getRuntimeMXBean().getUptime() / 1e3);
    try (ForkJoinPool one = new ForkJoinPool(1)) {
      for (int round = 0; round < ROUNDS; round++) {
        long used = one.submit(PortSpeed::processor).join();
        began = System.nanoTime();
        one.submit(() -> PortScan.scan(folder, vocabulary)).join();
        double wall = seconds(began);
        say("scan, one thread", wall, megabytes);
        say(
            "  its processor time, kernel included",
            (one.submit(PortSpeed::processor).join() - used) / 1e9,
            megabytes);
      }
    }
    began = System.nanoTime();
    PortScan.scan(folder, vocabulary);
    say("scan, all cores", seconds(began), megabytes);
    began = System.nanoTime();
    hash(folder);
    say("SHA-256 of every file, one thread", seconds(began), megabytes);
    System.out.printf(
        Locale.ROOT,
        "heap in use after the scans %.0f MB of at most %.0f MB%n",
        (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1e6,
        Runtime.getRuntime().maxMemory() / 1e6);
    ripgrep(folder, first, megabytes);
  }

  /** What a cache by content would have to do for every file before it could skip it. */
  private static void hash(Path folder) throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      digest.digest(Files.readAllBytes(file));
    }
  }

  /** Counts the names that were found, as whole words, comments and strings included. */
  private static void ripgrep(Path folder, Inventory found, double megabytes)
      throws IOException, InterruptedException {
    Set<String> names =
        found.files().stream()
            .flatMap(f -> f.uses().stream())
            .map(Use::name)
            .filter(n -> n.matches("[A-Za-z_]\\w+"))
            .collect(Collectors.toCollection(TreeSet::new));
    Path patterns = Files.createTempFile("names", ".txt");
    Files.write(patterns, names);
    for (String threads : List.of("1", "0")) {
      for (int round = 0; round < 2; round++) {
        Path out = Files.createTempFile("rg", ".txt");
        long began = System.nanoTime();
        int code =
            new ProcessBuilder(
                    "bash",
                    "-c",
                    "TIMEFORMAT='  its processor time %U s and %S s in the kernel'; time \"$0\""
                        + " \"$@\"",
                    "rg",
                    "-j",
                    threads,
                    "-owFI",
                    "--no-ignore",
                    "-f",
                    patterns.toString(),
                    "-g",
                    "*.{cu,cuh,c,cc,cpp,cxx,h,hpp,hh,inl,inc,hip,py,pyi,ipynb}",
                    folder.toString())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        double took = seconds(began);
        long matches;
        try (Stream<String> lines =
            Files.lines(out, java.nio.charset.StandardCharsets.ISO_8859_1)) {
          matches = lines.count();
        }
        Files.delete(out);
        say(
            "ripgrep, %s, %d names, %d matches, exit %d"
                .formatted(
                    threads.equals("1") ? "one thread" : "all cores", names.size(), matches, code),
            took,
            megabytes);
      }
    }
    Files.delete(patterns);
  }

  /** Nanoseconds of the processor that this thread had: what a busy machine does not change. */
  private static long processor() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static void say(String what, double seconds, double megabytes) {
    System.out.printf(
        Locale.ROOT, "%-70s %7.3f s %7.1f MB/s%n", what, seconds, megabytes / seconds);
  }
}
