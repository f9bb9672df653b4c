package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.support.ui.Select;

/** What pages of money, plans and designs are for, by mouse and again by keys. */
class PlansBrowserTest {
  private static final String READY = "return document.querySelector('[aria-busy]') === null";
  private static Browser browser;

  @BeforeAll
  static void start() {
    browser = Browser.get();
  }

  private static WebElement named(String name) {
    return browser.driver.findElement(By.name(name));
  }

  private static Object script(String text) {
    return browser.driver.executeScript(text);
  }

  /** Without a rule change, at 60 percent of the hours renting is cheaper; at 95 owning is. */
  @Test
  void rentingTurnsToOwningAsUseGrows() {
    browser.open("/rent-or-buy?lang=en", 1200, false);
    assertThat(browser.text("result")).contains("Renting is expected to cost less");
    new Select(named("effect")).selectByValue("none");
    browser.until("return location.search.includes('effect=none')");
    browser.until(READY);
    assertThat(browser.text("cases")).doesNotContain("changed");
    WebElement use = named("utilisation");
    use.clear();
    use.sendKeys("0.95", Keys.TAB);
    browser.until(
        "return document.querySelector('#result .headline').textContent.includes('Owning')");
    assertThat(browser.driver.getCurrentUrl()).contains("utilisation=0.95", "effect=none");
    assertThat(browser.driver.findElements(By.cssSelector("#drivers rect"))).isNotEmpty();
    assertThat(browser.driver.findElements(By.cssSelector("#break-even .mark"))).hasSize(7);
    browser.driver.navigate().refresh();
    assertThat(browser.text("result")).contains("Owning is expected to cost less");
  }

  /** Without any control the share of domestic makers cannot be larger than with it. */
  @Test
  void aMarketMovesWithTheLaw() {
    browser.open("/market?lang=en&draws=200", 1200, false);
    String before = browser.text("years");
    new Select(named("law")).selectByValue("none");
    browser.until("return location.search.includes('law=none')");
    browser.until(READY);
    assertThat(browser.text("years")).isNotEqualTo(before);
    assertThat(browser.driver.findElements(By.cssSelector("polygon.spread"))).hasSize(4);
    assertThat(browser.driver.findElements(By.cssSelector("#units .s1 .mark"))).isNotEmpty();
  }

  @Test
  void aTextOfOnesOwnIsTypedAndNotPutIntoTheAddress() throws IOException {
    browser.open("/market?lang=en&draws=100", 1200, false);
    browser.driver.findElement(By.cssSelector("details.typed summary")).sendKeys(Keys.ENTER);
    WebElement text = named("text");
    text.sendKeys(Keys.chord(Keys.CONTROL, Keys.HOME), "# mine", Keys.ENTER);
    browser.driver.findElement(By.cssSelector("form.live > button")).sendKeys(Keys.ENTER);
    browser.until("return document.getElementById('result').textContent.includes('your own text')");
    browser.until(READY);
    assertThat(browser.driver.getCurrentUrl()).contains("draws=100").doesNotContain("mine");
    text.sendKeys(Keys.chord(Keys.CONTROL, Keys.HOME), "colour: red", Keys.ENTER, Keys.TAB);
    browser.until("return document.getElementById('problems') !== null");
    assertThat(browser.text("problems")).contains("input:1 colour: unknown key");
    browser.accessible();
    browser.picture("market-wrong");
  }

  /** The letter of April 2025 takes the H20 out, and the L20 stays: docs/economics.md. */
  @Test
  void aPlanChangesWithTheDay() {
    browser.open("/plan?lang=en&law-of-day=true", 1200, false);
    assertThat(browser.text("fleet-table")).contains("nvidia-h20-96");
    WebElement day = named("as-of");
    day.clear();
    script("document.getElementsByName('as-of')[0].value = '2025-06-01'");
    browser.driver.findElement(By.cssSelector("form.live > button")).click();
    browser.until("return location.search.includes('as-of=2025-06-01')");
    browser.until(READY);
    assertThat(browser.text("fleet-table")).contains("nvidia-l20").doesNotContain("nvidia-h20-96");
    assertThat(browser.text("admitted")).contains("LETTER-2025");
    named("assume-licence").sendKeys(Keys.SPACE);
    browser.until("return location.search.includes('assume-licence=true')");
    browser.until(READY);
    assertThat(browser.text("fleet-table")).contains("nvidia-h20-96", "assumed");
  }

