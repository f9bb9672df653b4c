package dev.chokepoint.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import dev.chokepoint.workbench.orders.OrderSamples;
import dev.chokepoint.workbench.parties.PartySamples;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What the commands print is what docs/schema and docs/json.md promise, and no more. */
class JsonSchemaTest {
  private static final Path ROOT = Path.of(System.getProperty("chokepoint.root", ".."));
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String BASE = "https://chokepoint.test/schema/";
  private static final Map<String, String> SCHEMAS = schemaFiles();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder
                  .schemas(SCHEMAS)
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  private static final String COMMANDS =
      """
      determination | classify nvidia-h100-sxm5 --to CN --as-of 2024-06-01
      determination | classify H20 --to CN --as-of 2025-04-20
      determination | classify H20 --to CN --as-of 2025-04-20 --clock both
      determination | classify nvidia-h200-sxm --to IN --as-of 2025-06-01 --clock codified
      determination | classify --spec name=X,int8=256,die=?,node=7,memory-bandwidth=900,io=300 --to CN --as-of 2024-06-01
      determination | classify --spec int8=>300,die=<600,memory-bandwidth=100..2000 --to CN --as-of 2024-06-01
      determination | classify nvidia-h100-sxm5 --to ? --as-of 2024-06-01
      determination | classify --spec int8=256,die=600,planar=yes,node=28 --to VN
      determination | classify --spec contains=8xnvidia-h200-sxm+2xnvidia-l20 --to CN --as-of 2024-01-01
      determination | classify --spec contains=8xhbm3e-stack --to CN --as-of 2025-06-01
      determination | classify sys-mi300x-platform --to MY --party-hq CN --as-of 2024-06-01
      determination | classify hbm3e-stack --to CN --as-of 2025-01-15
      determination | classify H20 --to CN --as-of 2022-01-01
      determination | classify nvidia-t4 --to IR --as-of 2024-01-01
      determination | classify nvidia-rtx-6000-ada --to CN --as-of 2024-01-01
      determination | classify biren-br104 --to CN --as-of 2023-01-01
      determination | classify nvidia-l20 --to CN --as-of 2024-01-01
      determination | classify nvidia-h200-sxm --to CN --as-of 2026-02-01
      determination | classify nvidia-h200-sxm --to CN --as-of 2026-02-01 --role foundry --aatc 28e9 --quantity 100
      determination | --overlay docs/example-what-if.yaml classify nvidia-l20 --to CN --as-of 2026-09-01
      determination | --with proposal:gain-ai-act classify nvidia-h20-96 --to CN --as-of 2025-11-01
      timeline | timeline nvidia-h20-96 --to CN
      timeline | timeline --overlay docs/example-what-if.yaml nvidia-l20 --to CN
      timeline | timeline H20 --to CN
      timeline | timeline L20 --to SG --party 浪潮
      timeline | timeline nvidia-h200-sxm --to IN
      timeline | timeline --spec int8=256,die=800 --to CN
      chips | chips
      chips | chips --name nobody
      chip | chip H20
      chip | chip biren-br104
      chip | chip huawei-ascend-910b
      chip | chip nvidia-a16
      chip | chip hbm3e-stack
      coverage | coverage
      spec-keys | spec --keys
      rules | rules
      rules | rules --as-of 2025-06-01 --clock codified
      rules | --overlay docs/example-what-if.yaml rules --as-of 2026-09-01
      rules | rules --with proposal:gain-ai-act
      rule | rules show 3A090.a
      rule | rules show destination-a-side
      rule | rules show NAC
      rule | rules show LETTER-2023-ME
      rule | rules show AFF-2025
      rule | rules --overlay docs/example-what-if.yaml show MEMORY-LINE
      changes | rules diff 2025-04-08 2025-04-10 --to CN
      changes | rules diff 2023-11-16 2023-11-17
      changes | rules diff 2024-03-14 2025-01-17
      changes | rules diff 2025-05-12 2025-05-13 --clock codified
      changes | rules try docs/example-what-if.yaml --as-of 2026-09-01
      region | rules region --plane tpp,density --as-of 2023-12-01
      region | rules region --plane memory,io --item H20 --to Macau --as-of 2025-06-01
      region | --overlay docs/example-what-if.yaml rules region --plane memory,tpp --as-of 2026-09-01
      port | port examples/cuda-sample --to cann
      port | port examples/cuda-sample --to rocm --as-of 2024-06-30
      port | port docs/schema --to sycl
      port-comparison | port examples/cuda-sample --compare
      op | op gemm --chip nvidia-h100-sxm5 --m 4096 --n 4096 --k 7168 --precision fp8_block
      op | op attention-decode --chip nvidia-h20-96 --batch 64 --length 4096 --heads 8 --kv-heads 1
      ops | ops docs/example-operators.csv
      predict | predict --chip nvidia-h20-96 --count 8 --model llama-3.1-70b --concurrency 16 --input 4096 --output 512 --precision fp8 --tp 8
      predict | predict --chip nvidia-b200-sxm --model qwen3-8b --concurrency 8 --input 1024 --output 256 --max-chips 2
      predict | predict --chip nvidia-h100-sxm5 --model qwen3-8b --phase prefill --batch 4 --input 1024
      training | predict --chip nvidia-a100-sxm4-80 --model megatron-22b --phase train --tp 8 --global-batch 4 --micro-batch 4 --length 2048
      area | area examples/silicon/ga100.yaml
      area | area examples/silicon/ad102.yaml --units 10
      explore | explore examples/space.yaml --rule 2023-11-17
      explore | explore examples/space.yaml --rule 2025-04-20 --to CN,VN --method sobol --points 500 --seed 7
      frontier | frontier --rule 2022-10-21,2023-11-17,2025-04-20 --die 814 --chips nvidia-a800-sxm4-80,nvidia-h20-96,nvidia-rtx-pro-6000d
      frontier | --overlay docs/example-what-if.yaml frontier --rule 2026-09-01 --to VN --exporter none
      near | near nvidia-h100-sxm5 --rule 2023-11-17 --model llama-3.1-8b --tp 1
      near | near nvidia-t4 --rule 2023-11-17
      rule-design | rule-design --catch nvidia-a100-sxm4-80,nvidia-l4 --spare nvidia-h20-96,nvidia-l2 --metrics tpp,density,memory --rule 2023-11-17 --model llama-3.1-8b --tp 1
      rule-design | rule-design --catch nvidia-h100-sxm5 --spare nvidia-h200-sxm --metrics tpp
      problems | frontier --rule tomorrow
      problems | frontier --die 0
      problems | near H1OO
      problems | near nvidia-rtx-pro-6000d --rule 2025-09-01
      problems | rule-design --catch nvidia-l4 --spare nvidia-l4
      problems | rule-design --catch nvidia-l4 --spare nvidia-l2 --metrics tpq
      claims | claims check
      claims | claims show h20-listed
      market | market docs/example-market.yaml --draws 100
      compare | compare --chips nvidia-h20-96,nvidia-h100-sxm5,nvidia-l40s --model llama-3.1-8b --input 1024 --output 256
      cost | cost --chip nvidia-h20-96 --site CN --as-of 2025-09-01 --currency CNY --model llama-3.1-8b --concurrency 16 --input 1024 --output 256 --tp 1 --count 1
      cost | cost --chip nvidia-h100-sxm5 --rent --as-of 2026-06-01 --count 2048 --model deepseek-v3 --phase train --chip-hours 2788000 --trained 14.8e12
      rent-or-buy | rent-or-buy examples/rent-or-buy.yaml
      tenant | tenant examples/tenant.yaml
      plan | plan examples/demand.yaml --as-of 2025-03-01 --site CN
      plan | plan examples/demand-tight.yaml --as-of 2025-03-01 --site CN
      plan | plan examples/demand-scenarios.yaml
      problems | plan examples/rent-or-buy.yaml
      validate | validate --measurements docs/example-measurements
      validate | validate --measurements docs/example-measurements --left-out
      published | validate --published
      calibrate | calibrate --measurements docs/example-measurements --refit
      mine | calibrate --mine docs/example-measurements/gemm_h100sxm.csv
      problems | predict --chip nvidia-h100-sxm5 --model lama
      problems | port no-such-folder --to cann
      problems | port docs --to opencl
      problems | classify H2O0 --to CN
      problems | classify H20
      problems | classify H20 --nonsense
      problems | classify --spec int9=3,die=624..456 --to CN
      problems | classify --file no-such.csv
      problems | timeline H20 --to CN --as-of 2025-01-01
      problems | chip H2O0
      problems | rules show 3A090.x
      problems | rules diff 2025-04-08 tomorrow
      problems | rules try no-such.yaml
      problems | rules region --plane tpp,tpp
      problems | --overlay no-such.yaml classify H20 --to CN
      problems | --with proposal:no-such classify H20 --to CN
      problems | rules --with no-such
      problems | --version
      """;

