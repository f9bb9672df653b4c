package dev.chokepoint.workbench;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** A porting report as one printable HTML page without anything from elsewhere. */
final class PortHtml {
  private PortHtml() {}

  static String page(PortAnswer answer) {
    StringOutput out = new StringOutput();
    TemplateEngine.createPrecompiled(ContentType.Html)
        .render("port.jte", Map.of("program", Main.programVersion()), out);
    return out.toString();
  }
}
