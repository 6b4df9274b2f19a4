package io.github.hadoopaccel.straggler;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;

/** The deciding packages decide and do nothing else; the layers point one way. */
@AnalyzeClasses(
    packages = "io.github.hadoopaccel.straggler",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {
  private static final String[] PURE = {"..progress..", "..policy..", "..escalation..", "..scan.."};

  @ArchTest
  static final ArchRule PURE_PACKAGES_KNOW_NO_HADOOP_THREAD_OR_LOGGER =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.hadoop..", "org.slf4j..", "java.util.concurrent..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class);

  @ArchTest
  static final ArchRule PURE_PACKAGES_READ_NO_CLOCK =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class);

  @ArchTest
  static final ArchRule DECIDING_DOES_NOT_KNOW_ACTING =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..straggler.am..", "..straggler.report..", "..straggler.cli..");

  @ArchTest
  static final ArchRule PROGRESS_STANDS_BELOW_ALL =
      noClasses()
          .that()
          .resideInAPackage("..progress..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..policy..", "..escalation..", "..scan..", "..straggler.config..");

  @ArchTest
  static final ArchRule POLICY_STANDS_BELOW_ESCALATION_AND_SCAN =
      noClasses()
          .that()
          .resideInAPackage("..policy..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..escalation..", "..scan..");

  @ArchTest
  static final ArchRule ESCALATION_STANDS_BELOW_SCAN =
      noClasses()
          .that()
          .resideInAPackage("..escalation..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("..scan..");

  @ArchTest
  static final ArchRule NOBODY_KNOWS_THE_COMMAND_LINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("..straggler.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..straggler.cli..", "picocli..");
}
