package dev.daybook.banking.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.banking.model.BankingCommand.AddPendingCredit;
import dev.daybook.banking.model.BankingCommand.ChangeOverdraftLimit;
import dev.daybook.banking.model.BankingCommand.CloseAccount;
import dev.daybook.banking.model.BankingCommand.FreezeAccount;
import dev.daybook.banking.model.BankingCommand.OpenAccount;
import dev.daybook.banking.model.BankingCommand.PlaceHold;
import dev.daybook.banking.model.BankingCommand.ReopenAccount;
import dev.daybook.banking.model.BankingCommand.ReturnPendingCredit;
import dev.daybook.banking.model.BankingCommand.UnfreezeAccount;
import dev.daybook.banking.model.BankingCommand.Withdraw;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigDecimal;
import java.util.Map;

/** The life of an account. */
class AccountRulesTest {

    private final Bank bank = new Bank();

    private static OpenAccount open(String id, String currency, String limit) {
        return new OpenAccount(
                id, new Owner("c-1", "Ada Lovelace"), currency, "current", new BigDecimal(limit));
    }

    private static Withdraw withdraw(String account, String amount) {
        return new Withdraw(account, new BigDecimal(amount), "@cash", null, null, Map.of());
    }

    @Test
    void anAccountIsOpenedOnce() {
        bank.given(open("a", "EUR", "100.00"));
        Account account = bank.account("a");
        assertThat(account.status()).isEqualTo(Account.Status.OPEN);
        assertThat(account.available()).isEqualTo(100_00);
        assertThat(account.openedAt()).isEqualTo(Bank.MORNING);
        assertThat(bank.refused(open("a", "EUR", "0")).code()).isEqualTo("account-exists");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "@cash", "a b", "ä", "a~b", "a/b", "a\u0000"})
    void anAccountHasAName(String id) {
        assertThat(bank.refused(open(id, "EUR", "0")).code()).isEqualTo("validation");
    }

    @Test
    void anAccountHasANameOfAtMost64Characters() {
        bank.given(open("x".repeat(64), "EUR", "0"));
        assertThat(bank.refused(open("x".repeat(65), "EUR", "0")).code()).isEqualTo("validation");
        assertThat(bank.refused(open("x".repeat(500), "EUR", "0")).code()).isEqualTo("validation");
    }

    @Test
    void anAccountHasACurrencyAndAnOwnerAndNoNegativeLimit() {
        assertThat(bank.refused(open("a", "XXX", "0")).code()).isEqualTo("validation");
        assertThat(bank.refused(open("a", "EUR", "-1")).code()).isEqualTo("validation");
        assertThat(bank.refused(open("a", "EUR", "0.001")).code()).isEqualTo("validation");
        OpenAccount nameless =
                new OpenAccount("a", new Owner("c", " "), "EUR", null, BigDecimal.ZERO);
        assertThat(bank.refused(nameless).code()).isEqualTo("validation");
        OpenAccount hostile =
                new OpenAccount("a", new Owner("c", "Ada\u0000"), "EUR", null, BigDecimal.ZERO);
        assertThat(bank.refused(hostile).code()).isEqualTo("validation");
        OpenAccount half =
                new OpenAccount("a", new Owner("c", "Ada\uD800"), "EUR", null, BigDecimal.ZERO);
        assertThat(bank.refused(half).code()).isEqualTo("validation");
    }

    @Test
    void onlyAnEmptyAccountIsClosed() {
        bank.givenAccount("a", "10.00");
        assertThat(bank.refused(new CloseAccount("a")).code()).isEqualTo("conflict");
        bank.given(withdraw("a", "10.00"));
        String credit =
                Identifiers.part(
                        "a",
                        bank.given(new AddPendingCredit("a", BigDecimal.ONE, "@checks", null)));
        assertThat(bank.refused(new CloseAccount("a")).code()).isEqualTo("conflict");
        bank.given(new ReturnPendingCredit(credit));
        bank.given(new CloseAccount("a"));
        assertThat(bank.refused(new CloseAccount("a")).code()).isEqualTo("account-closed");
        assertThat(bank.refused(Bank.deposit("a", "1")).code()).isEqualTo("account-closed");
        bank.given(new ReopenAccount("a"));
        bank.given(Bank.deposit("a", "1"));
        assertThat(bank.refused(new ReopenAccount("a")).code()).isEqualTo("conflict");
    }

    @Test
    void anAccountWithAHoldIsNotClosed() {
        bank.givenAccount("a", "0", "EUR", "5");
        bank.given(new PlaceHold("a", BigDecimal.ONE, null));
        assertThat(bank.refused(new CloseAccount("a")).detail()).contains("1 open holds");
    }

    @Test
    void aFrozenAccountTakesNoMovementsOfThatSide() {
        bank.givenAccount("a", "10.00");
        bank.given(new FreezeAccount("a", true, false));
        assertThat(bank.refused(withdraw("a", "1")).code()).isEqualTo("account-frozen");
        assertThat(bank.refused(new PlaceHold("a", BigDecimal.ONE, null)).code())
                .isEqualTo("account-frozen");
        bank.given(Bank.deposit("a", "1"));
        assertThat(bank.refused(new FreezeAccount("a", true, false)).code()).isEqualTo("conflict");
        bank.given(new FreezeAccount("a", true, true));
        assertThat(bank.refused(Bank.deposit("a", "1")).code()).isEqualTo("account-frozen");
        bank.given(new UnfreezeAccount("a", true, false));
        bank.given(withdraw("a", "1"));
        assertThat(bank.refused(Bank.deposit("a", "1")).code()).isEqualTo("account-frozen");
        bank.given(new UnfreezeAccount("a", false, true));
        bank.given(Bank.deposit("a", "1"));
        assertThat(bank.refused(new UnfreezeAccount("a", true, true)).code()).isEqualTo("conflict");
        assertThat(bank.refused(new FreezeAccount("a", false, false)).code())
                .isEqualTo("validation");
    }

    @Test
    void theOverdraftLimitIsNotLoweredBelowWhatIsUsed() {
        bank.givenAccount("a", "0", "EUR", "100");
        bank.given(withdraw("a", "60"));
        assertThat(bank.refused(new ChangeOverdraftLimit("a", new BigDecimal("59.99"))).code())
                .isEqualTo("conflict");
        bank.given(new ChangeOverdraftLimit("a", new BigDecimal("60")));
        assertThat(bank.account("a").available()).isZero();
        assertThat(bank.refused(withdraw("a", "0.01")).code()).isEqualTo("insufficient-funds");
    }

    @Test
    void theBooksOwnAccountsAreNeitherOpenedNorFrozenNorClosed() {
        assertThat(bank.refused(new CloseAccount("@cash")).code()).isEqualTo("validation");
        assertThat(bank.refused(new FreezeAccount("@cash", true, true)).code())
                .isEqualTo("validation");
        assertThat(bank.refused(new PlaceHold("@cash", BigDecimal.ONE, null)).code())
                .isEqualTo("validation");
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        assertThat(bank.refused(new CloseAccount("nobody")).code()).isEqualTo("not-found");
        assertThat(bank.refused(new CloseAccount("x".repeat(1000))).code()).isEqualTo("not-found");
        assertThat(bank.refused(Bank.deposit("", "1")).code()).isEqualTo("not-found");
    }
}
