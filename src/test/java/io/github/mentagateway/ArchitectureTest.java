package io.github.mentagateway;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The rules that keep each package about one thing. */
@AnalyzeClasses(packages = "io.github.mentagateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packages_have_no_cycles = slices().matching("io.github.mentagateway.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_the_store_speaks_sql_and_the_stand_ins_their_own = noClasses()
      .that().resideOutsideOfPackages("..store..", "..standins..", "..destination..", "..sandbox..")
      .should().dependOnClassesThat().resideInAPackage("java.sql..");

  @ArchTest
  static final ArchRule the_inbox_and_its_store_know_no_camel_no_http_and_no_json = noClasses().that().resideInAnyPackage("..inbox..", "..store..")
      .should().dependOnClassesThat().resideInAnyPackage("org.apache.camel..", "io.vertx..", "java.net.http..", "com.fasterxml..");

  @ArchTest
  static final ArchRule what_the_inbox_promises_knows_nobody_who_keeps_it = noClasses().that().resideInAPackage("..inbox..")
      .should().dependOnClassesThat().resideInAnyPackage("..store..", "..settings..", "..delivery..", "..durable..");

  @ArchTest
  static final ArchRule the_rooms_of_the_store_have_no_cycles = slices().matching("io.github.mentagateway.store.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_the_start_knows_which_store_it_is = noClasses()
      .that().resideOutsideOfPackages("..store..", "..runtime..", "..sandbox..", "..rehearsal..")
      .should().dependOnClassesThat().resideInAPackage("..store..");

  @ArchTest
  static final ArchRule delivery_knows_no_camel_and_no_sql = noClasses().that().resideInAPackage("io.github.mentagateway.delivery..")
      .should().dependOnClassesThat().resideInAnyPackage("org.apache.camel..", "io.vertx..", "java.sql..", "com.fasterxml..");

  @ArchTest
  static final ArchRule the_envelope_depends_on_nothing_of_ours = noClasses().that().resideInAPackage("..envelope..")
      .should().dependOnClassesThat().resideInAnyPackage("..inbox..", "..intake..", "..durable..", "..delivery..", "..settings..",
          "org.apache.camel..", "io.vertx..");

  @ArchTest
  static final ArchRule the_command_line_needs_no_camel = noClasses().that().resideInAPackage("..cli..")
      .should().dependOnClassesThat().resideInAnyPackage("org.apache.camel..", "..inbox..", "..intake..", "..runtime..");

  @ArchTest
  static final ArchRule the_simulator_sees_the_gateway_only_from_outside = noClasses().that().resideInAPackage("..simulator..")
      .should().dependOnClassesThat(resideInAPackage("io.github.mentagateway..").and(resideOutsideOfPackage("..simulator..")))
      .orShould().dependOnClassesThat().resideInAnyPackage("org.apache.camel..", "io.vertx..", "java.sql..");

  @ArchTest
  static final ArchRule nobody_knows_the_runtime_but_the_program = noClasses()
      .that().resideOutsideOfPackages("..runtime..", "io.github.mentagateway")
      .should().dependOnClassesThat().resideInAPackage("..runtime..");

  @ArchTest
  static final ArchRule classes_are_final_or_meant_to_be_extended = classes()
      .that().areTopLevelClasses().and().areNotInterfaces().and().areNotEnums().and().areNotAnonymousClasses()
      .and().doNotHaveSimpleName("package-info")
      .should().haveModifier(JavaModifier.FINAL).orShould().haveModifier(JavaModifier.ABSTRACT);

  @ArchTest
  static void every_package_says_what_it_owns(JavaClasses imported) throws IOException {
    assertThat(imported).isNotEmpty();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
      List<Path> silent = sources.filter(path -> path.toString().endsWith(".java")).map(Path::getParent).distinct()
          .filter(folder -> !Files.exists(folder.resolve("package-info.java")))
          .filter(folder -> !folder.endsWith("io/github/mentagateway")).toList();
      assertThat(silent).isEmpty();
    }
  }
}
