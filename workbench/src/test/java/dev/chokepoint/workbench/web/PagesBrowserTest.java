package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** The other pages in a real browser: each one's task by mouse and by keys; seen, and fitting. */
class PagesBrowserTest {
  private static Browser browser;

  @BeforeAll
  static void start() {
    browser = Browser.get();
  }

  @ParameterizedTest
  @CsvSource({
    "classify, /classify?item=H20&to=CN&as-of=2025-04-20",
    "classify-empty, /classify",
    "classify-wrong, /classify?item=H2O",
    "chips, /chips?vendor=Huawei",
    "chip, /chips/nvidia-h20-96",
    "compare, '/compare?chips=nvidia-h20-96,nvidia-l40s&model=llama-3.1-8b&input=1024&output=128'",
    "predict, /predict?model=llama-3.1-8b&concurrency=4&input=1024&output=128&tp=1",
    "explore, '/explore?x=cost-usd&y=ttft-ms'",
    "frontier, /frontier?die=814",
    "cost, '/cost?model=llama-3.1-8b&concurrency=4&input=1024&output=128&count=1'",
    "rent-or-buy, /rent-or-buy",
    "rent-or-buy-wrong, '/rent-or-buy?utilisation=2'",
    "plan, /plan",
    "plan-none, '/plan?as-of=2026-08-01&site=AE'",
    "market, '/market?draws=200'",
    "port, /port",
    "rules, /rules",
    "rule, /rules/3A090.a",
    "diff, /rules/diff?from=2023-11-16&until=2023-11-17",
    "claims, /claims?list=seed",
    "coverage, /coverage",
    "missing, /nowhere"
  })
  void everyPageIsAccessibleAndFits(String name, String path) throws IOException {
    browser.looksRight(path, name);
  }

  @Test
  void aQuestionIsAskedByMouse() {
    browser.open("/classify?lang=en", 1200, false);
    WebElement item = browser.driver.findElement(By.name("item"));
    item.sendKeys("A800");
    new Select(browser.driver.findElement(By.name("to"))).selectByValue("CN");
    browser.driver.findElement(By.cssSelector("#ask button")).click();
    browser.until("return document.querySelector('#result .headline') !== null");
    assertThat(browser.text("result")).contains("Licence required", "A800");
    assertThat(browser.driver.getCurrentUrl()).contains("item=A800", "to=CN", "lang=en");
    browser.driver.findElement(By.cssSelector("details.provision > summary")).click();
    assertThat(
            browser.driver.findElement(By.cssSelector("details.provision[open] .truth")).getText())
        .isNotEmpty();
  }

  /** An assumption is replaced: a buyer with headquarters elsewhere. */
  @Test
  void anAssumptionIsEditedByKeys() {
    browser.open("/classify?lang=en&item=nvidia-h100-sxm5&to=SG&as-of=2024-06-01", 1200, false);
    assertThat(browser.text("result")).contains("No licence required");
    WebElement summary =
        browser.driver.findElement(By.xpath("//summary[contains(., 'Facts of the trade')]"));
    summary.sendKeys(Keys.ENTER);
    WebElement party = browser.driver.findElement(By.name("party-hq"));
    assertThat(party.getDomAttribute("placeholder")).isEqualTo("SG");
    party.sendKeys("CN", Keys.TAB);
    browser.until("return document.querySelector('#result .headline.licence-required') !== null");
    assertThat(browser.driver.getCurrentUrl()).contains("party-hq=CN");
    browser.driver.navigate().refresh();
    assertThat(browser.text("result")).contains("Licence required");
    assertThat(browser.driver.findElement(By.name("party-hq")).getDomProperty("value"))
        .isEqualTo("CN");
  }

  @Test
  void chipsAreChosenToCompareByKeys() {
    browser.open("/chips?lang=en&name=H20", 1200, false);
    browser.driver.findElements(By.cssSelector("#chips input")).stream()
        .limit(2)
        .forEach(box -> box.sendKeys(Keys.SPACE));
    browser
        .driver
        .findElement(By.xpath("//button[. = 'Compare the chosen chips']"))
        .sendKeys(Keys.ENTER);
    browser.until("return document.getElementById('performance') !== null");
    assertThat(browser.driver.findElements(By.cssSelector("#law thead th"))).hasSize(2);
    assertThat(browser.driver.findElements(By.cssSelector("#decode .mark"))).isNotEmpty();
  }

  @Test
  void aSliderAsksAnotherPrediction() {
    browser.open(
        "/predict?lang=en&model=llama-3.1-8b&concurrency=4&input=1024&output=128&tp=1",
        1200,
        false);
    String before = browser.text("figures");
    browser
        .driver
        .findElement(By.cssSelector("[data-power=concurrency]"))
        .sendKeys(Keys.ARROW_RIGHT, Keys.TAB);
    browser.until("return location.search.includes('concurrency=8')");
    assertThat(browser.text("figures")).isNotEqualTo(before);
    new Select(browser.driver.findElement(By.name("phase"))).selectByValue("decode");
    browser.until("return document.querySelector('[name=batch]') !== null");
    assertThat(browser.driver.findElements(By.name("output"))).isEmpty();
  }

  @Test
  void tablesAndChartsAreDownloaded() {
    browser.open("/chips/nvidia-h20-96?lang=en", 1200, false);
    browser.driver.executeScript(
        "window.saved = []; const make = URL.createObjectURL; URL.createObjectURL = (blob) => {"
            + " blob.text().then((text) => window.saved.push(text)); return make(blob); };");
    browser.driver.findElement(By.cssSelector("[data-csv=periods]")).click();
    browser.driver.findElement(By.cssSelector("[data-svg=timeline]")).click();
    browser.until("return window.saved.length === 2");
    Object csv = browser.driver.executeScript("return window.saved[0]");
    Object svg = browser.driver.executeScript("return window.saved[1]");
    assertThat(String.valueOf(csv)).contains("Enforced", "licence required,none");
    assertThat(String.valueOf(svg))
        .startsWith("<svg")
        .contains("http://www.w3.org/2000/svg", "fill=\"rgb")
        .doesNotContain("var(");
  }
}
