package dev.daybook.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import dev.daybook.testkit.Program;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Who may know whom. */
class ModuleBoundariesIT {

    private static final String ENGINE = "dev.daybook.engine..";
    private static final String SIMULATION = "dev.daybook.simulation..";
    private static final String POSTGRES = "dev.daybook.postgres..";
    private static final String LUCENE = "dev.daybook.lucene..";
    private static final String BANKING = "dev.daybook.banking..";
    private static final String SERVER = "dev.daybook.server..";
    private static final String CLI = "dev.daybook.cli..";
    private static final String BENCH = "dev.daybook.bench..";
    private static final String[] LANGUAGE = {
        "java.lang..", "java.util..", "java.time..", "java.math..", "org.jspecify.."
    };

    private static final List<String> MODULES =
            List.of(
                    "engine",
                    "simulation",
                    "adapters/postgres",
                    "adapters/lucene",
                    "domains/banking",
                    "server",
                    "cli");

    private static final JavaClasses CLASSES = classesOfAllModules();

    private static JavaClasses classesOfAllModules() {
        List<Path> directories =
                MODULES.stream()
                        .map(module -> Program.home().resolve(module).resolve("target/classes"))
                        .toList();
        assertThat(directories)
                .allSatisfy(directory ->
                        assertThat(Files.isDirectory(directory)).as(directory.toString()).isTrue());
        return new ClassFileImporter().importPaths(directories);
    }

    @Test
    void allModulesAreLookedAt() {
        for (String module : List.of(ENGINE, SIMULATION, POSTGRES, LUCENE, BANKING, SERVER, CLI)) {
            assertThat(CLASSES.that(JavaClass.Predicates.resideInAPackage(module)))
                    .as(module)
                    .isNotEmpty();
        }
    }

    @Test
    void theEngineKnowsNobody() {
        classes()
                .that()
                .resideInAPackage(ENGINE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ENGINE, "java..", "org.apache.avro..", "org.slf4j..", "org.jspecify..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(ENGINE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "java.net.http..")
                .check(CLASSES);
    }

    @Test
    void theSimulationKnowsTheEngineOnlyAndNoTimeOrChanceButItsOwn() {
        classes()
                .that()
                .resideInAPackage(SIMULATION)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(SIMULATION, ENGINE, "java..", "org.jspecify..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(SIMULATION)
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Thread")
                .check(CLASSES);
    }

    @Test
    void anAdapterKnowsTheEngineOnly() {
        noClasses()
                .that()
                .resideInAPackage(POSTGRES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(LUCENE, BANKING, SERVER, CLI, "org.springframework..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(LUCENE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        POSTGRES, BANKING, SERVER, CLI, "org.springframework..", "java.sql..")
                .check(CLASSES);
    }

    @Test
    void theModelOfTheBankIsPure() {
        classes()
                .that()
                .resideInAPackage("dev.daybook.banking.model..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(concat("dev.daybook.banking.model..", ENGINE))
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("dev.daybook.banking.model..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .check(CLASSES);
    }

    @Test
    void onlyTheBanksOwnSqlKnowsPostgres() {
        noClasses()
                .that()
                .resideInAPackage(BANKING)
                .and()
                .resideOutsideOfPackage("dev.daybook.banking.postgres..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        POSTGRES,
                        "dev.daybook.banking.postgres..",
                        "java.sql..",
                        "javax.sql..",
                        "org.postgresql..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(BANKING)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        LUCENE,
                        SERVER,
                        CLI,
                        "org.springframework..",
                        "org.apache.lucene..",
                        "tools.jackson..")
                .check(CLASSES);
    }

    @Test
    void nobodyKnowsWhoAssemblesThem() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SERVER, CLI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SERVER, CLI)
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CLI, "picocli..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(SERVER)
                .and()
                .resideOutsideOfPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "jakarta..")
                .check(CLASSES);
    }

    /** It carries the peers that Daybook is measured beside, which the product must not. */
    @Test
    void nobodyKnowsTheBench() {
        noClasses().should().dependOnClassesThat().resideInAPackage(BENCH).check(CLASSES);
    }

    @Test
    void technologyStaysInItsAdapter() {
        noClasses()
                .that()
                .resideOutsideOfPackage(LUCENE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.lucene..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideOutsideOfPackage(POSTGRES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.postgresql..", "com.zaxxer.hikari..", "io.zonky..")
                .check(CLASSES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dev.daybook.engine",
                "dev.daybook.simulation",
                "dev.daybook.postgres",
                "dev.daybook.lucene",
                "dev.daybook.banking",
                "dev.daybook.server",
                "dev.daybook.cli"
            })
    void packagesOfAModuleHaveNoCycles(String module) {
        slices().matching(module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void moneyIsNeverAFloatingPointNumber() {
        noClasses()
                .that()
                .resideInAPackage("dev.daybook.banking.model..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Double")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.Float")
                .andShould(haveNoFloatingPoint())
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLineWritesToTheTerminal() {
        noClasses()
                .that()
                .resideOutsideOfPackage(CLI)
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(CLASSES);
        // Lucene itself logs by java.util.logging, and its adapter has to quiet it.
        noClasses()
                .that()
                .resideOutsideOfPackage(LUCENE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .check(CLASSES);
    }

    @Test
    void namesSaySomething() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Info")
                .orShould()
                .haveSimpleNameEndingWith("Base")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .check(CLASSES);
    }

    @Test
    void everyPackageExplainsItselfAndIsNullMarked() {
        for (JavaPackage each : CLASSES.getPackage("dev.daybook").getSubpackagesInTree()) {
            if (!each.getClasses().isEmpty()) {
                assertThat(
                                each.tryGetPackageInfo()
                                        .map(info ->
                                                info.isAnnotatedWith(
                                                        "org.jspecify.annotations.NullMarked")))
                        .as(each.getName())
                        .contains(true);
            }
        }
    }

    private static String[] concat(String... more) {
        return java.util.stream.Stream.concat(
                        java.util.Arrays.stream(LANGUAGE), java.util.Arrays.stream(more))
                .toArray(String[]::new);
    }

    private static ArchCondition<JavaClass> haveNoFloatingPoint() {
        DescribedPredicate<JavaClass> floating =
                DescribedPredicate.describe(
                        "a floating-point number",
                        type -> type.getName().equals("double") || type.getName().equals("float"));
        return new ArchCondition<>("have floating-point fields or methods") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean found =
                        type.getFields().stream()
                                        .anyMatch(field -> floating.test(field.getRawType()))
                                || type.getMethods().stream()
                                        .anyMatch(method ->
                                                floating.test(method.getRawReturnType())
                                                        || method.getRawParameterTypes().stream()
                                                                .anyMatch(floating));
                events.add(
                        new SimpleConditionEvent(
                                type, found, type.getName() + " has floating-point numbers"));
            }
        };
    }
}