  private static void explored() {
    browser.until("return document.getElementById('cloud').dataset.done === 'yes'");
    browser.until(
        "const d = document.getElementById('cloud').dataset; return Number(d.drawn) === 9920");
  }

  @Test
  void designsAreChosenByMouse() throws IOException {
    browser.open("/explore?lang=en", 1200, false);
    explored();
    assertThat(browser.text("status")).contains("9,920 of 9,920");
    WebElement chart = browser.driver.findElement(By.cssSelector("#cloud .overlay"));
    new Actions(browser.driver)
        .moveToElement(chart, -200, -60)
        .clickAndHold()
        .moveByOffset(120, 60)
        .moveByOffset(200, 60)
        .release()
        .perform();
    browser.until("return location.search.includes('brush=')");
    assertThat(browser.text("picked-count")).contains("points in the box");
    String count = String.valueOf(script("return document.getElementById('cloud').dataset.picked"));
    assertThat(Integer.parseInt(count)).isPositive();
    browser.picture("explore-brush");
    browser.driver.navigate().refresh();
    explored();
    assertThat(script("return document.getElementById('cloud').dataset.picked")).isEqualTo(count);
    script(
        "window.saved = []; const make = URL.createObjectURL; URL.createObjectURL = (blob) => {"
            + " blob.text().then((text) => window.saved.push(text)); return make(blob); };");
    browser.driver.findElement(By.cssSelector("[data-svg=cloud-chart]")).click();
    browser.driver.findElement(By.cssSelector("[data-csv=picked]")).click();
    browser.until("return window.saved.length === 2");
    // Each of the 9,920 designs is a square of its own in the drawing, and none stays on the page.
    assertThat(script("return window.saved[0].split('h2v2h-2z').length - 1")).isEqualTo(9920L);
    assertThat(browser.driver.findElements(By.id("points-to-keep"))).isEmpty();
    browser.driver.findElement(By.id("clear")).click();
    browser.until("return !location.search.includes('brush=')");
    assertThat(browser.text("picked-count")).contains("on the edge");
  }

  @Test
  void designsAreChosenByKeys() {
    browser.open("/explore?lang=en&x=tpp&y=performance-density", 1200, false);
    explored();
    browser.driver.findElement(By.id("x-from")).sendKeys("100", Keys.TAB);
    browser.driver.findElement(By.id("x-to")).sendKeys("1599", Keys.TAB);
    browser.until("return location.search.includes('brush=100')");
    List<WebElement> rows = browser.driver.findElements(By.cssSelector("#picked tbody tr"));
    assertThat(rows).isNotEmpty();
    for (WebElement row : rows.subList(0, 3)) {
      String tpp = row.findElements(By.tagName("td")).getFirst().getText().replace(",", "");
      assertThat(Double.parseDouble(tpp)).isBetween(100.0, 1599.0);
    }
    browser.driver.findElement(By.cssSelector("[data-kind=required]")).sendKeys(Keys.SPACE);
    browser.until("return location.search.includes('hide=required')");
    assertThat(browser.text("picked")).doesNotContain("licence required\n");
  }

