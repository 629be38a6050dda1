package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Directories;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnDaybook;
import dev.daybook.testkit.Program;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.JsonNode;

import java.nio.file.Files;
import java.nio.file.Path;

/** Statements of any bank, their columns named in a mapping. */
@ExtendWith(OnDaybook.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CsvImportIT {

    private final Bank bank;
    private final Path directory = Directories.temporary();

    CsvImportIT(Bank bank) {
        this.bank = bank;
    }

    @AfterAll
    void clean() {
        Directories.delete(directory);
    }

    @Test
    void theExampleOfTheDocumentationIsImportedAndAgreesWithItsBank() {
        Path examples = Program.home().resolve("docs/examples");
        Program.Run run =
                csv(examples.resolve("hafenbank.csv"), examples.resolve("hafenbank.properties"));
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        JsonNode report = Json.parse(run.out());
        assertThat(report.path("rows").path("posted").asInt())
                .isEqualTo(report.path("rows").path("read").asInt())
                .isPositive();
        assertThat(report.path("rows").path("rejected")).isEmpty();
        assertThat(report.path("accountDays").path("agreeing").asInt()).isPositive();
        assertThat(report.path("accountDays").path("unexpected").asInt()).isZero();
        long head = bank.head();
        JsonNode again =
                Json.parse(
                        csv(
                                        examples.resolve("hafenbank.csv"),
                                        examples.resolve("hafenbank.properties"))
                                .out());
        assertThat(again.path("rows").path("postedBefore").asInt())
                .isEqualTo(report.path("rows").path("posted").asInt());
        assertThat(bank.head()).isEqualTo(head);
    }

    @Test
    void aFileOfOnesOwnIsImportedByItsMapping() throws Exception {
        String account = Bank.unique("csv");
        Path file = directory.resolve("own.csv");
        Files.writeString(
                file,
                """
                ref\tacct\tday\tsum\ttext
                1\t%1$s\t2026-01-05\t100.00\tFirst
                2\t%1$s\t2026-01-06\t-30.50\t"Tabs, quotes ""and"" all"
                """
                        .formatted(account));
        Path mapping = directory.resolve("own.properties");
        Files.writeString(
                mapping,
                """
                delimiter = tab
                account.column = acct
                currency = EUR
                date.column = day
                amount.column = sum
                description.column = text
                id.column = ref
                """);
        Program.Run run = csv(file, mapping);
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        assertThat(bank.balance(account)).isEqualTo("69.50");
        JsonNode found =
                bank.getAtLeast(bank.head(), "/v1/transactions?account=" + account + "&q=quotes");
        assertThat(Json.text(found.path("items").path(0), "description"))
                .isEqualTo("Tabs, quotes \"and\" all");
        assertThat(Json.text(found.path("items").path(0), "valueDate")).isEqualTo("2026-01-06");
    }

    @Test
    void aRowThatCannotBeReadIsReportedAndTheOthersArePosted() throws Exception {
        String account = Bank.unique("csv");
        Path file = directory.resolve("broken.csv");
        Files.writeString(
                file,
                "acct,day,sum\n%1$s,2026-01-05,1.00\n%1$s,2026-02-30,1.00\n%1$s,2026-01-06,abc\n%1$s,2026-01-07,2.00\n"
                        .formatted(account));
        Path mapping = directory.resolve("broken.properties");
        Files.writeString(
                mapping, "account.column=acct\ncurrency=EUR\ndate.column=day\namount.column=sum\n");
        Program.Run run = csv(file, mapping);
        assertThat(run.exitCode()).isNotZero();
        assertThat(Json.parse(run.out()).path("rows").path("rejected")).hasSize(2);
        assertThat(bank.balance(account)).isEqualTo("3.00");
    }

    @Test
    void aMappingThatIsWrongIsSaidSoBeforeAnythingIsDone() throws Exception {
        Path file = directory.resolve("wrong.csv");
        Files.writeString(file, "acct,day,sum\nx,2026-01-05,1.00\n");
        Path mapping = directory.resolve("wrong.properties");
        long head = bank.head();
        for (String wrong :
                new String[] {
                    "",
                    "colour=red\n",
                    "account.column=acct\n",
                    "account.column=nope\ncurrency=EUR\ndate.column=day\namount.column=sum\n"
                }) {
            Files.writeString(mapping, wrong);
            Program.Run run = csv(file, mapping);
            assertThat(run.exitCode()).as(wrong).isNotZero();
            CommandLineIT.assertOnePlainLine(run.err());
        }
        assertThat(bank.head()).isEqualTo(head);
    }

    private Program.Run csv(Path file, Path mapping) {
        return Program.built()
                .run(
                        "import",
                        "csv",
                        file.toString(),
                        "--mapping",
                        mapping.toString(),
                        "--json",
                        "--data",
                        bank.process().data().toString());
    }
}