  /** What each command printed, so that every test looks at the same answers. */
  private static final Map<String, String> PRINTED = new TreeMap<>();

  private static final List<JsonNode> ORDERS = OrderSamples.summaries();
  private static final List<JsonNode> VERIFICATIONS = OrderSamples.verifications();

  private static final Map<String, List<JsonNode>> PARTIES = PartySamples.answers();
  private static final Map<String, List<JsonNode>> LEDGER = LedgerSamples.answers();

  /** Keys that an object may lack, by the shape of their path. */
  private static final Pattern OPTIONAL =
      Pattern.compile(
          "(/answers/\\*)?(/codified)?/variants|(/answers/\\*)?/codified"
              + "|(/answers/\\*)?(/codified)?(/variants/\\*)?/circuits"
              + "|.*/(tppLiteralSum|aatcCount|processNodeNm|cumulativeTpp)"
              + "|/(linesByState|amountUsd|options|hashes)/(?!total$|--alerts|--part|rulebook|cat|par|input).*"
              + "|.*/steps/\\*.*/parts|/chips/\\*/texts/.*|.*/(features|referencesByLibrary)/.*"
              + "|.*/(axes|objectives)/.*|/best/[^/]*"
              + "|.*/steps/\\*.*/parts|/chips/\\*/texts/.*|.*/(features|referencesByLibrary)/.*"
              + "|/since");

