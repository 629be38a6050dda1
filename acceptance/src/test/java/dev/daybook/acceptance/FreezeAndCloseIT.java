package dev.daybook.acceptance;

import static dev.daybook.testkit.Bank.amount;
import static dev.daybook.testkit.Bank.because;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnEveryBackend;

import org.junit.jupiter.api.Test;

/** Accounts that are frozen, closed and opened again. */
@OnEveryBackend
class FreezeAndCloseIT {

    private final Bank bank;
    private final Api api;

    FreezeAndCloseIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @Test
    void anAccountFrozenForDebitsTakesCreditsOnly() {
        String account = bank.accountWith("10.00");
        api.post(at(account, "freeze"), because().put("debits", true)).expectSuccess();
        api.post(at(account, "withdrawals"), amount("1.00")).expectProblem(422, "account-frozen");
        api.post(at(account, "holds"), amount("1.00")).expectProblem(422, "account-frozen");
        bank.deposit(account, "1.00");
        assertThat(bank.balance(account)).isEqualTo("11.00");
    }

    @Test
    void anAccountFrozenForCreditsTakesDebitsOnly() {
        String account = bank.accountWith("10.00");
        api.post(at(account, "freeze"), because().put("credits", true)).expectSuccess();
        api.post(at(account, "deposits"), amount("1.00")).expectProblem(422, "account-frozen");
        bank.withdraw(account, "1.00");
        assertThat(bank.balance(account)).isEqualTo("9.00");
    }

    @Test
    void anUnfrozenAccountMovesAgain() {
        String account = bank.accountWith("10.00");
        api.post(at(account, "freeze"), because().put("debits", true).put("credits", true))
                .expectSuccess();
        api.post(at(account, "deposits"), amount("1.00")).expectProblem(422, "account-frozen");
        api.post(at(account, "unfreeze"), because().put("credits", true)).expectSuccess();
        bank.deposit(account, "1.00");
        api.post(at(account, "withdrawals"), amount("1.00")).expectProblem(422, "account-frozen");
        api.post(at(account, "unfreeze"), because().put("debits", true)).expectSuccess();
        bank.withdraw(account, "1.00");
    }

    @Test
    void onlyAnEmptyAccountIsClosed() {
        String account = bank.accountWith("10.00");
        api.post(at(account, "close"), because()).expectProblem(409, "conflict");
        bank.withdraw(account, "10.00");
        assertThat(api.post(at(account, "close"), because()).expectSuccess().text("status"))
                .isEqualTo("closed");
        assertThat(Json.text(bank.show(account), "status")).isEqualTo("closed");
    }

    @Test
    void anAccountWithHoldsOrChecksIsNotClosed() {
        String held = bank.account("EUR", "10.00");
        bank.hold(held, "1.00");
        api.post(at(held, "close"), because()).expectProblem(409, "conflict");
        String pending = bank.account();
        api.post(at(pending, "pending-credits"), amount("1.00")).expect(201);
        api.post(at(pending, "close"), because()).expectProblem(409, "conflict");
    }

    @Test
    void aClosedAccountTakesNothing() {
        String account = bank.account();
        String other = bank.accountWith("5.00");
        api.post(at(account, "close"), because()).expectSuccess();
        api.post(at(account, "deposits"), amount("1.00")).expectProblem(422, "account-closed");
        api.post(at(account, "holds"), amount("1.00")).expectProblem(422, "account-closed");
        api.post("/v1/transfers", Bank.transferring(other, account, "1.00"))
                .expectProblem(422, "account-closed");
        assertThat(bank.balance(other)).isEqualTo("5.00");
    }

    @Test
    void aReopenedAccountWorksAgain() {
        String account = bank.account();
        api.post(at(account, "reopen"), because()).expectProblem(409, "conflict");
        api.post(at(account, "close"), because()).expectSuccess();
        assertThat(api.post(at(account, "reopen"), because()).expectSuccess().text("status"))
                .isEqualTo("open");
        bank.deposit(account, "1.00");
    }

    @Test
    void theBooksOwnAccountsAreNeitherFrozenNorClosed() {
        bank.accountWith("1.00");
        for (String action : new String[] {"freeze", "close", "holds", "reopen"}) {
            int status = api.post(at("@cash", action), amount("1.00")).status();
            assertThat(status).as(action).isBetween(400, 499);
        }
        bank.accountWith("1.00");
    }

    private static String at(String account, String action) {
        return "/v1/accounts/" + account + "/" + action;
    }
}
