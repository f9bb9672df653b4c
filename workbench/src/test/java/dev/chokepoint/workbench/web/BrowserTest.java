package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import dev.chokepoint.knowledge.Knowledge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The page of the line in a real browser; skipped where there is none. */
class BrowserTest {
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static @Nullable Server server;
  private static @Nullable ChromeDriver browser;

  @BeforeAll
  static void start() {
    assumeTrue(
        Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
        "no Chromium with its driver here");
    server = Server.start(Knowledge.load(), () -> LocalDate.of(2026, 9, 29), 0);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER.toFile());
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync");
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build(),
            options);
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.quit();
    }
    if (server != null) {
      server.close();
    }
  }

  private static ChromeDriver browser() {
    return java.util.Objects.requireNonNull(browser);
  }

  private static void open(String query, int width) {
    browser().manage().window().setSize(new Dimension(width, 1400));
    browser().get("http://localhost:" + java.util.Objects.requireNonNull(server).port() + query);
    until("return document.querySelectorAll('#table tbody tr').length > 100");
    until("return document.getElementById('status').textContent === ''");
  }

  private static void until(String script) {
    new WebDriverWait(browser(), Duration.ofSeconds(60))
        .until(driver -> Boolean.TRUE.equals(browser().executeScript(script)));
  }

  private static String text(String id) {
    return browser().findElement(By.id(id)).getText();
  }

  private static String classOf(String chip) {
    return String.valueOf(
        browser()
            .executeScript(
                "return [...document.querySelectorAll('#chart .chip')].find(n =>"
                    + " n.__data__.id === arguments[0]).getAttribute('class')",
                chip));
  }

  private static void picture(String name) throws IOException {
    Path folder = Files.createDirectories(Path.of("target/screenshots"));
    Files.write(folder.resolve(name + ".png"), browser().getScreenshotAs(OutputType.BYTES));
  }

  private static void accessible() {
    List<Rule> violations = new AxeBuilder().analyze(browser()).getViolations();
    assertThat(violations.stream().map(r -> r.getId() + " " + r.getNodes()).toList()).isEmpty();
  }

  /**
   * The A800 was cut to the rule of 2022; the rule of 2023 was enforced on it from 23 October on.
   */
  @Test
  void aRuleChangeIsSeenByMouse() throws IOException {
    open("/?lang=en&as-of=2023-10-22", 1200);
    assertThat(classOf("nvidia-a800-sxm4-80")).contains("no-licence-required");
    browser().findElement(By.id("next")).click();
    assertThat(text("date")).isEqualTo("Oct 23, 2023");
    assertThat(classOf("nvidia-a800-sxm4-80")).isEqualTo("chip licence-required");
    browser().findElement(By.xpath("//table//button[starts-with(., 'A800')]")).click();
    until("return document.querySelector('#explained dl') !== null");
    assertThat(text("explained"))
        .contains("licence required", "LETTER-2023-ACCEL", "not legal advice");
    assertThat(browser().getCurrentUrl()).contains("as-of=2023-10-23", "chip=nvidia-a800");
    accessible();
    picture("line");
  }

  @Test
  void theSameByKeysAlone() {
    open("/?lang=en&as-of=2023-11-17&chip=nvidia-a100-sxm4-80", 1200);
    WebElement page = browser().findElement(By.tagName("body"));
    page.sendKeys(Keys.TAB);
    assertThat(browser().switchTo().activeElement().getText()).isEqualTo("Skip to the chart");
    String focused = "";
    for (int i = 0; i < 20 && !focused.contains("chip"); i++) {
      browser().switchTo().activeElement().sendKeys(Keys.TAB);
      focused = String.valueOf(browser().switchTo().activeElement().getDomAttribute("class"));
    }
    assertThat(focused).contains("chip");
    String first = text("under");
    browser().switchTo().activeElement().sendKeys(Keys.ARROW_RIGHT);
    assertThat(text("under")).isNotEqualTo(first).contains("Total processing performance");
    String name = text("under");
    browser().switchTo().activeElement().sendKeys(Keys.ENTER);
    until("return document.activeElement.id === 'explanation'");
    until("return document.querySelector('#explained h3') !== null");
    String chip = text("explained").lines().findFirst().orElseThrow();
    assertThat(name).contains(chip.substring(0, chip.indexOf(" →")));
    browser().findElement(By.id("day")).sendKeys(Keys.ARROW_LEFT);
    assertThat(text("date")).isEqualTo("Nov 16, 2023");
  }

  @Test
  void itSpeaksChineseAndFitsAPhoneInTheDark() throws IOException {
    browser()
        .executeCdpCommand(
            "Emulation.setEmulatedMedia",
            Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
    open("/?lang=zh&as-of=2025-04-20&chip=nvidia-h20-96", 500);
    assertThat(text("under")).isEmpty();
    assertThat(text("date")).isEqualTo("2025年4月20日");
    assertThat(text("explanation-title")).isEqualTo("说明");
    until("return document.querySelector('#explained dl') !== null");
    assertThat(text("explained")).contains("需要许可证");
    assertThat(
            browser()
                .executeScript(
                    "return [...document.querySelectorAll('body *')].filter(e =>"
                        + " !e.closest('.scroll, .skip, svg') && e.getBoundingClientRect().right >"
                        + " innerWidth + 1).map(e => e.tagName + '#' + e.id)"))
        .isEqualTo(List.of());
    accessible();
    picture("line-phone-dark-zh");
    browser().executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of()));
  }

  @Test
  void nothingIsAskedOfAnotherMachine() {
    open("/?lang=en", 1200);
    assertThat(
            browser()
                .executeScript(
                    "return performance.getEntriesByType('resource')"
                        + ".every(e => e.name.startsWith(location.origin))"))
        .isEqualTo(true);
  }
}
