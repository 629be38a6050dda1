package dev.daybook.banking.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.banking.model.BankingCommand.AuthorizeUser;
import dev.daybook.banking.model.BankingCommand.PlaceHold;
import dev.daybook.banking.model.BankingCommand.RevokeUser;
import dev.daybook.banking.model.BankingCommand.Withdraw;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.Map;

/** Who besides the owner may act on an account. */
class UserRulesTest {

    private final Bank bank = new Bank().givenAccount("a", "100.00");

    private static Withdraw withdraw(String amount) {
        return new Withdraw("a", new BigDecimal(amount), "@cash", null, null, Map.of());
    }

    private static AuthorizeUser authorize(String user, String role, String limit) {
        return new AuthorizeUser("a", user, role, limit == null ? null : new BigDecimal(limit));
    }

    @Test
    void anAuthorisedUserDebitsUpToTheOwnLimit() {
        bank.given(authorize("bob", "disponent", "20"));
        bank.as("bob");
        bank.given(withdraw("20"));
        assertThat(bank.refused(withdraw("20.01")).code()).isEqualTo("limit-exceeded");
        assertThat(bank.refused(new PlaceHold("a", new BigDecimal("20.01"), null)).code())
                .isEqualTo("limit-exceeded");
        bank.as("teller");
        bank.given(withdraw("20.01"));
    }

    @Test
    void aViewerDebitsNothing() {
        bank.given(authorize("bob", "viewer", null));
        bank.as("bob");
        assertThat(bank.refused(withdraw("0.01")).code()).isEqualTo("forbidden");
        bank.given(Bank.deposit("a", "1"));
    }

    @Test
    void authorisingAgainChangesTheRoleAndTheLimit() {
        bank.given(authorize("bob", "viewer", null));
        bank.given(authorize("bob", "disponent", "5"));
        assertThat(bank.account("a").authorizedUsers())
                .containsExactly(new Account.AuthorizedUser("bob", "disponent", 5_00L));
    }

    @Test
    void aRevokedUserIsLikeAnybodyElse() {
        bank.given(authorize("bob", "disponent", "5"));
        bank.given(new RevokeUser("a", "bob"));
        assertThat(bank.account("a").authorizedUsers()).isEmpty();
        assertThat(bank.refused(new RevokeUser("a", "bob")).code()).isEqualTo("not-found");
    }

    @Test
    void aUserHasANameAndARole() {
        assertThat(bank.refused(authorize("", "viewer", null)).code()).isEqualTo("validation");
        assertThat(bank.refused(authorize("bob", " ", null)).code()).isEqualTo("validation");
        assertThat(bank.refused(authorize("bob", "x".repeat(65), null)).code())
                .isEqualTo("validation");
        assertThat(bank.refused(authorize("bob", "x", "-1")).code()).isEqualTo("validation");
    }
}
