package dev.chokepoint.workbench.ledger;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

/** The store knows nothing of law and pages, and nothing else knows its tables. */
class LedgerArchitectureTest {
  private static final JavaClasses WORKBENCH =
      new ClassFileImporter()
          .importUrl(Store.class.getProtectionDomain().getCodeSource().getLocation());

  @Test
  void theLedgerUsesOnlyUnits() {
    classes()
        .that()
        .resideInAPackage("dev.chokepoint.workbench.ledger..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.sql..",
            "org.jspecify..",
            "dev.chokepoint.units..",
            "dev.chokepoint.workbench.ledger..",
            "tools.jackson..",
            "com.zaxxer.hikari..",
            "org.sqlite..",
            "org.postgresql..",
            "org.bouncycastle..")
        .check(WORKBENCH);
  }

  @Test
  void nothingElseKnowsItsDatabase() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.chokepoint.workbench.ledger..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "com.zaxxer.hikari..", "org.sqlite..", "org.postgresql..", "org.bouncycastle..")
        .check(WORKBENCH);
  }
}
