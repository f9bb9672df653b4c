package dev.chokepoint.workbench.web;

import dev.chokepoint.porting.PortVerdict;
import java.util.Arrays;
import java.util.Map;

/**
 * A browser for reports of {@code port --json}. The report is read by the page's script and never
 * sent: this machine reads no folder for a request.
 */
final class PortPage {
  private final Site site;

  PortPage(Site site) {
    this.site = site;
  }

  Reply page(Request request) {
    return site.page(
        request,
        "port",
        request.words().say("page.port"),
        "portreport.jte",
        Map.of("verdicts", Arrays.stream(PortVerdict.values()).map(PortVerdict::word).toList()));
  }
}
