package dev.chokepoint.workbench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs whose summaries, together, hold every field and every word that a summary may hold. */
public final class OrderSamples {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private OrderSamples() {}

  /** What {@code screen --json} and {@code exposure --json} print; made in a folder. */
  public static List<JsonNode> summaries() {
    try {
      Path folder = Files.createTempDirectory("chokepoint-samples");
      try {
        return summaries(folder);
      } finally {
        Disk.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code verify --json} prints of a run, before and after its book has changed. */
  public static List<JsonNode> verifications() {
    try {
      Path folder = Files.createTempDirectory("chokepoint-verified");
      try {
        Path book = write(folder, "book.csv", StatesTest.BOOK);
        Path results = folder.resolve("out");
        Path store = decided(folder);
        run(
            folder,
            "out",
            List.of("screen", book, "--as-of", "2025-04-20", "--store", store, "--json"));
        Cli same = Cli.run("verify", results, "--json");
        assertThat(same.code()).as(same.err()).isZero();
        Files.writeString(book, StatesTest.BOOK + "\n");
        Cli other = Cli.run("verify", results, "--json");
        assertThat(other.code()).as(other.err()).isEqualTo(1);
        return List.of(MAPPER.readTree(same.out()), MAPPER.readTree(other.out()));
      } finally {
        Disk.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> summaries(Path folder) throws IOException {
    Path book = write(folder, "book.csv", StatesTest.BOOK);
    Path saving = write(folder, "saving.yaml", StatesTest.SAVING);
    Path flagged =
        write(
            folder,
            "flagged.csv",
            """
            sku,quantity,price,currency,ship to,end user,ultimate parent
            H20,1000,12000,USD,CN,Somebody,
            H20,none,12000,USD,CN,Somebody,
            """);
    List<JsonNode> out = new ArrayList<>();
    List<Object> letter =
        List.of("exposure", book, "--from", "2025-04-08", "--to", "2025-04-10", "--json");
    out.add(run(folder, "one", letter));
    List<Object> all = new ArrayList<>(letter);
    all.addAll(List.of("--map", write(folder, "map.csv", "header,column\nMaterial,sku\n")));
    all.addAll(List.of("--products", write(folder, "p.csv", "sku,item\nX-1,H100\n")));
    all.addAll(List.of("--licences", write(folder, "l.csv", StatesTest.LICENCES)));
    all.addAll(
        List.of("--rates", write(folder, "r.csv", "date,currency,usd\n2025-01-01,EUR,1.1\n")));
    all.addAll(List.of("--inventory", Cli.ROOT.resolve("examples/inventory-2025-04.csv")));
    all.addAll(List.of("--store", decided(folder)));
    all.addAll(List.of("--previous", folder.resolve("one"), "--currency", "USD"));
    all.addAll(
        List.of("--dates", "dmy", "--encoding", "UTF-8", "--no-csv", "--not-cleared-by", "ann"));
    out.add(run(folder, "all", all));
    out.add(run(folder, "screen", List.of("screen", book, "--as-of", "2025-04-20", "--json")));
    out.add(
        run(
            folder,
            "freed",
            List.of(
                "--overlay",
                saving,
                "exposure",
                book,
                "--from",
                "2025-07-31",
                "--to",
                "2025-08-01",
                "--json")));
    out.add(
        run(
            folder,
            "flags",
            List.of("exposure", flagged, "--from", "2025-08-01", "--to", "2025-08-20", "--json")));
    return out;
  }

  /** A folder of lists without a list, in which somebody decided of a name. */
  private static Path decided(Path folder) {
    Path store = folder.resolve("store");
    Cli run =
        Cli.run(
            "parties",
            "decide",
            "Inspur Grup",
            "--party",
            "Inspur Group Co., Ltd.",
            "--verdict",
            "different",
            "--by",
            "A reviewer",
            "--because",
            "another address",
            "--store",
            store);
    assertThat(run.code()).as(run.err()).isZero();
    return store;
  }

  private static Path write(Path folder, String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static JsonNode run(Path folder, String name, List<Object> words) {
    List<Object> all = new ArrayList<>(words);
    all.addAll(List.of("--out", folder.resolve(name)));
    Cli run = Cli.run(all.toArray());
    assertThat(run.code()).as(run.err()).isZero();
    JsonNode printed = MAPPER.readTree(run.out());
    assertThat(printed).isEqualTo(Cli.summary(folder.resolve(name)));
    return printed;
  }
}
