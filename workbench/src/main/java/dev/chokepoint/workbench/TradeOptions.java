package dev.chokepoint.workbench;

import dev.chokepoint.controls.Fact;
import dev.chokepoint.controls.TradeRequest;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The facts of a trade as options, the same for every command that asks the law; the day is not
 * one.
 */
final class TradeOptions {
  @Option(
      names = "--to",
      paramLabel = "COUNTRY",
      description = "Destination: code or name; ? if unknown.")
  @Nullable String to;

  @Option(
      names = "--party-hq",
      paramLabel = "CC",
      description = "Country of the buyer's headquarters.")
  @Nullable String partyHq;

  @Option(
      names = "--ultimate-parent",
      paramLabel = "CC",
      description = "Country of its ultimate parent's headquarters.")
  @Nullable String ultimateParent;

  @Option(
      names = "--party",
      paramLabel = "NAME",
      description =
          "Name of the buyer, as `parties search` reads it, or a category such as us-ai-company or uae-government.")
  @Nullable String party;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Folder of imported lists of parties; default the user's own.")
  @Nullable Path store;

  @Option(
      names = "--exporter",
      paramLabel = "NAME",
      description = "Who exports; default the item's vendor; none: somebody without a letter.")
  @Nullable String exporter;

  @Option(
      names = "--direction",
      paramLabel = "WORD",
      description = "export, reexport, in-country or remote-access.")
  @Nullable String direction;

  @Option(
      names = "--from-country",
      paramLabel = "CC",
      description = "Country the item leaves; default US.")
  @Nullable String fromCountry;

  @Option(
      names = "--datacenter",
      paramLabel = "WORD",
      description = "yes, no or unknown, instead of what the catalogue says.")
  @Nullable String datacenter;

  @Option(
      names = "--certified",
      paramLabel = "WORD",
      description = "all, none, or ids of conditions separated by commas.")
  @Nullable String certified;

  @Option(
      names = "--role",
      paramLabel = "WORD",
      description = "seller, foundry or osat: who sends the item; default seller.")
  @Nullable String role;

  @Option(
      names = "--designer",
      paramLabel = "WORD",
      description = "approved, authorized, applied or other; asked of a foundry or osat.")
  @Nullable String designer;

  @Option(
      names = "--packager",
      paramLabel = "WORD",
      description = "foundry-abroad, approved-osat or other; asked of a foundry or osat.")
  @Nullable String packager;

  @Option(
      names = "--import-use",
      paramLabel = "WORD",
      description = "us-datacenter, repair, ...: what an import into the US is for.")
  @Nullable String importUse;

  @Option(
      names = "--quantity",
      paramLabel = "N",
      description = "Number of items, for limits on quantities.")
  @Nullable String quantity;

  TradeRequest request(LocalDate asOf) {
    return request(asOf, Map.of());
  }

  /** Refuses an option with nothing in it, as from an unset variable: it could clear a buyer. */
  private void refuseBlanks() {
    Map<String, @Nullable String> said = new LinkedHashMap<>();
    said.put("--party-hq", partyHq);
    said.put("--ultimate-parent", ultimateParent);
    said.put("--party", party);
    said.put("--exporter", exporter);
    said.put("--direction", direction);
    said.put("--from-country", fromCountry);
    said.put("--datacenter", datacenter);
    said.put("--certified", certified);
    said.put("--role", role);
    said.put("--designer", designer);
    said.put("--packager", packager);
    said.put("--import-use", importUse);
    said.put("--quantity", quantity);
    said.forEach(TradeOptions::refuseBlank);
  }

  static void refuseBlank(String option, @Nullable String value) {
    if (value != null && value.isBlank()) {
      throw new Refused(
          new Problem(
              "empty-value",
              option,
              value,
              "a value, or no " + option + " at all",
              "Maybe a variable of the script is not set; ? stands for unknown."));
    }
  }

  /** The request, with values of a row in place of the options where the row has them. */
  TradeRequest request(LocalDate asOf, Map<String, String> row) {
    refuseBlanks();
    String destination = pick(row, "to", to);
    if (destination == null) {
      throw new Refused(
          new Problem(
              "missing",
              "--to",
              "",
              "a destination",
              "Maybe --to CN, or --to ? if it is unknown."));
    }
    return new TradeRequest(
        asOf,
        destination,
        pick(row, "party-hq", partyHq),
        pick(row, "ultimate-parent", ultimateParent),
        pick(row, "party", party),
        pick(row, "exporter", exporter),
        pick(row, "direction", direction),
        pick(row, "from-country", fromCountry),
        pick(row, "datacenter", datacenter),
        pick(row, "certified", certified),
        words(row),
        pick(row, "quantity", quantity));
  }

  private Map<Fact, String> words(Map<String, String> row) {
    Map<Fact, String> words = new EnumMap<>(Fact.class);
    put(words, Fact.ROLE, pick(row, "role", role));
    put(words, Fact.DESIGNER, pick(row, "designer", designer));
    put(words, Fact.PACKAGER, pick(row, "packager", packager));
    put(words, Fact.IMPORT_USE, pick(row, "import-use", importUse));
    return words;
  }

  private static void put(Map<Fact, String> words, Fact fact, @Nullable String word) {
    if (word != null) {
      words.put(fact, word);
    }
  }

  /** What a row says, else what the option says; nothing but blanks says nothing. */
  static @Nullable String pick(Map<String, String> row, String key, @Nullable String option) {
    String value = row.get(key);
    String said = value == null || value.isBlank() ? option : value;
    return said == null || said.isBlank() ? null : said.strip();
  }
}
