package dev.chokepoint.workbench.orders;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.chokepoint.controls.Answers;
import dev.chokepoint.controls.Brief;
import dev.chokepoint.controls.Controls;
import dev.chokepoint.controls.Determination;
import dev.chokepoint.controls.Verdict;
import dev.chokepoint.screening.Decisions;
import dev.chokepoint.screening.Judgement;
import dev.chokepoint.screening.Outcome;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the law says of a line comes from controls, and from nowhere else. */
class OnlyControlsDecidesTest {
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(
              location -> !location.matches(Pattern.compile(".*Test([$][^/]*)?[.]class")))
          .importPackages("dev.chokepoint");

  private static final ArchRule ORDERS_MAKE_NO_ANSWER =
      noClasses()
          .that()
          .resideInAPackage("dev.chokepoint.workbench.orders..")
          .should(make(Outcome.class))
          .orShould(make(Judgement.class))
          .orShould(make(Determination.class))
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Controls.class, Answers.class);

  private static ArchCondition<JavaClass> make(Class<?> type) {
    return new ArchCondition<>("make " + type.getSimpleName()) {
      @Override
      public void check(JavaClass code, ConditionEvents events) {
        for (JavaConstructorCall call : code.getConstructorCallsFromSelf()) {
          boolean makes = call.getTargetOwner().isEquivalentTo(type);
          events.add(new SimpleConditionEvent(code, makes, call.getDescription()));
        }
      }
    };
  }

  @Test
  void ordersMakeNoAnswerOfTheirOwn() {
    ORDERS_MAKE_NO_ANSWER.check(CODE);
  }

  @Test
  void aDeterminationIsMadeByControlsAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.chokepoint.controls..")
        .should(make(Determination.class))
        .orShould(make(Brief.class))
        .check(CODE);
  }

  /** Its table is filled by the answers of controls, shortened; an unmatched name has none. */
  @Test
  void anOutcomeIsMadeWhereControlsIsAskedAlone() {
    noClasses()
        .that()
        .resideInAPackage("dev.chokepoint..")
        .and()
        .doNotBelongToAnyOf(Outcome.class, Decisions.class)
        .should(make(Outcome.class))
        .check(CODE);
    noClasses()
        .that()
        .resideInAPackage("dev.chokepoint.screening..")
        .and()
        .doNotBelongToAnyOf(Decisions.class)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Controls.class, Answers.class)
        .check(CODE);
  }

  /** Something that the first rule must find. */
  static final class Cheat {
    Outcome free() {
      return new Outcome(
          "", Verdict.NO_LICENCE_REQUIRED, null, null, List.of(), List.of(), "", List.of());
    }
  }

  @Test
  void theRuleFindsACheat() {
    JavaClasses cheat = new ClassFileImporter().importClasses(Cheat.class);
    assertThat(ORDERS_MAKE_NO_ANSWER.evaluate(cheat).hasViolation()).isTrue();
  }
}
