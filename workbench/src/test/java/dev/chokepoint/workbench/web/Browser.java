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
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** A Chromium and a server for the tests that look at pages; one of each for all of them. */
final class Browser {
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path DRIVER = Path.of("/usr/bin/chromedriver");
  private static @Nullable Browser only;

  private final int port;
  final ChromeDriver driver;

  private Browser(int port) {
    this.port = port;
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
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build(),
            options);
  }

  /** The browser; the test that asks is skipped where there is none. */
  static synchronized Browser get() {
    assumeBrowser();
    if (only == null) {
      Server server = Server.start(Knowledge.load(), () -> LocalDate.of(2026, 9, 29), 0);
      Browser made = new Browser(server.port());
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                made.driver.quit();
                server.close();
              }));
      only = made;
    }
    return only;
  }

  private static void assumeBrowser() {
    assumeTrue(
        Files.isExecutable(BROWSER) && Files.isExecutable(DRIVER),
        "no Chromium with its driver here");
  }

  /** A browser of its own for a server, with no cookies of another; whoever asks ends it. */
  static Browser another(int port) {
    assumeBrowser();
    return new Browser(port);
  }

  /** Opens a page at a width, by day or in the dark. */
  void open(String path, int width, boolean dark) {
    driver.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    driver.manage().window().setSize(new Dimension(width, 1400));
    driver.get("http://localhost:" + port + path);
  }

  void until(String script) {
    new WebDriverWait(driver, Duration.ofSeconds(60))
        .until(ignored -> Boolean.TRUE.equals(driver.executeScript(script)));
  }

  String text(String id) {
    return driver.findElement(By.id(id)).getText();
  }

  /** That a page is accessible, fits and asks nobody else, on a desk and on a phone in the dark. */
  void looksRight(String path, String name) throws IOException {
    String join = path.contains("?") ? "&" : "?";
    open(path + join + "lang=en", 1200, false);
    accessible();
    fits();
    offline();
    picture(name);
    open(path + join + "lang=zh", 500, true);
    accessible();
    fits();
    picture(name + "-phone-dark-zh");
  }

  /** Keeps what is seen for people to look at. */
  void picture(String name) throws IOException {
    Path folder = Files.createDirectories(Path.of("target/screenshots"));
    Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
  }

  /** That axe-core finds nothing to object to (WCAG 2.2 AA and good practice). */
  void accessible() {
    List<Rule> violations = new AxeBuilder().analyze(driver).getViolations();
    assertThat(violations.stream().map(r -> r.getId() + " " + r.getNodes()).toList()).isEmpty();
  }

  /** That nothing but what scrolls by itself is wider than the window. */
  void fits() {
    assertThat(
            driver.executeScript(
                "return [...document.querySelectorAll('body *')].filter(e =>"
                    + " !e.closest('.scroll, .skip, svg, .unseen, datalist') &&"
                    + " e.getBoundingClientRect().right > innerWidth + 1)"
                    + ".map(e => e.tagName + '#' + e.id + '.' + e.className)"))
        .isEqualTo(List.of());
  }

  /** That all which the page asked for came from the server of the page. */
  void offline() {
    assertThat(
            driver.executeScript(
                "return performance.getEntriesByType('resource')"
                    + ".every(e => e.name.startsWith(location.origin))"))
        .isEqualTo(true);
  }
}