  /**
   * The page's work on 100,000 points comes in pieces of less than 50 ms, but for a busy machine.
   */
  @Test
  void aHundredThousandPointsDoNotJank() throws IOException {
    browser.open("/explore?lang=en&method=random&points=100000&seed=1", 1200, false);
    script(
        "window.long = []; new PerformanceObserver((list) => list.getEntries().forEach((e) =>"
            + " window.long.push(e.duration))).observe({type: 'longtask', buffered: true})");
    browser.until("return document.getElementById('cloud').dataset.drawn === '100000'");
    WebElement chart = browser.driver.findElement(By.cssSelector("#cloud .overlay"));
    Actions actions = new Actions(browser.driver).moveToElement(chart, -300, -100).clickAndHold();
    for (int i = 0; i < 20; i++) {
      actions.moveByOffset(20, 8);
    }
    actions.release().perform();
    browser.until("return location.search.includes('brush=')");
    Object longest = script("return document.getElementById('cloud').dataset.longest");
    Object slow =
        script(
            "const d = document.getElementById('cloud').dataset; return (d.slow ?? 0) / d.pieces");
    System.out.println(
        "100,000 points: longest piece of work, ms: "
            + longest
            + "; share over 50 ms: "
            + slow
            + "; tasks over 50 ms: "
            + script("return window.long.map((d) => Math.round(d)).join(' ')"));
    assertThat(Double.parseDouble(String.valueOf(slow))).isLessThan(0.1);
    browser.picture("explore-100000");
  }

  @Test
  void aReportOfPortIsRead() throws IOException {
    browser.open("/port?lang=en", 1200, false);
    browser.until("return document.getElementById('source').dataset.ready === 'yes'");
    browser.driver.findElement(By.id("example")).click();
    browser.until("return !document.getElementById('report').hidden");
    assertThat(browser.text("report-title")).isEqualTo("cuda-sample to CANN");
    browser.driver.findElement(By.cssSelector("#byFile tbody button")).sendKeys(Keys.ENTER);
    assertThat(browser.driver.switchTo().activeElement().getDomAttribute("id"))
        .isEqualTo("filter-file");
    String all = browser.text("uses-count");
    browser.driver.findElement(By.id("filter-name")).sendKeys("cuda");
    assertThat(browser.text("uses-count")).isNotEqualTo(all);
    browser.accessible();
    browser.fits();
    browser.offline();
    browser.picture("port-report");
    browser.open("/port?lang=zh", 500, true);
    browser.until("return document.getElementById('source').dataset.ready === 'yes'");
    browser
        .driver
        .findElement(By.id("file"))
        .sendKeys(Path.of("src/main/resources/web/port-example.json").toAbsolutePath().toString());
    browser.until("return !document.getElementById('report').hidden");
    browser.accessible();
    browser.fits();
    browser.picture("port-report-phone-dark-zh");
    for (String wrong : new String[] {"{", "{}", "[]", "null", "{\"program\": \"<b>x</b>\"}"}) {
      script("document.getElementById('pasted').value = " + quoted(wrong));
      script("document.getElementById('read').click()");
      assertThat(browser.text("status")).as(wrong).contains("不是");
    }
  }

  private static String quoted(String text) {
    return tools.jackson.databind.json.JsonMapper.shared().writeValueAsString(text);
  }

  @Test
  void costsAreReckonedWithPricesOfOnesOwn() {
    browser.open(
        "/cost?lang=en&model=llama-3.1-8b&concurrency=4&input=1024&output=128&count=1",
        1200,
        false);
    String before = browser.text("costs");
    browser.driver.findElement(By.xpath("//summary[contains(., 'of your own')]")).click();
    named("price").sendKeys("30000 USD", Keys.TAB);
    browser.until("return location.search.includes('price=30000')");
    browser.until(READY);
    assertThat(browser.text("costs")).isNotEqualTo(before);
    assertThat(browser.driver.findElements(By.cssSelector("#drivers rect"))).isNotEmpty();
  }

  /** 4800 on any die: what the rule of October 2022 left of TPP; a.1 of 2023 keeps 1600. */
  @Test
  void frontiersOfTwoDaysStandBesideEachOther() {
    browser.open("/frontier?lang=en&rule=2023-11-17", 1200, false);
    assertThat(browser.text("places")).contains("H20");
    WebElement days = named("rule");
    days.clear();
    days.sendKeys("2022-10-21, 2023-11-17", Keys.TAB);
    browser.until("return location.search.includes('2022-10-21')");
    browser.until(READY);
    assertThat(browser.text("curves")).contains("Oct 21, 2022", "Nov 17, 2023");
    assertThat(browser.driver.findElements(By.cssSelector("#tppByDie .s1 .mark"))).isNotEmpty();
  }
}