  /** Keys whose values are words of a closed list. */
  private static final Set<String> WORDS =
      Set.of(
          "verdict",
          "reviewPolicy",
          "truth",
          "kind",
          "available",
          "clock",
          "certainty",
          "confidence",
          "state",
          "change",
          "policy",
          "metric",
          "by",
          "operator",
          "datacenterMarketed",
          "planar",
          "flag",
          "command");

  record Command(String schema, String words) {}

  private static List<Command> commands() {
    return COMMANDS
        .lines()
        .map(line -> line.split(" \\| ", -1))
        .map(parts -> new Command(parts[0], withPaths(parts[1])))
        .toList();
  }

  private static String withPaths(String words) {
    return words.replace("docs/", ROOT + "/docs/").replace("examples/", ROOT + "/examples/");
  }

  static JsonNode run(String words) {
    return MAPPER.readTree(PRINTED.computeIfAbsent(words, JsonSchemaTest::print));
  }

  private static String print(String words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Main.run(
        LocalDate.parse("2026-11-24"),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        (words + " --json").split(" ", -1));
    assertThat(err.toString()).as(words).isEmpty();
    return out.toString();
  }

  /** Every file of docs/schema by an address whose relative references lead to the others. */
  private static Map<String, String> schemaFiles() {
    Map<String, String> schemas = new TreeMap<>();
    try (Stream<Path> files = Files.list(ROOT.resolve("docs/schema"))) {
      for (Path file : files.toList()) {
        schemas.put(BASE + file.getFileName(), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return schemas;
  }

  static Schema schema(String name) {
    return REGISTRY.getSchema(SchemaLocation.of(BASE + name + ".schema.json"));
  }

  static List<String> errors(Schema schema, JsonNode document) {
    return schema.validate(document).stream().map(Error::toString).toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyAnswerFollowsItsSchema(Command command) {
    assertThat(errors(schema(command.schema()), run(command.words()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"docs/example-rows.csv, 0", "workbench/src/test/resources/rows-with-faults.csv, 4"})
  void rowsOfAFileFollowTheirSchema(String file, int problems) {
    JsonNode rows = run("classify --clock both --file " + ROOT.resolve(file));
    assertThat(errors(schema("rows"), rows)).isEmpty();
    assertThat(rows.get("problems").size()).isEqualTo(problems);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "batch",
        "orders",
        "verify",
        "parties-import",
        "parties-status",
        "parties-search",
        "parties-screen",
        "parties-decide",
        "parties-owners",
        "audit-record",
        "audit-list",
        "audit-verify",
        "audit-replay",
        "audit-export",
        "audit-case",
        "audit-deleted",
        "users-list",
        "users-tokens"
      })
  void aSummaryFollowsItsSchema(String name) {
    assertThat(samples(name)).allSatisfy(s -> assertThat(errors(schema(name), s)).isEmpty());
  }

  private static String batch(String more) {
    Path out = Path.of(System.getProperty("java.io.tmpdir")).resolve("chokepoint-schema-test.csv");
    return "classify --batch " + ROOT.resolve("docs/example-items.csv") + " --out " + out + more;
  }

  /** An answer with what changed since an older one. */
  private static JsonNode since() {
    String port = withPaths("port examples/cuda-sample --to rocm");
    Path old = Path.of(System.getProperty("java.io.tmpdir")).resolve("chokepoint-port-test.json");
    try {
      Files.writeString(old, print(port + " --as-of 2024-06-30"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return run(port + " --baseline " + old);
  }

  private static Stream<String> schemas() {
    return Stream.of(
        "determination",
        "rows",
        "batch",
        "timeline",
        "chips",
        "chip",
        "coverage",
        "spec-keys",
        "rules",
        "rule",
        "changes",
        "region",
        "orders",
        "verify",
        "port",
        "port-comparison",
        "op",
        "ops",
        "predict",
        "training",
        "compare",
        "claims",
        "market",
        "area",
        "explore",
        "frontier",
        "near",
        "rule-design",
        "cost",
        "rent-or-buy",
        "tenant",
        "plan",
        "validate",
        "published",
        "calibrate",
        "mine",
        "parties-import",
        "parties-status",
        "parties-search",
        "parties-screen",
        "parties-decide",
        "parties-owners",
        "audit-record",
        "audit-list",
        "audit-verify",
        "audit-replay",
        "audit-export",
        "audit-case",
        "audit-deleted",
        "users-list",
        "users-tokens",
        "problems");
  }

  private static List<JsonNode> samples(String schema) {
    if (schema.equals("rows")) {
      return List.of(run("classify --file " + ROOT.resolve("docs/example-rows.csv")));
    }
    if (schema.equals("orders")) {
      return ORDERS;
    }
    if (schema.startsWith("parties-")) {
      return java.util.Objects.requireNonNull(PARTIES.get(schema));
    }
    if (LEDGER.containsKey(schema)) {
      return java.util.Objects.requireNonNull(LEDGER.get(schema));
    }
    if (schema.equals("verify")) {
      return VERIFICATIONS;
    }
    if (schema.equals("batch")) {
      return List.of(
          run(batch("")),
          run(batch(" --clock codified --overlay " + ROOT.resolve("docs/example-what-if.yaml"))));
    }
    if (schema.equals("port")) {
      return List.of(
          run(withPaths("port examples/cuda-sample --to cann")),
          run(withPaths("port docs/schema --to musa")),
          since());
    }
    return commands().stream()
        .filter(command -> command.schema().equals(schema))
        .map(command -> run(command.words()))
        .toList();
  }

  /** One key removed, one key added, one word outside its list: each alone must be refused. */
  @ParameterizedTest
  @MethodSource("schemas")
  void everySchemaRefusesABrokenDocument(String name) {
    Schema schema = schema(name);
    Set<String> tried = new HashSet<>();
    List<String> accepted = new ArrayList<>();
    for (JsonNode document : samples(name)) {
      walk(
          document,
          "",
          (shape, object) -> {
            if (tried.add(shape + "+")) {
              object.put("surprise", 1);
              noteIfAccepted(schema, document, "added to " + shape, accepted);
              object.remove("surprise");
            }
            for (String key : List.copyOf(object.propertyNames())) {
              String at = shape + "/" + key;
              JsonNode value = object.get(key);
              if (!OPTIONAL.matcher(at).matches() && tried.add(at)) {
                object.remove(key);
                noteIfAccepted(schema, document, "removed " + at, accepted);
              }
              if (WORDS.contains(key) && tried.add(at + "=")) {
                object.set(key, StringNode.valueOf("nonsense"));
                noteIfAccepted(schema, document, "nonsense at " + at, accepted);
              }
              object.set(key, value);
            }
          });
    }
    assertThat(tried).hasSizeGreaterThan(2); // a document of two keys is the smallest
    assertThat(accepted).isEmpty();
  }

  private static void noteIfAccepted(
      Schema schema, JsonNode document, String what, List<String> accepted) {
    if (schema.validate(document).isEmpty()) {
      accepted.add(what);
    }
  }

  /** Objects with the shape of their path: indexes are stars, and parts of parts are parts. */
  private static void walk(JsonNode node, String shape, BiConsumer<String, ObjectNode> visit) {
    if (node instanceof ObjectNode object) {
      visit.accept(shape, object);
      for (Map.Entry<String, JsonNode> entry : List.copyOf(object.properties())) {
        String below = shape + "/" + entry.getKey();
        walk(entry.getValue(), below.replace("/parts/*/parts", "/parts"), visit);
      }
    } else {
      node.forEach(part -> walk(part, shape + "/*", visit));
    }
  }

  /** Were a key of a schema never printed here, the tests above would say nothing about it. */
  @Test
  void everyKeyOfEverySchemaIsPrintedBySomeCommand() {
    Set<String> promised = new TreeSet<>();
    SCHEMAS.values().forEach(text -> promised.addAll(keys(MAPPER.readTree(text))));
    Set<String> printed = new TreeSet<>();
    schemas()
        .flatMap(schema -> samples(schema).stream())
        .forEach(
            document -> walk(document, "", (at, object) -> printed.addAll(object.propertyNames())));
    assertThat(printed).containsAll(promised);
  }

  /** Keys that a schema promises, but for those of an item's file, which keep their form there. */
  private static Set<String> keys(JsonNode schema) {
    Set<String> keys = new TreeSet<>();
    walk(
        schema,
        "",
        (at, node) -> {
          if (at.endsWith("/properties") && !at.endsWith("/texts/properties")) {
            keys.addAll(node.propertyNames());
          }
        });
    return keys;
  }

  @Test
  void everySchemaIsValidAndClosed() {
    Schema meta =
        REGISTRY.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));
    SCHEMAS.forEach((name, text) -> {
      JsonNode schema = MAPPER.readTree(text);
      assertThat(errors(meta, schema)).as(name).isEmpty();
      walk(
          schema,
          "",
          (at, node) -> {
            if (node.path("type").asString("").equals("object")) {
              boolean closed =
                  !node.path("additionalProperties").asBoolean(true) && node.has("required");
              assertThat(closed || node.has("maxProperties")).as(name + " " + at).isTrue();
            }
          });
    });
  }

  @Test
  void theDescriptionNamesEveryKeyOfEverySchema() throws IOException {
    String description = Files.readString(ROOT.resolve("docs/json.md"));
    Set<String> keys = new TreeSet<>();
    SCHEMAS.values().forEach(text -> keys.addAll(keys(MAPPER.readTree(text))));
    assertThat(keys).contains("verdict", "eccnCandidates", "answers", "periods", "circuits");
    assertThat(
            keys.stream()
                .filter(key ->
                    !Pattern.compile("[`.\"]" + key + "[`.\\[\"]").matcher(description).find()))
        .isEmpty();
  }

  @Test
  void theExamplesOfTheDescriptionFollowTheirSchemas() throws IOException {
    Map<String, String> schemaByHeading =
        Map.ofEntries(
            Map.entry("classify", "determination"),
            Map.entry("classify --file", "rows"),
            Map.entry("classify --batch", "batch"),
            Map.entry("timeline", "timeline"),
            Map.entry("chips", "chips"),
            Map.entry("chip", "chip"),
            Map.entry("coverage", "coverage"),
            Map.entry("spec", "spec-keys"),
            Map.entry("rules", "rules"),
            Map.entry("rules show", "rule"),
            Map.entry("rules diff and rules try", "changes"),
            Map.entry("rules region", "region"),
            Map.entry("screen and exposure", "orders"),
            Map.entry("verify", "verify"),
            Map.entry("port", "port"),
            Map.entry("port --compare", "port-comparison"),
            Map.entry("op", "op"),
            Map.entry("ops", "ops"),
            Map.entry("predict", "predict"),
            Map.entry("predict --phase train", "training"),
            Map.entry("compare", "compare"),
            Map.entry("area", "area"),
            Map.entry("explore", "explore"),
            Map.entry("frontier", "frontier"),
            Map.entry("near", "near"),
            Map.entry("rule-design", "rule-design"),
            Map.entry("cost", "cost"),
            Map.entry("rent-or-buy", "rent-or-buy"),
            Map.entry("tenant", "tenant"),
            Map.entry("plan", "plan"),
            Map.entry("validate --measurements", "validate"),
            Map.entry("validate --published", "published"),
            Map.entry("calibrate --measurements", "calibrate"),
            Map.entry("calibrate --mine", "mine"),
            Map.entry("parties import", "parties-import"),
            Map.entry("parties status", "parties-status"),
            Map.entry("parties search", "parties-search"),
            Map.entry("parties screen", "parties-screen"),
            Map.entry("parties decide", "parties-decide"),
            Map.entry("parties owners", "parties-owners"),
            Map.entry("audit record", "audit-record"),
            Map.entry("audit list", "audit-list"),
            Map.entry("audit verify", "audit-verify"),
            Map.entry("audit replay", "audit-replay"),
            Map.entry("audit export", "audit-export"),
            Map.entry("entry-ID.json", "audit-case"),
            Map.entry("audit redact, retention and prune", "audit-deleted"),
            Map.entry("users list", "users-list"),
            Map.entry("users token list", "users-tokens"),
            Map.entry("Problems", "problems"));
    Set<String> seen = new TreeSet<>();
    String description = Files.readString(ROOT.resolve("docs/json.md"));
    for (String section : description.split("(?m)^## ", -1)) {
      String heading = section.lines().findFirst().orElse("");
      String schema = schemaByHeading.get(heading);
      if (schema != null) {
        String example = section.split("```json", -1)[1].split("```", -1)[0];
        assertThat(errors(schema(schema), MAPPER.readTree(example))).as(heading).isEmpty();
        seen.add(heading);
      }
    }
    assertThat(seen).containsExactlyInAnyOrderElementsOf(schemaByHeading.keySet());
  }
}
