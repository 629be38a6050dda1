package dev.daybook.acceptance;

import static dev.daybook.testkit.Bank.amount;
import static dev.daybook.testkit.Bank.because;
import static dev.daybook.testkit.Bank.transferring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnEveryBackend;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

/** Who besides the owner may act on an account, and how far. */
@OnEveryBackend
class AuthorizedUsersIT {

    private final Bank bank;
    private final Api api;

    AuthorizedUsersIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @Test
    void anAuthorizedUserIsShownWithRoleAndLimit() {
        String account = bank.account();
        authorize(account, "ann", "disponent", "25.00");
        JsonNode user = bank.show(account).path("authorizedUsers").path(0);
        assertThat(Json.text(user, "user")).isEqualTo("ann");
        assertThat(Json.text(user, "role")).isEqualTo("disponent");
        assertThat(Json.text(user, "perTransactionLimit")).isEqualTo("25.00");
    }

    @Test
    void authorizingAgainChangesRoleAndLimit() {
        String account = bank.account();
        authorize(account, "ann", "disponent", "25.00");
        authorize(account, "ann", "holder", null);
        JsonNode users = bank.show(account).path("authorizedUsers");
        assertThat(users).hasSize(1);
        assertThat(Json.text(users.path(0), "role")).isEqualTo("holder");
        assertThat(users.path(0).path("perTransactionLimit").isNull()).isTrue();
    }

    @Test
    void theLimitHoldsForWhatIsDoneOnTheUsersBehalf() {
        String account = bank.accountWith("100.00");
        authorize(account, "ann", "disponent", "25.00");
        withdraw(account, "25.01", "ann").expectProblem(422, "limit-exceeded");
        withdraw(account, "25.00", "ann").expect(201);
        withdraw(account, "50.00", "somebody-else").expect(201);
        assertThat(bank.balance(account)).isEqualTo("25.00");
    }

    @Test
    void theLimitHoldsForTheUsersOwnToken() {
        String account = bank.accountWith("100.00");
        String user = Bank.unique("ann");
        authorize(account, user, "disponent", "25.00");
        Api own = api.with(bank.process().tokens().customer(user, account));
        String other = bank.account();
        own.post("/v1/transfers", transferring(account, other, "25.01"))
                .expectProblem(422, "limit-exceeded");
        own.post("/v1/transfers", transferring(account, other, "25.00")).expect(201);
    }

    @Test
    void aViewerDebitsNothing() {
        String account = bank.accountWith("100.00");
        authorize(account, "vic", "viewer", null);
        Answer refused = withdraw(account, "1.00", "vic");
        assertThat(refused.status()).isIn(403, 422);
        assertThat(refused.slug()).isEqualTo("forbidden");
        assertThat(bank.balance(account)).isEqualTo("100.00");
    }

    @Test
    void aRevokedUserIsGone() {
        String account = bank.account();
        authorize(account, "ann", "disponent", null);
        api.delete("/v1/accounts/" + account + "/authorized-users/ann", because()).expectSuccess();
        assertThat(bank.show(account).path("authorizedUsers")).isEmpty();
        assertThat(
                        api.delete("/v1/accounts/" + account + "/authorized-users/ann", because())
                                .slug())
                .isEqualTo("not-found");
    }

    @Test
    void aUsersNameMayNeedEncoding() {
        String account = bank.account();
        String name = "Zoë Müller-Ó 50% <ann@example.org>";
        authorize(account, Api.encode(name), "disponent", null);
        assertThat(Json.text(bank.show(account).path("authorizedUsers").path(0), "user"))
                .isEqualTo(name);
    }

    private void authorize(String account, String user, String role, String limit) {
        JsonNode body =
                Json.object("role", role, "perTransactionLimit", limit, "reason", Bank.REASON);
        api.put("/v1/accounts/" + account + "/authorized-users/" + user, body).expectSuccess();
    }

    private Answer withdraw(String account, String amount, String onBehalfOf) {
        return api.post(
                "/v1/accounts/" + account + "/withdrawals",
                amount(amount),
                "Daybook-On-Behalf-Of",
                onBehalfOf);
    }
}
