package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.Main;
import dev.chokepoint.workbench.ledger.ChainCheck;
import dev.chokepoint.workbench.ledger.Entry;
import dev.chokepoint.workbench.ledger.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.support.ui.Select;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two people with two roles work one case, each in a browser of their own: from the upload to the
 * release to the audited export. Skipped where there is no browser.
 */
class OrdersBrowserTest {
  private static final Path ROOT = Path.of(System.getProperty("chokepoint.root", ".."));

  /** The made book of docs/orders.md, with a header that nobody could guess. */
  private static Path book(Path folder) throws Exception {
    String text = Files.readString(ROOT.resolve("examples/orders-2025-04.csv"));
    return Files.writeString(
        folder.resolve("orders.csv"), text.replace("part number", "Materialnummer"));
  }

  private static void login(Browser browser, String name) {
    browser.open("/login?lang=en", 1200, false);
    browser.driver.findElement(By.name("name")).sendKeys(name);
    browser.driver.findElement(By.name("password")).sendKeys(SharedServer.PASSWORD, Keys.ENTER);
    browser.until("return location.pathname === '/'");
  }

  private static void press(Browser browser, String text) {
    browser
        .driver
        .findElement(By.xpath("//main//button[normalize-space()='" + text + "']"))
        .click();
  }

  @Test
  void oneCaseFromUploadToReleaseToAuditedExport(@TempDir Path folder) throws Exception {
    String where = Stores.fresh(Stores.Kind.SQLITE, folder);
    try (SharedServer shared = new SharedServer(where, Knowledge.load())) {
      Browser analyst = Browser.another(shared.server.port());
      try {
        Browser approver = Browser.another(shared.server.port());
        try {
          work(shared, analyst, approver, folder);
        } finally {
          approver.driver.quit();
        }
      } finally {
        analyst.driver.quit();
      }
      export(shared, where, folder);
    }
  }

