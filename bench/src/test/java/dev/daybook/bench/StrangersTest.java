package dev.daybook.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

/** What the bench compares with, and what it measures with, stays where it is used. */
class StrangersTest {

    private static final JavaClasses BENCH =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("dev.daybook.bench");

    @Test
    void onlyThePeerOnAxonKnowsAxonAndHibernate() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.daybook.bench.peer.axon")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.axonframework..", "org.hibernate..", "jakarta.persistence..")
                .check(BENCH);
    }

    @Test
    void onlyTheInnerPiecesKnowJmh() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.daybook.bench.inner..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.openjdk.jmh..")
                .check(BENCH);
    }
}
