package dev.daybook.cli.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.daybook.cli.statement.Statements.Entry;
import dev.daybook.cli.terminal.Complaint;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/** On a few rows made in the shape of the real files. */
class BerkaFilesTest {

    @TempDir Path directory;

    @BeforeEach
    void write() throws IOException {
        file(
                "account.asc",
                """
                "account_id";"district_id";"frequency";"date"
                7;55;"POPLATEK MESICNE";930101
                """);
        file(
                "disp.asc",
                """
                "disp_id";"client_id";"account_id";"type"
                1;11;7;"OWNER"
                2;12;7;"DISPONENT"
                """);
        file(
                "trans.asc",
                """
                "trans_id";"account_id";"date";"type";"operation";"amount";"balance";"k_symbol";"bank";"account"
                1;7;930105;"PRIJEM";"VKLAD";100.00;100.00;"";;
                2;7;930106;"VYDAJ";"PREVOD NA UCET";150.50;-50.50;"SIPO";"QR";13943797
                3;7;930131;"VYBER";"VYBER";14.60;-65.10;" ";;
                4;7;930132;"PRIJEM";"VKLAD";1.00;1.00;"";;
                5;7;930131;"PRIJEM";"";80.00;14.90;"UROK";;
                6;7;930131;"VYDAJ";"VYBER";14.60;0.30;"SLUZBY";;
                """);
    }

    @Test
    void anAccountIsOpenedForItsOwnerWithTheOverdraftTheBankAllowed() {
        var account = new BerkaFiles(directory).read().accounts().getFirst();

        assertThat(account.id()).isEqualTo("berka-7");
        assertThat(account.ownerReference()).isEqualTo("client-11");
        assertThat(account.currency()).isEqualTo("CZK");
        assertThat(account.overdraft()).isEqualByComparingTo("65.10");
    }

    @Test
    void aDisponentBecomesAnAuthorisedUser() {
        var user = new BerkaFiles(directory).read().users().getFirst();

        assertThat(user.account()).isEqualTo("berka-7");
        assertThat(user.user()).isEqualTo("client-12");
        assertThat(user.role()).isEqualTo("disponent");
    }

    @Test
    void debitsAreNegativeUnderBothOfTheirNames() {
        var entries = new BerkaFiles(directory).read().entries();

        assertThat(entries)
                .extracting(entry -> entry.amount().toPlainString())
                .containsExactly("100.00", "-150.50", "-14.60", "80.00", "-14.60");
    }

    @Test
    void codesBecomeWordsAndStayInTheMetadata() {
        Entry transfer = new BerkaFiles(directory).read().entries().get(1);

        assertThat(transfer.description())
                .isEqualTo("Transfer to bank QR account 13943797, household payment");
        assertThat(transfer.kind()).isEqualTo("transfer-out");
        assertThat(transfer.via()).isEqualTo("@bank");
        assertThat(transfer.on()).isEqualTo(LocalDate.of(1993, 1, 6));
        assertThat(transfer.metadata())
                .containsEntry("operation", "PREVOD NA UCET")
                .containsEntry("k_symbol", "SIPO")
                .containsEntry("trans_id", "2");
    }

    @Test
    void aRowWithAnImpossibleDateIsReportedAndDoesNotStopTheImport() {
        Statements statements = new BerkaFiles(directory).read();

        assertThat(statements.rows()).isEqualTo(6);
        assertThat(statements.unreadable()).extracting("row").containsExactly("trans 4, line 5");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(directory.resolve("trans.asc"));

        assertThatThrownBy(() -> new BerkaFiles(directory).read())
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("trans.asc");
    }

    /** Found by fuzzing: adding the one to the other never came to an end. */
    @Test
    void anAmountWithAnExponentIsUnreadable() throws IOException {
        assertThat(unreadable("1;7;930105;\"PRIJEM\";\"VKLAD\";1e999999999;100.00;\"\";;"))
                .isEqualTo("'1e999999999' is not an amount.");
    }

    /** Found by fuzzing: whatever was no credit was taken for a debit. */
    @Test
    void aTypeThatIsNeitherInNorOutIsNotTakenForADebit() throws IOException {
        assertThat(unreadable("1;7;930105;\"PRIJ\";\"VKLAD\";100.00;100.00;\"\";;"))
                .isEqualTo("'PRIJ' is neither in nor out.");
    }

    /** Found by fuzzing: a row that was cut off ended the import with a stack trace. */
    @Test
    void aRightThatWasCutOffIsComplainedOfByItsLine() throws IOException {
        file("disp.asc", "disp_id;client_id;account_id;type\n1;11;7;OWNER\n2;12\n");

        assertThatThrownBy(() -> new BerkaFiles(directory).read())
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("line 3 of")
                .hasMessageContaining("It has 2 cells; the header has 4.");
    }

    @Test
    void aColumnThatIsMissingIsComplainedOfAndNotFoundMissingRowByRow() throws IOException {
        file("account.asc", "account_id;district_id;date\n7;55;930101\n");

        assertThatThrownBy(() -> new BerkaFiles(directory).read())
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("account.asc has the columns");
    }

    /** Why the only row of the transactions was not understood. */
    private String unreadable(String row) throws IOException {
        file(
                "trans.asc",
                "trans_id;account_id;date;type;operation;amount;balance;k_symbol;bank;account\n"
                        + row
                        + "\n");
        Statements statements = new BerkaFiles(directory).read();
        assertThat(statements.entries()).isEmpty();
        assertThat(statements.unreadable()).extracting("row").containsExactly("trans 1, line 2");
        return statements.unreadable().getFirst().reason();
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text, ISO_8859_1);
    }
}
