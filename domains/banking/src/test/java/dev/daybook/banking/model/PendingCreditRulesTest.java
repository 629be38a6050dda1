package dev.daybook.banking.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.banking.model.BankingCommand.AddPendingCredit;
import dev.daybook.banking.model.BankingCommand.ClearPendingCredit;
import dev.daybook.banking.model.BankingCommand.FreezeAccount;
import dev.daybook.banking.model.BankingCommand.ReturnPendingCredit;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.UUID;

/** Money that is announced. */
class PendingCreditRulesTest {

    private final Bank bank = new Bank().givenAccount("a", "0");

    private String check(String amount) {
        UUID id =
                bank.given(
                        new AddPendingCredit("a", new BigDecimal(amount), "@checks", "check 42"));
        return Identifiers.part("a", id);
    }

    @Test
    void aPendingCreditIsSeenAndNotAvailable() {
        check("50");
        assertThat(bank.account("a").pending()).isEqualTo(50_00);
        assertThat(bank.account("a").available()).isZero();
        assertThat(bank.account("a").balance()).isZero();
    }

    @Test
    void aClearedCreditIsPosted() {
        String check = check("50");
        UUID id = bank.given(new ClearPendingCredit(check));
        assertThat(bank.account("a").balance()).isEqualTo(50_00);
        assertThat(bank.account("a").pending()).isZero();
        assertThat(bank.own("@checks").balance("EUR")).isEqualTo(-50_00);
        assertThat(bank.transaction(id).kind()).isEqualTo("clearing");
        assertThat(bank.transaction(id).description()).isEqualTo("check 42");
        assertThat(bank.refused(new ClearPendingCredit(check)).code()).isEqualTo("hold-not-open");
    }

    @Test
    void aReturnedCreditLeavesNothing() {
        String check = check("50");
        bank.given(new ReturnPendingCredit(check));
        assertThat(bank.account("a").pending()).isZero();
        assertThat(bank.account("a").balance()).isZero();
        assertThat(bank.refused(new ReturnPendingCredit(check)).code()).isEqualTo("hold-not-open");
    }

    @Test
    void aCreditIsNotClearedIntoAnAccountFrozenForCredits() {
        String check = check("50");
        bank.given(new FreezeAccount("a", false, true));
        assertThat(bank.refused(new ClearPendingCredit(check)).code()).isEqualTo("account-frozen");
        assertThat(bank.account("a").pending()).isEqualTo(50_00);
    }

    @Test
    void aCreditComesFromAnAccountOfTheBooks() {
        AddPendingCredit odd = new AddPendingCredit("a", BigDecimal.ONE, "checks", null);
        assertThat(bank.refused(odd).code()).isEqualTo("validation");
        assertThat(bank.refused(new ClearPendingCredit("nonsense")).code()).isEqualTo("not-found");
    }
}
