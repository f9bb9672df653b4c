package dev.chokepoint.workbench;

import dev.chokepoint.controls.Determination;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** A classification memo as one printable HTML page without anything from elsewhere. */
final class Memo {
  private Memo() {}

  static String html(Answer answer, String knowledgeHash) {
    Determination d = answer.governing();
    String eccn = d.eccn();
    StringOutput out = new StringOutput();
    TemplateEngine.createPrecompiled(ContentType.Html)
        .render(
            "memo.jte",
            Map.of(
                "item",
                d.item().name() + " (" + d.item().id() + ")",
                "verdict",
                Text.headline(d.verdict()),
                "entry",
                eccn == null ? String.join(", ", d.eccnCandidates()) : eccn,
                "policy",
                d.reviewPolicy() == null ? "-" : Text.policy(d),
                "asOf",
                d.trade().asOf()
                    + ", "
                    + d.clock().word()
                    + " clock; sources read to "
                    + answer.lastReviewed(),
                "destination",
                Text.destination(d.trade()),
                "explanation",
                Text.answer(answer, true),
                "knowledge",
                Main.programVersion() + ", knowledge " + knowledgeHash,
                "disclaimer",
                Answer.DISCLAIMER),
            out);
    return out.toString();
  }
}
