package dev.chokepoint.workbench.web;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.units.Problem;
import dev.chokepoint.units.Refused;
import dev.chokepoint.workbench.Main;
import dev.chokepoint.workbench.ledger.Chain;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Hash;
import dev.chokepoint.workbench.ledger.Kept;
import dev.chokepoint.workbench.ledger.Store;
import dev.chokepoint.workbench.ledger.Zip;
import dev.chokepoint.workbench.orders.Verification;
import dev.chokepoint.workbench.parties.PartyStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Records answers so that each can be derived again, and derives them. */
public final class Recorder {
  /** Action of an entry that holds an answer. */
  public static final String ANSWER = "answer";

  private static final int MOST_TRIES = 5;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** How a question is answered. */
  interface Asking {
    Main.Outcome answer(LocalDate today, Knowledge knowledge, List<String> arguments);
  }

  private final Asking asking;
  private final Chain chain;
  private final Kept kept;
  private final Knowledge knowledge;
  private final Supplier<byte[]> packed;
  private final Path lists;
  private @Nullable String pack;
  private @Nullable String program;
  private String listsSeen = "";
  private @Nullable String list;

  /**
   * A recorder of answers by this build.
   *
   * @param knowledge the knowledge that this build was made with
   */
  public Recorder(Store store, Chain chain, Knowledge knowledge) {
    this(store, chain, knowledge, Knowledge::packed, PartyStore.defaultFolder());
  }

  Recorder(Store store, Chain chain, Knowledge knowledge, Supplier<byte[]> packed, Path lists) {
    this(store, chain, knowledge, packed, lists, Main::answer);
  }

  Recorder(
      Store store,
      Chain chain,
      Knowledge knowledge,
      Supplier<byte[]> packed,
      Path lists,
      Asking asking) {
    this.asking = asking;
    this.chain = chain;
    this.kept = new Kept(store);
    this.knowledge = knowledge;
    this.packed = packed;
    this.lists = lists;
  }

  /**
   * Who records, and why.
   *
   * @param actor name of the user
   * @param via how it is known who it is
   * @param subject what it is about, which stays for ever, or null
   * @param reason why, which can be deleted, or null
   * @param key the write's own key, so that it happens once, or null
   */
  public record By(
      String actor,
      String via,
      @Nullable String subject,
      @Nullable String reason,
      @Nullable String key) {}

  /**
   * A recorded answer.
   *
   * @param outcome what was answered
   */
  public record Recorded(Entry.Receipt receipt, Main.Outcome outcome) {
    /** As a JSON object, the answer in it. */
    public Map<String, @Nullable Object> document() {
      Map<String, @Nullable Object> out = receipt.document();
      out.put("exitCode", outcome.exitCode());
      out.put("answer", outcome.output());
      return out;
    }
  }

  /** Whether a question may take longer than most people wait; false for one that is wrong. */
  boolean isLong(List<String> words) {
    try {
      return Question.of(words, knowledge).route().isLong();
    } catch (Refused e) {
      return false;
    }
  }

  /**
   * Asks and records the answer, which is on disk when this returns.
   *
   * @throws Refused when the question is wrong; then nothing is recorded
   */
  public Recorded record(List<String> words, LocalDate today, By by) {
    refuseUnprintable("subject", by.subject());
    refuseUnprintable("reason", by.reason());
    words.forEach(word -> refuseUnprintable("question", word));
    refuseReserved(by.subject());
    Question question = Question.of(words, knowledge);
    Derived derived = derive(question, today);
    Main.Outcome outcome = derived.outcome();
    if (outcome.refused()) {
      throw new Refused(outcome.problems());
    }
    if (outcome.exitCode() == 1) {
      throw new IllegalStateException("exit code 1 of a command");
    }
    ObjectNode content = MAPPER.createObjectNode();
    ArrayNode arguments = content.putArray("arguments");
    question.arguments().forEach(arguments::add);
    content.put("today", today.toString());
    content.put("exitCode", outcome.exitCode());
    content.put("reason", by.reason());
    byte[] answer = outcome.output().getBytes(StandardCharsets.UTF_8);
    Entry.Draft draft =
        new Entry.Draft(
            by.actor(), by.via(), ANSWER, by.subject(), content, answer, derived.follows());
    String key = by.key();
    if (key == null) {
      return new Recorded(chain.append(draft), outcome);
    }
    ArrayNode asked = arguments.deepCopy().add(by.reason()).add(by.subject());
    String request = Hash.of(MAPPER.writeValueAsString(asked));
    boolean[] fresh = {false};
    Entry entry =
        chain.appendOnce(
            key,
            request,
            by.actor(),
            connection -> {
              fresh[0] = true;
              return draft;
            });
    return new Recorded(entry.receipt(), fresh[0] ? outcome : earlier(entry));
  }

