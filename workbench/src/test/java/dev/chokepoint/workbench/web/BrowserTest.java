package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The page of the line in a real browser; skipped where there is none. */
class BrowserTest {
  private static Browser browser;

  @BeforeAll
  static void start() {
    browser = Browser.get();
  }

  private static void open(String query, int width, boolean dark) {
    browser.open(query, width, dark);
    browser.until("return document.querySelectorAll('#table tbody tr').length > 100");
    browser.until("return document.getElementById('status').textContent === ''");
  }

  private static String classOf(String chip) {
    return String.valueOf(
        browser.driver.executeScript(
            "return [...document.querySelectorAll('#chart .chip')].find(n =>"
                + " n.__data__.id === arguments[0]).getAttribute('class')",
            chip));
  }

  /**
   * The A800 was cut to the rule of 2022; the rule of 2023 was enforced on it from 23 October on.
   */
  @Test
  void aRuleChangeIsSeenByMouse() throws IOException {
    open("/?lang=en&as-of=2023-10-22", 1200, false);
    assertThat(classOf("nvidia-a800-sxm4-80")).contains("no-licence-required");
    browser.driver.findElement(By.id("next")).click();
    assertThat(browser.text("date")).isEqualTo("Oct 23, 2023");
    assertThat(classOf("nvidia-a800-sxm4-80")).isEqualTo("chip licence-required");
    browser.driver.findElement(By.xpath("//table//button[starts-with(., 'A800')]")).click();
    browser.until("return document.querySelector('#explained dl') !== null");
    assertThat(browser.text("explained"))
        .contains("licence required", "LETTER-2023-ACCEL", "not legal advice");
    assertThat(browser.driver.getCurrentUrl()).contains("as-of=2023-10-23", "chip=nvidia-a800");
    browser.accessible();
    browser.picture("line");
  }

  @Test
  void theSameByKeysAlone() {
    open("/?lang=en&as-of=2023-11-17&chip=nvidia-a100-sxm4-80", 1200, false);
    WebElement page = browser.driver.findElement(By.tagName("body"));
    page.sendKeys(Keys.TAB);
    assertThat(browser.driver.switchTo().activeElement().getText())
        .isEqualTo("Skip to the content");
    String focused = "";
    for (int i = 0; i < 40 && !focused.contains("chip"); i++) {
      browser.driver.switchTo().activeElement().sendKeys(Keys.TAB);
      focused = String.valueOf(browser.driver.switchTo().activeElement().getDomAttribute("class"));
    }
    assertThat(focused).contains("chip");
    String first = browser.text("under");
    browser.driver.switchTo().activeElement().sendKeys(Keys.ARROW_RIGHT);
    assertThat(browser.text("under")).isNotEqualTo(first).contains("Total processing performance");
    String name = browser.text("under");
    browser.driver.switchTo().activeElement().sendKeys(Keys.ENTER);
    browser.until("return document.activeElement.id === 'explanation'");
    browser.until("return document.querySelector('#explained h3') !== null");
    String chip = browser.text("explained").lines().findFirst().orElseThrow();
    assertThat(name).contains(chip.substring(0, chip.indexOf(" →")));
    browser.driver.findElement(By.id("day")).sendKeys(Keys.ARROW_LEFT);
    assertThat(browser.text("date")).isEqualTo("Nov 16, 2023");
  }

  @Test
  void itSpeaksChineseAndFitsAPhoneInTheDark() throws IOException {
    open("/?lang=zh&as-of=2025-04-20&chip=nvidia-h20-96", 500, true);
    assertThat(browser.text("under")).isEmpty();
    assertThat(browser.text("date")).isEqualTo("2025年4月20日");
    assertThat(browser.text("explanation-title")).isEqualTo("说明");
    browser.until("return document.querySelector('#explained dl') !== null");
    assertThat(browser.text("explained")).contains("需要许可证");
    browser.fits();
    browser.accessible();
    browser.picture("line-phone-dark-zh");
  }

  @Test
  void nothingIsAskedOfAnotherMachine() {
    open("/?lang=en", 1200, false);
    browser.offline();
  }

  /** A redraw for another date takes less than a frame or three. */
  @Test
  void theDateMovesWithoutDelay() {
    open("/?lang=en&as-of=2024-06-01", 1200, false);
    Object median =
        browser.driver.executeScript(
            "const day = document.getElementById('day'); const times = [];"
                + "for (let i = 0; i < 15; i++) { day.value = Number(day.value) + 40;"
                + " const t = performance.now(); day.dispatchEvent(new Event('input'));"
                + " times.push(performance.now() - t); } return times.sort((a, b) => a - b)[7];");
    System.out.println("redraw of the line, median ms: " + median);
    assertThat(Double.parseDouble(String.valueOf(median))).isLessThan(150);
  }

  /** 4800 at a density of 2 is caught by a.1, whatever its area; 1500 at 3 by nothing. */
  @Test
  void yourChipIsDraggedAcrossTheLine() throws IOException {
    open("/?lang=en&as-of=2024-06-01&own=1500,3", 1200, false);
    browser.until("return document.getElementById('own-answer').dataset.settled !== undefined");
    assertThat(browser.text("own-verdict")).contains("no licence required");
    assertThat(browser.text("own-margins")).contains("Total processing performance", "licence");
    WebElement mark = browser.driver.findElement(By.cssSelector("#chart .own"));
    new Actions(browser.driver).dragAndDropBy(mark, 260, 0).perform();
    browser.until(
        "return document.getElementById('own-answer').dataset.settled === 'licence-required'");
    assertThat(browser.text("own-verdict")).contains("licence required", "3A090.a");
    assertThat(browser.driver.getCurrentUrl()).contains("own=");
    browser.accessible();
    browser.picture("line-own");
  }

  @Test
  void yourChipMovesByKeys() {
    open("/?lang=en&as-of=2024-06-01", 1200, false);
    browser.driver.findElement(By.id("own")).sendKeys(Keys.ENTER);
    browser.until("return document.activeElement.classList.contains('own')");
    String before = browser.text("own-verdict");
    browser.driver.switchTo().activeElement().sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_UP);
    assertThat(browser.text("own-verdict")).isNotEqualTo(before);
    browser.driver.findElement(By.id("own")).sendKeys(Keys.ENTER);
    assertThat(browser.driver.findElement(By.id("own-answer")).isDisplayed()).isFalse();
  }

  /** What the regions say where the mark lies is what the law says of the chip described. */
  @Test
  void regionsAndTheAnswerAgreeUnderTheMark() {
    for (String own :
        new String[] {"6000,1", "2000,7", "2500,4", "1700,3.5", "300,20", "50000,60"}) {
      open("/?lang=en&as-of=2024-06-01&own=" + own, 1200, false);
      browser.until("return document.getElementById('own-answer').dataset.settled !== undefined");
      Object under =
          browser.driver.executeScript(
              "return document.querySelector('#chart .own').getAttribute('aria-label')");
      String settled = browser.text("own-verdict");
      assertThat(String.valueOf(under)).as(own).endsWith(settled);
    }
  }
}