  private static void work(SharedServer shared, Browser analyst, Browser approver, Path folder)
      throws Exception {
    login(analyst, "analyst");
    analyst.open("/orders?lang=en", 1200, false);
    analyst.accessible();
    analyst.driver.findElement(By.name("name")).sendKeys("April 2025");
    press(analyst, "Make the book");
    analyst.until("return document.querySelector('input[type=file]') !== null");
    String here = analyst.driver.getCurrentUrl().replaceFirst(".*(/orders/[0-9a-f]{20}).*", "$1");
    analyst.driver.findElement(By.name("account")).sendKeys("approver");
    press(analyst, "Share");
    analyst.until("return document.querySelector('.lead').textContent.includes('approver')");
    analyst
        .driver
        .findElement(By.cssSelector("input[type=file]"))
        .sendKeys(book(folder).toAbsolutePath().toString());
    analyst.picture("orders-1-upload");
    press(analyst, "Upload");
    analyst.until("return document.getElementById('mapping-title') !== null");
    // Nobody has said yet what a Materialnummer is.
    assertThat(analyst.text("problems")).contains("sku", "Materialnummer");
    analyst.accessible();
    analyst.picture("orders-2-mapping");
    new Select(
            analyst.driver.findElement(
                By.xpath("//label[starts-with(., 'Materialnummer')]/select")))
        .selectByValue("sku");
    press(analyst, "Keep the mapping");
    analyst.until("return document.getElementById('problems') === null");
    new Select(analyst.driver.findElement(By.name("kind"))).selectByValue("exposure");
    analyst.driver.executeScript(
        "document.querySelector('[name=from]').value = '2025-04-08';"
            + "document.querySelector('[name=to]').value = '2025-04-10'");
    press(analyst, "Begin");
    analyst.until("return document.getElementById('lines') !== null");
    String run = analyst.driver.getCurrentUrl().replaceFirst(".*(/orders/[^?]*).*", "$1");
    // As docs/orders.md works out by hand: 4 newly blocked, 1 required already, 2 undetermined.
    assertThat(analyst.text("count")).startsWith("7 lines");
    assertThat(analyst.text("states")).contains("newly blocked 4", "unaffected 4");
    assertThat(analyst.text("lines")).contains("SO-1001 1", "undetermined").doesNotContain("free");
    analyst.accessible();
    analyst.picture("orders-3-worklist");
    analyst.driver.findElement(By.cssSelector("input[name=line][value='2']")).click();
    // Enter decides nothing: only the buttons do.
    analyst.driver.findElement(By.name("reason")).sendKeys("Licence D-1", Keys.ENTER);
    assertThat(shared.chain.before(Long.MAX_VALUE, 1).getFirst().action()).isEqualTo("book-run");
    assertThat(analyst.driver.getCurrentUrl()).contains("/runs/");
    analyst.driver.findElement(By.name("reason")).sendKeys(" was granted on paper");
    assertThat(analyst.driver.findElements(By.cssSelector("button[value=release]"))).isEmpty();
    press(analyst, "Propose release");
    analyst.until("return document.getElementById('lines').textContent.includes('proposed')");

    login(approver, "approver");
    approver.open(here + "?lang=en", 1200, false);
    assertThat(approver.text("history")).contains("proposed a release", "new");
    approver.accessible();
    approver.picture("orders-4-book");
    approver.open(run + "?lang=en", 1200, false);
    assertThat(approver.text("lines")).contains("release proposed", "Licence D-1");
    approver.driver.findElement(By.cssSelector("input[name=line][value='2']")).click();
    approver.driver.findElement(By.name("reason")).sendKeys("Seen the licence; checked its scope");
    press(approver, "Release");
    approver.until("return document.getElementById('lines').textContent.includes('released')");
    // Released by a person, and still blocked by the law.
    assertThat(approver.text("lines")).contains("newly blocked", "checked its scope");
    approver.picture("orders-5-released");
    approver.open(run + "?lang=zh", 500, true);
    assertThat(approver.text("states")).contains("新被拦下");
    approver.accessible();
    approver.fits();
    approver.picture("orders-phone-dark-zh");
    assertThat(shared.chain.before(Long.MAX_VALUE, 1).getFirst().action())
        .isEqualTo("book-release");
  }

  private static void export(SharedServer shared, String where, Path folder) throws Exception {
    Entry release = shared.chain.before(Long.MAX_VALUE, 1).getFirst();
    Path out = folder.resolve("case");
    Main.Outcome outcome =
        Main.answer(
            LocalDate.of(2026, 9, 29),
            Knowledge.load(),
            List.of(
                "audit",
                "export",
                String.valueOf(release.seq()),
                "--out=" + out,
                "--store=" + where,
                "--by=auditor"));
    assertThat(outcome.exitCode()).isZero();
    JsonNode exported =
        JsonMapper.builder()
            .build()
            .readTree(Files.readString(out.resolve("entry-" + release.seq() + ".json")));
    assertThat(exported.path("whole").asBoolean()).isTrue();
    List<String> actions =
        exported
            .path("entries")
            .valueStream()
            .map(entry ->
                entry.path("header").asString().replaceFirst(".*\"action\":\"([^\"]*).*", "$1"))
            .toList();
    assertThat(actions)
        .containsExactly(
            "book-made",
            "book-shared",
            "book-upload",
            "book-mapping",
            "book-run-asked",
            "book-run",
            "book-propose",
            "book-release");
    String page = Files.readString(out.resolve("entry-" + release.seq() + ".html"));
    assertThat(page).contains("Licence D-1", "checked its scope", "59300000.00");
    assertThat(ChainCheck.check(shared.store, Map.of(release.seq(), release.hash())).isWhole())
        .isTrue();
    assertThat(shared.chain.before(Long.MAX_VALUE, 1).getFirst().action()).isEqualTo("exported");
  }
}
