package dev.chokepoint.workbench.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** The memo is one page that prints, that a keyboard can walk, and that runs nothing. */
class OrderMemoTest {
  @TempDir Path folder;

  private String memo(Path book, Object... more) throws IOException {
    Path out = folder.resolve("out");
    Cli run = Cli.exposure(book, out, more);
    assertThat(run.code()).as(run.err()).isZero();
    return Files.readString(out.resolve("memo.html"));
  }

  private static List<String> all(String html, String pattern) {
    List<String> found = new ArrayList<>();
    Matcher matcher = Pattern.compile(pattern).matcher(html);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @Test
  void theMemoOfTheExampleShowsItsFiguresAndWalksByKeyboard() throws Exception {
    String html =
        memo(
            Cli.ROOT.resolve("examples/orders-2025-04.csv"),
            "--inventory",
            Cli.ROOT.resolve("examples/inventory-2025-04.csv"));
    assertThat(html)
        .contains("12 lines in = 11 decided + 1 rejected")
        .contains("59,300,000.00")
        .contains("51,500,000.00")
        .contains("negative-quantity")
        .contains("not checked: no column sitePowerMw")
        .contains("not legal advice")
        .contains("lang=\"en\"");
    List<String> links = all(html, "href=\"#([^\"]+)\"");
    assertThat(links).hasSizeGreaterThan(10);
    assertThat(all(html, " id=\"([^\"]+)\"")).doesNotHaveDuplicates().containsAll(links);
    assertThat(html).doesNotContain("<script").doesNotContain("http:").doesNotContain("https:");
    assertThat(all(html, "<(th)[ >]")).hasSameSizeAs(all(html, "<th (scope)=\"col\""));
    wellFormed(html);
  }

  @Test
  void whatSomebodyTypedIsShownAndNotRun() throws Exception {
    Path book = folder.resolve("book.csv");
    Files.writeString(book, "sku,quantity,ship to,end user\nH20,1,CN,<script>alert(1)</script>&\n");
    String html = memo(book);
    assertThat(html).doesNotContain("<script").contains("&lt;script&gt;");
    wellFormed(html);
  }

  /** The body is XML too: no element and no quote stays open. */
  private static void wellFormed(String html) throws Exception {
    String body =
        html.replaceFirst("(?s)^.*?<body>", "<body>").replace("</html>", "").replace("&nbsp;", " ");
    DocumentBuilderFactory.newDefaultInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(body)));
  }
}
