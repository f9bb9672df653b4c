package dev.chokepoint.workbench.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chokepoint.knowledge.Knowledge;
import dev.chokepoint.workbench.ledger.Stores;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The pages of parties and of the audit trail by keys alone; skipped where there is no browser. */
class PeopleBrowserTest {
  private static void login(Browser browser, String name) {
    browser.driver.manage().deleteAllCookies();
    browser.open("/login?lang=en", 1200, false);
    browser.driver.findElement(By.name("name")).sendKeys(name);
    browser.driver.findElement(By.name("password")).sendKeys(SharedServer.PASSWORD, Keys.ENTER);
    browser.until("return location.pathname === '/'");
  }

  private static void fine(Browser browser, String path, String name) throws Exception {
    String join = path.contains("?") ? "&" : "?";
    browser.open(path + join + "lang=en", 1200, false);
    browser.accessible();
    browser.fits();
    browser.offline();
    browser.picture(name);
    browser.open(path + join + "lang=zh", 500, true);
    browser.accessible();
    browser.fits();
    browser.picture(name + "-phone-dark-zh");
  }

  @Test
  void aNameIsDecidedByKeysAndReadByTheAuditor(@TempDir Path folder) throws Exception {
    String where = Stores.fresh(Stores.Kind.SQLITE, folder);
    try (SharedServer shared =
        new SharedServer(
            where, Knowledge.load(), sharing -> sharing.withLists(folder.resolve("lists")))) {
      Browser browser = Browser.another(shared.server.port());
      try {
        login(browser, "analyst");
        browser.open("/parties?lang=en", 1200, false);
        browser.driver.findElement(By.name("name")).sendKeys("Huawei Technologies", Keys.ENTER);
        browser.until("return document.querySelector('#found .hit') !== null");
        browser
            .driver
            .findElement(By.cssSelector("#found .hit input[name=because]"))
            .sendKeys("known to us", Keys.TAB, Keys.TAB);
        browser.driver.switchTo().activeElement().sendKeys(Keys.ENTER);
        browser.until("return document.body.textContent.includes('known to us')");
        assertThat(browser.text("found")).contains("another party, by analyst on 2026-09-29");
        fine(browser, "/parties", "parties-empty");
        fine(browser, "/parties?name=Huawei+Technologies", "parties");
        login(browser, "approver");
        fine(browser, "/audit?verify=yes", "audit");
        fine(browser, "/audit/1", "audit-entry");
        browser.open("/audit?lang=en", 1200, false);
        assertThat(browser.text("entries")).contains("party-decided", "analyst");
      } finally {
        browser.driver.quit();
      }
    }
  }
}
