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
        browser.looksRight("/parties", "parties-empty");
        browser.looksRight("/parties?name=Huawei+Technologies", "parties");
        login(browser, "approver");
        browser.looksRight("/audit?verify=yes", "audit");
        browser.looksRight("/audit/1", "audit-entry");
        browser.open("/audit?lang=en", 1200, false);
        assertThat(browser.text("entries")).contains("party-decided", "analyst");
      } finally {
        browser.driver.quit();
      }
    }
  }
}
