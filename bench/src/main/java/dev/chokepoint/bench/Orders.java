package dev.chokepoint.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.Main;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A book from CSV to decided lines beside DuckDB that merely copies it to Parquet: one run, the
 * same file, the same threads, the file in the cache. Arguments: lines (default 10 million), rounds
 * (1).
 */
public final class Orders {
  private static final int PEER_LINES = 1_000_000;
  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private Orders() {}

  /** Something to be timed. */
  interface Work {
    void run() throws Exception;
  }

  /** Seconds by the wall and of the processors. */
  record Took(double seconds, double cpu) {}

  public static void main(String[] arguments) throws Exception {
    long lines = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10_000_000;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
    int threads = Runtime.getRuntime().availableProcessors();
    Knowledge knowledge = Knowledge.load();
    List<String> skus = new ArrayList<>(knowledge.catalog().ids());
    skus.add("no such part");
    Path folder = Files.createTempDirectory("chokepoint-orders");
    try {
      Path book = folder.resolve("book.csv");
      MadeOrders.write(book, lines, skus);
      Path rates =
          Files.writeString(
              folder.resolve("rates.csv"),
              "date,currency,usd\n2023-12-01,EUR,1.08\n2023-12-01,JPY,0.0067\n");
      System.out.printf(
          Locale.ROOT, "%,d lines, %,d bytes, %d threads%n", lines, Files.size(book), threads);
      for (int round = 0; round < rounds; round++) {
        warm(book);
        Took copy = took(() -> copy(book, folder.resolve("copy.parquet"), threads));
        print("DuckDB, CSV to Parquet", copy, copy);
        print(
            "exposure, Parquet",
            took(() -> exposure(book, rates, folder, threads, "--no-csv")),
            copy);
        print(
            "exposure, Parquet and CSV", took(() -> exposure(book, rates, folder, threads)), copy);
        print(
            "DuckDB, CSV to Parquet",
            took(() -> copy(book, folder.resolve("copy.parquet"), threads)),
            copy);
      }
      DroolsOrders.compare(knowledge, Math.min(lines, PEER_LINES));
    } finally {
      try (Stream<Path> paths = Files.walk(folder)) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  static Took took(Work work) throws Exception {
    long cpu = MACHINE.getProcessCpuTime();
    long began = System.nanoTime();
    work.run();
    return new Took((System.nanoTime() - began) / 1e9, (MACHINE.getProcessCpuTime() - cpu) / 1e9);
  }

  private static void print(String what, Took took, Took floor) {
    System.out.printf(
        Locale.ROOT,
        "%-28s %8.2f s  %5.2f times   %8.2f s of processors, %5.2f times%n",
        what,
        took.seconds(),
        took.seconds() / floor.seconds(),
        took.cpu(),
        took.cpu() / floor.cpu());
  }

  private static void warm(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static void copy(Path book, Path to, int threads) throws Exception {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET threads = " + threads);
      statement.execute(
          "COPY (SELECT * FROM read_csv('%s')) TO '%s' (FORMAT parquet)".formatted(book, to));
    }
  }

  private static void exposure(Path book, Path rates, Path folder, int threads, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "exposure",
                book.toString(),
                "--from",
                "2025-04-08",
                "--to",
                "2025-04-10",
                "--rates",
                rates.toString(),
                "--threads",
                String.valueOf(threads),
                "--out",
                folder.resolve("out" + more.length).toString()));
    words.addAll(List.of(more));
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            LocalDate.of(2026, 9, 1),
            new PrintWriter(new StringWriter()),
            new PrintWriter(
                Boolean.getBoolean("chokepoint.phases") ? new TimedWriter() : err, true),
            words.toArray(new String[0]));
    if (code != 0) {
      throw new IllegalStateException(err.toString());
    }
  }

  /** Says when each phase began. */
  private static final class TimedWriter extends StringWriter {
    private final long began = System.nanoTime();

    @Override
    public void write(String text, int at, int length) {
      System.err.printf(
          Locale.ROOT,
          text.isBlank() ? "%s" : "%2$8.2f %1$s",
          text.substring(at, at + length),
          (System.nanoTime() - began) / 1e9);
    }
  }
}
