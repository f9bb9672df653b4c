package dev.chokepoint.workbench.orders;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** The memo of a run as one printable HTML page without anything from elsewhere. */
final class OrderMemo {
  private OrderMemo() {}

  static String html(Summary summary) {
    StringOutput out = new StringOutput();
    TemplateEngine.createPrecompiled(ContentType.Html)
        .render("orders.jte", Map.of("page", MemoPage.of(summary)), out);
    return out.toString();
  }
}
