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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Who may know whom. */
class ModuleBoundariesIT {

    private static final String ENGINE = "dev.daybook.engine..";
    private static final String SIMULATION = "dev.daybook.simulation..";
    private static final String POSTGRES = "dev.daybook.postgres..";
    private static final String SEARCH = "dev.daybook.search..";
    private static final String LUCENE = "dev.daybook.lucene..";
    private static final String ELASTICSEARCH = "dev.daybook.elasticsearch..";
    private static final String BANKING = "dev.daybook.banking..";
    private static final String SERVER = "dev.daybook.server..";
    private static final String CLI = "dev.daybook.cli..";

    /** Written by the build, of the templates of the console. */
    private static final String TEMPLATES = "dev.daybook.server.console.template";

    private static final String BENCH = "dev.daybook.bench..";
    private static final String STACK = "dev.daybook.stack..";
    private static final String[] LANGUAGE = {
        "java.lang..", "java.util..", "java.time..", "java.math..", "org.jspecify.."
    };

    /** Each with the technology that nobody else touches. */
    private static final List<Adapter> ADAPTERS =
            List.of(
                    new Adapter(
                            "postgres", "org.postgresql..", "com.zaxxer.hikari..", "io.zonky.."),
                    new Adapter("search"),
                    new Adapter("lucene"), // shares how words are made with the one for search
                    new Adapter("elasticsearch", "org.elasticsearch..", "org.apache.http.."),
                    new Adapter("redis", "io.lettuce.."),
                    new Adapter("kafka", "org.apache.kafka.."),
                    new Adapter("s3", "software.amazon.."));

    private static final List<String> MODULES =
            Stream.concat(
                            Stream.of("engine", "simulation", "domains/banking", "server", "cli"),
                            ADAPTERS.stream().map(Adapter::directory))
                    .toList();

    private record Adapter(String name, String... technology) {

        String directory() {
            return "adapters/" + name;
        }

        String classes() {
            return "dev.daybook." + name + "..";
        }
    }

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
        assertThat(MODULES)
                .allSatisfy(module ->
                        assertThat(
                                        CLASSES.that(
                                                JavaClass.Predicates.resideInAPackage(
                                                        packagesOf(module))))
                                .isNotEmpty());
    }

    private static String packagesOf(String module) {
        return "dev.daybook." + module.substring(module.indexOf('/') + 1) + "..";
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
    void anAdapterKnowsTheEngineAndNoOtherAdapter() {
        for (Adapter adapter : ADAPTERS) {
            noClasses()
                    .that()
                    .resideInAPackage(adapter.classes())
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(strangersOf(adapter))
                    .check(CLASSES);
        }
    }

    private static String[] strangersOf(Adapter adapter) {
        Stream<String> others =
                ADAPTERS.stream()
                        .filter(other -> !other.equals(adapter))
                        .map(Adapter::classes)
                        .filter(other -> !other.equals(SEARCH)); // which is there to be shared
        Stream<String> more =
                adapter.classes().equals(POSTGRES)
                        ? Stream.of(SEARCH)
                        : Stream.of("java.sql..", "javax.sql..");
        return Stream.of(others, more, Stream.of(BANKING, SERVER, CLI, "org.springframework.."))
                .flatMap(each -> each)
                .toArray(String[]::new);
    }

    /** What a question means is said once, so that all give the same answers. */
    @Test
    void onlyAdaptersThatAnswerQuestionsShareWhatTheyMean() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SEARCH, LUCENE, ELASTICSEARCH)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(SEARCH)
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
                .resideInAnyPackage(SERVER, CLI, "org.springframework..", "tools.jackson..")
                .check(CLASSES);
        for (Adapter adapter : ADAPTERS) {
            if (!adapter.classes().equals(POSTGRES)) {
                noClasses()
                        .that()
                        .resideInAPackage(BANKING)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(adapter.classes())
                        .check(CLASSES);
            }
        }
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

    /** It stands in for servers elsewhere, of which the product knows addresses only. */
    @Test
    void nobodyKnowsTheStack() {
        noClasses().should().dependOnClassesThat().resideInAPackage(STACK).check(CLASSES);
    }

    @Test
    void technologyStaysInItsAdapter() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SEARCH, LUCENE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.lucene..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage(SEARCH)
                .should()
                .dependOnClassesThat(
                        JavaClass.Predicates.resideInAPackage("org.apache.lucene..")
                                .and(
                                        JavaClass.Predicates.resideOutsideOfPackage(
                                                "org.apache.lucene.analysis..")))
                .check(CLASSES);
        for (Adapter adapter : ADAPTERS) {
            if (adapter.technology().length > 0) {
                noClasses()
                        .that()
                        .resideOutsideOfPackage(adapter.classes())
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(adapter.technology())
                        .check(CLASSES);
            }
        }
    }

    @Test
    void packagesOfAModuleHaveNoCycles() {
        for (String module : MODULES) {
            slices().matching(packagesOf(module).replace("..", ".(*).."))
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
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
            if (!each.getClasses().isEmpty() && !each.getName().equals(TEMPLATES)) {
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
