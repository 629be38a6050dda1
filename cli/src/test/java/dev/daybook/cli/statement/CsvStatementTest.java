package dev.daybook.cli.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.cli.statement.ClosingBalances.AccountDay;
import dev.daybook.cli.statement.Statements.Entry;
import dev.daybook.cli.terminal.Complaint;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class CsvStatementTest {

    private static final Path EXAMPLES = Path.of("../docs/examples");

    private static final String MAPPING =
            """
            account = a-1
            currency = EUR
            date.column = day
            amount.column = amount
            description.column = text
            """;

    @TempDir Path directory;

    @Test
    void theShippedExampleAgreesWithItsOwnBalancesOnEveryDay() {
        Statements statements =
                new CsvStatement(
                                EXAMPLES.resolve("hafenbank.csv"),
                                EXAMPLES.resolve("hafenbank.properties"))
                        .read();

        assertThat(statements.unreadable()).isEmpty();
        assertThat(statements.entries()).hasSize(79);
        assertThat(statements.accounts())
                .extracting("id")
                .containsExactlyInAnyOrder("hafenbank-4711001", "hafenbank-4711002");
        assertThat(ClosingBalances.of(statements)).allMatch(AccountDay::agrees).isNotEmpty();
    }

    @Test
    void whatWasThereBeforeTheFirstRowIsTakenFromItsBalance() {
        Statements statements =
                new CsvStatement(
                                EXAMPLES.resolve("hafenbank.csv"),
                                EXAMPLES.resolve("hafenbank.properties"))
                        .read();

        var account =
                statements.accounts().stream()
                        .filter(each -> each.id().equals("hafenbank-4711001"))
                        .findFirst()
                        .orElseThrow();
        assertThat(account.opening()).isEqualByComparingTo("1250.00");
        assertThat(account.ownerName()).isEqualTo("Jana Weiss");
    }

    @Test
    void aFileListedNewestFirstIsPostedOldestFirst() {
        List<Entry> entries =
                new CsvStatement(
                                EXAMPLES.resolve("hafenbank.csv"),
                                EXAMPLES.resolve("hafenbank.properties"))
                        .read()
                        .entries();

        assertThat(entries).isSortedAccordingTo((a, b) -> a.on().compareTo(b.on()));
        assertThat(entries.getFirst().via()).isEqualTo("@cash");
    }

    @Test
    void aDayThatTheCalendarDoesNotHaveIsUnreadableAndNotMovedToAnother() throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("s.csv"), "day,text,amount\n2026-02-30,rent,-5.00\n");
        for (String format : List.of("", "date.format = yyyy-MM-dd\n")) {
            Path mapping = Files.writeString(directory.resolve("m.properties"), MAPPING + format);
            Statements statements = new CsvStatement(file, mapping).read();
            assertThat(statements.entries()).isEmpty();
            assertThat(statements.unreadable()).hasSize(1);
        }
    }

    @Test
    void rowsWithoutANumberGetKeysByWhatTheySayAndEqualRowsStayTwoRows() throws IOException {
        String twice =
                """
                day,text,amount
                2026-01-02,coffee,-2.50
                2026-01-02,coffee,-2.50
                """;
        List<Entry> once = read(twice);
        List<Entry> later = read(twice + "2026-01-03,coffee,-2.50");

        assertThat(once).extracting(Entry::key).doesNotHaveDuplicates();
        assertThat(later.subList(0, 2))
                .extracting(Entry::key)
                .isEqualTo(once.stream().map(Entry::key).toList());
    }

    @Test
    void aRowThatIsNotUnderstoodIsReportedWithTheReason() throws IOException {
        Statements statements =
                statements(
                        """
                        day,text,amount
                        2026-01-02,x,12.3.4
                        2026-13-01,y,1
                        2026-01-02,z,1
                        """);

        assertThat(statements.entries()).hasSize(1);
        assertThat(statements.unreadable())
                .extracting("row", "reason")
                .first()
                .isEqualTo(tuple("line 2", "'12.3.4' is not an amount."));
        assertThat(statements.unreadable()).hasSize(2);
    }

    @Test
    void aColumnThatTheFileDoesNotHaveIsNamed() {
        assertThatThrownBy(() -> read("when,amount,text\n"))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("no column 'day'")
                .hasMessageContaining("date.column");
    }

    @Test
    void aSettingThatDoesNotExistIsATypingErrorAndRefused() throws IOException {
        Path mapping = file("m.properties", MAPPING + "ballance.column = balance\n");

        assertThatThrownBy(() -> new CsvStatement(file("f.csv", "day,amount,text\n"), mapping))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("ballance.column");
    }

    /** Found by fuzzing: the last row of a file that was cut off had another amount. */
    @Test
    void aRowWithTooFewOrTooManyCellsIsUnreadable() throws IOException {
        Statements statements =
                statements(
                        "day,amount,text\n"
                                + "2026-01-02,-5.00,a, b\n"
                                + "2026-01-02,-5.00,c,\n"
                                + "2026-01-02,-1");

        assertThat(statements.entries()).extracting(Entry::description).containsExactly("c");
        assertThat(statements.unreadable())
                .extracting("row", "reason")
                .containsExactly(
                        tuple("line 2", "It has 4 cells; the header has 3."),
                        tuple("line 4", "It has 2 cells; the header has 3."));
    }

    /** Found by fuzzing: 1.50 was 150 to a bank that sets off thousands with points. */
    @Test
    void anAmountInAnotherWayOfWritingIsUnreadable() throws IOException {
        Path mapping =
                file(
                        "m.properties",
                        MAPPING
                                + """
                                delimiter = ;
                                decimal.separator = ,
                                thousands.separator = .
                                """);
        String rows = "day;text;amount\n2026-01-02;a;1.50\n2026-01-02;b;-1.234.567,50\n";
        Statements statements = new CsvStatement(file("f.csv", rows), mapping).read();

        assertThat(statements.unreadable())
                .extracting("reason")
                .containsExactly("'1.50' is not an amount.");
        assertThat(statements.entries().getFirst().amount()).isEqualByComparingTo("-1234567.50");
    }

    @Test
    void separatorsThatAreTheSameAreRefused() throws IOException {
        Path mapping = file("m.properties", MAPPING + "thousands.separator = .\n");

        assertThatThrownBy(() -> new CsvStatement(file("f.csv", "day,amount,text\n"), mapping))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("thousands.separator");
    }

    /** Found by fuzzing: a row without an account was posted to one called like the prefix. */
    @Test
    void aRowWithoutAnAccountIsUnreadable() throws IOException {
        Path mapping =
                file(
                        "m.properties",
                        MAPPING.replace(
                                "account = a-1", "account.column = no\naccount.prefix = x-"));
        Statements statements =
                new CsvStatement(file("f.csv", "no,day,amount,text\n,2026-01-02,1.00,a\n"), mapping)
                        .read();

        assertThat(statements.unreadable())
                .extracting("reason")
                .containsExactly("It names no account.");
    }

    @Test
    void aColumnThatIsThereTwiceIsRefused() {
        assertThatThrownBy(() -> read("day,amount,text,amount\n"))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("several columns 'amount'");
    }

    private List<Entry> read(String csv) throws IOException {
        return statements(csv).entries();
    }

    private Statements statements(String csv) throws IOException {
        return new CsvStatement(file("f.csv", csv), file("m.properties", MAPPING)).read();
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text, UTF_8);
    }
}
