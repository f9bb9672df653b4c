package dev.chokepoint.workbench.ledger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Made-up entries. */
final class Entries {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Entries() {}

  static Chain chain(Store store) {
    return new Chain(store, Instant::now);
  }

  static Entry.Draft draft(String actor, @Nullable String subject, String said) {
    return Entry.Draft.of(
        actor, "test", "said", subject, MAPPER.createObjectNode().put("said", said));
  }

  static Entry.Draft answer(String said, String pack) {
    ObjectNode follows = MAPPER.createObjectNode().put("pack", pack);
    byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
    ObjectNode content = MAPPER.createObjectNode().put("asked", said);
    return new Entry.Draft("ann", "test", "answer", "case-1", content, bytes, follows);
  }

  /**
   * Six entries: talk, two answers with what they follow from, one of them deleted, and a login.
   */
  static List<Entry.Receipt> some(Store store) {
    Chain chain = chain(store);
    String pack = new Kept(store).keep("knowledge".getBytes(StandardCharsets.UTF_8));
    List<Entry.Receipt> receipts = new ArrayList<>();
    receipts.add(chain.append(draft("ann", null, "the first")));
    receipts.add(chain.append(answer("first answer", pack)));
    receipts.add(chain.append(answer("second answer", pack)));
    receipts.add(chain.redact(List.of(2L), "bob", "test", "a wish").orElseThrow());
    receipts.add(chain.append(draft("eve", "user:eve", "login")));
    receipts.add(chain.append(draft("ann", "case-1", "the last")));
    return receipts;
  }
}
