package dev.chokepoint.workbench.web;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** Nothing asks another machine but the login by a provider that the administrator named. */
class NetworkArchitectureTest {
  private static final JavaClasses WORKBENCH =
      new ClassFileImporter()
          .importUrl(Server.class.getProtectionDomain().getCodeSource().getLocation());

  /** Addresses may be written and read; the database is asked by the ledger's drivers alone. */
  @Test
  void onlyTheLoginByAProviderAsksAnotherMachine() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Oidc.class)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.nimbusds..", "java.net.http..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.net\\.(Socket|URLConnection|HttpURLConnection|DatagramSocket)")
        .orShould()
        .callMethod(java.net.URL.class, "openStream")
        .orShould()
        .callMethod(java.net.URL.class, "openConnection")
        .check(WORKBENCH);
  }
}
