package dev.chokepoint;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of packages and what the engine may touch, as code. */
class ArchitectureTest {
  private static final List<String> ORDER =
      List.of(
          "units",
          "catalog",
          "controls",
          "performance",
          "economics",
          "parties",
          "screening",
          "porting",
          "explore",
          "plan",
          "market",
          "claims",
          "knowledge");
  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.chokepoint");

  @Test
  void aPackageUsesOnlyThoseBeforeIt() {
    for (int i = 0; i < ORDER.size(); i++) {
      List<String> allowed =
          new ArrayList<>(List.of("java..", "org.jspecify..", "org.hipparchus.."));
      if (ORDER.get(i).equals("units")) {
        allowed.add("org.apache.commons.text.similarity..");
      }
      if (ORDER.get(i).equals("plan")) {
        allowed.add("org.ojalgo..");
      }
      if (ORDER.get(i).equals("parties")) {
        allowed.add("com.ibm.icu..");
      }
      ORDER.subList(0, i + 1).forEach(name -> allowed.add("dev.chokepoint." + name + ".."));
      if (ORDER.get(i).equals("knowledge")) {
        allowed.add("tools.jackson..");
        allowed.add("org.snakeyaml.engine..");
      }
      classes()
          .that()
          .resideInAPackage("dev.chokepoint." + ORDER.get(i) + "..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(allowed.toArray(new String[0]))
          .check(ENGINE);
    }
  }

  @Test
  void outsideKnowledgeNothingReadsFilesClocksOrTheNetwork() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.chokepoint.knowledge..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.nio.file..", "java.net..")
        .check(withoutSerialization());
    noClasses()
        .should()
        .callMethod(java.time.LocalDate.class, "now")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(ENGINE);
  }

  /** Enums, lambdas and exceptions refer to java.io.Serializable only. */
  private static JavaClasses withoutSerialization() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(
            "dev.chokepoint.units",
            "dev.chokepoint.catalog",
            "dev.chokepoint.controls",
            "dev.chokepoint.performance",
            "dev.chokepoint.parties",
            "dev.chokepoint.screening",
            "dev.chokepoint.porting",
            "dev.chokepoint.explore",
            "dev.chokepoint.market",
            "dev.chokepoint.claims");
  }
}
