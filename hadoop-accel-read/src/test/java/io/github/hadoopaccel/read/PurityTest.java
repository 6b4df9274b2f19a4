package io.github.hadoopaccel.read;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The pure core stays pure, and the layers point one way. */
@AnalyzeClasses(
    packages = "io.github.hadoopaccel.read",
    importOptions = ImportOption.DoNotIncludeTests.class)
class PurityTest {
  private static final String ROOT = "io.github.hadoopaccel.read.";
  private static final String[] PURE = {
    ROOT + "striping", ROOT + "hedge", ROOT + "stripe",
  };

  @ArchTest
  static final ArchRule pureCoreKnowsNoHadoopThreadsOrLoggers =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.hadoop..", "org.slf4j..", "java.util.concurrent..", "java.io..")
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(Thread.class);

  @ArchTest
  static final ArchRule whatCodersReckonWithKnowsNoHadoop =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "codec")
          .and()
          .haveNameMatching(".*[.](Gf256|[A-Za-z]+Code|Combination|Unit(Combiner|Rebuilder|Words))")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.hadoop..", "org.slf4j..", "java.util.concurrent..");

  @ArchTest
  static final ArchRule onlyTheDriverAndTheDoorReadTheClock =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "io", ROOT + "hadoop")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule driverAndMetricsKnowNoHadoop =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "io", ROOT + "metrics")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.hadoop..");

  @ArchTest
  static final ArchRule stripingKnowsNobody =
      classes()
          .that()
          .resideInAPackage(ROOT + "striping")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ROOT + "striping", "java..");

  @ArchTest
  static final ArchRule hedgingKnowsNobody =
      classes()
          .that()
          .resideInAPackage(ROOT + "hedge")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(ROOT + "hedge", "java..");

  @ArchTest
  static final ArchRule nobodyKnowsTheDoor =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "hadoop")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "hadoop");
}