  /** An answer and what it follows from. */
  private record Derived(Main.Outcome outcome, ObjectNode follows) {}

  /**
   * Asks until the lists were the same before and after: one that is imported meanwhile, or a
   * decision that somebody takes, may stand in the answer or not.
   */
  private Derived derive(Question question, LocalDate today) {
    ObjectNode before = follows(question);
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      Main.Outcome outcome = asking.answer(today, knowledge, question.withLists(lists));
      ObjectNode after = follows(question);
      if (after.equals(before) || outcome.refused()) {
        return new Derived(outcome, before);
      }
      before = after;
    }
    String limit = "lists of parties that stand still while they are read";
    throw new Refused(new Problem("lists-changing", "lists", "", limit, "Maybe ask again."));
  }

  /** What was answered under a receipt: never another answer that the chain does not hold. */
  private static Main.Outcome earlier(Entry entry) {
    String answer = entry.answered();
    if (answer == null) {
      String limit = "content that was not deleted";
      throw new Refused(new Problem("deleted", "entry " + entry.seq(), "", limit, ""));
    }
    return new Main.Outcome(entry.contents().path("exitCode").asInt(), List.of(), answer);
  }

  /** Refuses what one store or terminal would show otherwise than another. */
  private static void refuseUnprintable(String place, @Nullable String text) {
    if (text != null
        && (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')
            || (!place.equals("reason") && text.chars().anyMatch(Character::isISOControl))
            || !StandardCharsets.UTF_8.newEncoder().canEncode(text))) {
      String limit = "characters that can be printed";
      throw new Refused(new Problem("bad-value", place, "", limit, ""));
    }
  }

  /** Subjects of entries about users, books and retention, among which no answer may stand. */
  private static void refuseReserved(@Nullable String subject) {
    if (subject != null
        && (subject.equals("retention")
            || subject.startsWith("user:")
            || subject.startsWith("book:"))) {
      String limit = "no subject of the entries about users, books and retention";
      throw new Refused(new Problem("bad-value", "subject", subject, limit, ""));
    }
  }

  private ObjectNode follows(Question question) {
    return follows(
        question.arguments().stream().filter(word -> word.startsWith("--with=")).toList(),
        question.readsLists());
  }

  /**
   * What an answer follows from.
   *
   * @param bills options that name proposals that are not law
   * @param readsLists whether names of parties were looked up
   */
  synchronized ObjectNode follows(List<String> bills, boolean readsLists) {
    ObjectNode follows = MAPPER.createObjectNode();
    follows.put(
        "rulebook",
        bills.isEmpty()
            ? knowledge.hash()
            : Hash.of(knowledge.hash() + "\n" + String.join("\n", bills)));
    follows.put("catalogue", knowledge.hash());
    if (pack == null) {
      pack = kept.keep(Zip.shut(packed.get()));
    }
    follows.put("pack", pack);
    follows.put("list", readsLists ? list() : null);
    if (program == null) {
      program = programHash();
    }
    follows.put("version", Main.programVersion());
    follows.put("program", program);
    return follows;
  }

  /** The imported lists and what people decided of names, or null where there are none. */
  private @Nullable String list() {
    SortedMap<String, Path> files = new TreeMap<>();
    StringBuilder seen = new StringBuilder();
    try {
      if (!Files.isDirectory(lists)) {
        return null;
      }
      try (Stream<Path> walk = Files.walk(lists, 3)) {
        for (Path file : walk.toList()) {
          Path path = lists.relativize(file);
          if (isOfList(path)) {
            files.put(path.toString().replace('\\', '/'), file);
          }
        }
      }
      for (Path file : files.values()) {
        seen.append(file).append(Files.size(file)).append(Files.getLastModifiedTime(file));
      }
      if (files.isEmpty() || seen.toString().equals(listsSeen)) {
        return files.isEmpty() ? null : list;
      }
      SortedMap<String, byte[]> contents = new TreeMap<>();
      for (var file : files.entrySet()) {
        contents.put(file.getKey(), Files.readAllBytes(file.getValue()));
      }
      list = kept.keepTree(contents);
      listsSeen = seen.toString();
      return list;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a path under the folder of lists. */
  private static boolean isOfList(Path file) {
    String name = String.valueOf(file.getFileName());
    boolean draft = file.toString().contains("draft-");
    return !draft
        && (name.equals("manifest.json")
            || name.equals("list.csv")
            || name.equals("decisions.jsonl"));
  }

  /** The code that answers, as hash of the program's own archives or class files. */
  private static String programHash() {
    StringBuilder hashes = new StringBuilder();
    for (Class<?> part : List.of(Knowledge.class, Main.class)) {
      try {
        Path place = Path.of(part.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(place)) {
          try (Stream<Path> walk = Files.walk(place)) {
            for (Path file : walk.filter(f -> f.toString().endsWith(".class")).sorted().toList()) {
              hashes.append(place.relativize(file)).append(Hash.of(Files.readAllBytes(file)));
            }
          }
        } else {
          hashes.append(Hash.of(Files.readAllBytes(place)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (URISyntaxException e) {
        throw new IllegalStateException(e);
      }
    }
    return Hash.of(hashes.toString());
  }

  /**
   * A past answer beside what comes out now, with the knowledge and the lists of that day.
   *
   * @param recorded what was answered then
   * @param derived what this program answers now
   * @param sameProgram whether this is the program that answered then
   */
  public record Replay(String recorded, String derived, boolean sameProgram) {
    /** Whether every byte came out the same. */
    public boolean isIdentical() {
      return recorded.equals(derived);
    }

    /** Where the two part, or null when they do not. */
    public Verification.@Nullable Difference first() {
      return Verification.difference("answer", recorded, derived);
    }
  }

  /**
   * Derives an answer again.
   *
   * @throws Refused when the entry holds no answer, or when what it follows from is gone
   */
  public static Replay replay(Store store, Entry entry) {
    String place = "entry " + entry.seq();
    if (!entry.action().equals(ANSWER)) {
      String limit = "an entry with an answer";
      throw new Refused(new Problem("no-answer", place, entry.action(), limit, ""));
    }
    String recorded = entry.answered();
    if (entry.isRedacted() || recorded == null) {
      String hint = "Maybe `chokepoint audit list` shows who deleted it, and why.";
      throw new Refused(new Problem("deleted", place, "", "content that was not deleted", hint));
    }
    try (ThatDay then = ThatDay.of(store, entry)) {
      List<String> words = new ArrayList<>();
      entry.contents().path("arguments").forEach(word -> words.add(word.asString("")));
      LocalDate today = LocalDate.parse(entry.contents().path("today").asString(""));
      List<String> asked = Question.of(words, then.knowledge()).withLists(then.lists());
      String derived = Main.answer(today, then.knowledge(), asked).output();
      return new Replay(recorded, derived, isThisProgram(entry));
    }
  }

  /** Whether this is the program that wrote an entry. */
  static boolean isThisProgram(Entry entry) {
    return entry.said().path("follows").path("program").asString("").equals(programHash());
  }
}
