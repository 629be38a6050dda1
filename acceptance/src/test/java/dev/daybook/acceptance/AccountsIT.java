package dev.daybook.acceptance;

import static dev.daybook.testkit.Bank.because;
import static dev.daybook.testkit.Bank.opening;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnEveryBackend;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/** Opening and finding accounts. */
@OnEveryBackend
class AccountsIT {

    private final Bank bank;
    private final Api api;

    AccountsIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
    }

    @Test
    void anOpenedAccountIsShownWithEverythingTheContractNames() {
        String id = Bank.unique("open");
        Answer opened =
                api.post("/v1/accounts", opening(id, "EUR", "250.00").put("product", "current"))
                        .expect(201);
        JsonNode account = opened.json();
        assertThat(Json.text(account, "id")).isEqualTo(id);
        assertThat(Json.text(account, "owner.reference")).isEqualTo("ref-" + id);
        assertThat(Json.text(account, "owner.name")).isEqualTo("Owner of " + id);
        assertThat(Json.text(account, "currency")).isEqualTo("EUR");
        assertThat(Json.text(account, "status")).isEqualTo("open");
        assertThat(Json.text(account, "balance")).isEqualTo("0.00");
        assertThat(Json.text(account, "available")).isEqualTo("250.00");
        assertThat(Json.text(account, "pending")).isEqualTo("0.00");
        assertThat(Json.text(account, "overdraftLimit")).isEqualTo("250.00");
        assertThat(account.path("version").asLong()).isEqualTo(1);
        assertThat(Json.text(account, "openedAt")).endsWith("Z");
        assertThat(account.path("authorizedUsers").isArray()).isTrue();
        assertThat(account.path("holds").isArray()).isTrue();
        assertThat(opened.position()).isPositive();
        assertThat(opened.command()).isNotNull();
    }

    @Test
    void readingAnAccountShowsWhatOpeningItAnswered() {
        String id = Bank.unique("open");
        Answer opened = api.post("/v1/accounts", opening(id, "EUR", null)).expect(201);
        assertThat(bank.show(id)).isEqualTo(opened.json());
        assertThat(bank.getAtLeast(opened.position(), "/v1/accounts/" + id))
                .isEqualTo(opened.json());
    }

    @Test
    void anAccountOpenedWithoutAnIdGetsOne() {
        JsonNode body = opening("x", "EUR", null).without("id");
        String first = api.post("/v1/accounts", body).expect(201).text("id");
        String second = api.post("/v1/accounts", body).expect(201).text("id");
        assertThat(first).matches("[A-Za-z0-9._:-]{1,64}").isNotEqualTo(second);
        assertThat(Json.text(bank.show(first), "id")).isEqualTo(first);
    }

    @Test
    void anIdUsesEveryCharacterOfItsAlphabetUpToSixtyFour() {
        String id = (Bank.unique("aZ0._:-") + "x".repeat(64)).substring(0, 64);
        api.post("/v1/accounts", opening(id, "EUR", null)).expect(201);
        assertThat(Json.text(bank.show(id), "id")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "a~b", "ä", "@mine", "a\u0000b", "a?b", "a%41"})
    void anIdOutsideItsAlphabetIsRefused(String id) {
        api.post("/v1/accounts", opening(id, "EUR", null)).expectInvalid();
    }

    @Test
    void anIdOfSixtyFiveCharactersIsRefused() {
        api.post("/v1/accounts", opening("x".repeat(65), "EUR", null)).expectInvalid();
    }

    @Test
    void anIdIsGivenOnce() {
        String id = bank.account();
        Answer second =
                api.post("/v1/accounts", opening(id, "EUR", null))
                        .expectProblem(409, "account-exists");
        assertThat(second.command()).isNotNull();
        assertThat(bank.show(id).path("version").asLong()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EURO", "eur", "XXQ", "", "€", "E R"})
    void aCurrencyThatDoesNotExistIsRefused(String currency) {
        api.post("/v1/accounts", opening(Bank.unique("cur"), currency, null)).expectInvalid();
    }

    @Test
    void anAccountThatDoesNotExistIsNotFound() {
        Answer missing =
                api.get("/v1/accounts/" + Bank.unique("nobody")).expectProblem(404, "not-found");
        assertThat(missing.position()).as("as of when").isNotNegative();
        api.get("/v1/accounts/" + Bank.unique("nobody"), "Daybook-Consistency", "strong")
                .expectProblem(404, "not-found");
    }

    @Test
    void theBooksOwnAccountsAreShownToo() {
        bank.accountWith("5.00");
        assertThat(Json.text(bank.show("@cash"), "id")).isEqualTo("@cash");
        api.get("/v1/accounts/%40cash", "Daybook-Consistency", "strong").expect(200);
    }

    @Test
    void accountsAreListedPageByPageEachOnce() {
        String word = Bank.unique("Quagga").replace("-", "");
        List<String> ids = new ArrayList<>();
        long position = 0;
        for (int i = 0; i < 7; i++) {
            String id = Bank.unique("list");
            JsonNode body =
                    opening(id, "EUR", null)
                            .set("owner", Json.object("reference", "r", "name", word + " " + i));
            position = api.post("/v1/accounts", body).expect(201).position();
            ids.add(id);
        }
        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = bank.getAtLeast(position, "/v1/accounts?limit=3&q=" + word + cursor);
            page.path("items").forEach(item -> found.add(Json.text(item, "id")));
            assertThat(page.path("items").size()).isLessThanOrEqualTo(3);
            cursor =
                    page.path("next").isString()
                            ? "&cursor=" + Api.encode(Json.text(page, "next"))
                            : "";
        } while (!cursor.isEmpty());
        assertThat(found).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void aListedAccountSaysWhoseItIsAndWhatItIs() {
        String word = Bank.unique("Okapi").replace("-", "");
        String id = Bank.unique("list");
        JsonNode body =
                opening(id, "CZK", null)
                        .set("owner", Json.object("reference", "ref-7", "name", word));
        long position = api.post("/v1/accounts", body).expect(201).position();
        JsonNode item = bank.getAtLeast(position, "/v1/accounts?q=" + word).path("items").path(0);
        assertThat(Json.text(item, "owner.name")).isEqualTo(word);
        assertThat(Json.text(item, "currency")).isEqualTo("CZK");
        assertThat(Json.text(item, "status")).isEqualTo("open");
    }

    @Test
    void theListIsFilteredByStatus() {
        String word = Bank.unique("Dodo").replace("-", "");
        String id = Bank.unique("list");
        JsonNode body =
                opening(id, "EUR", null).set("owner", Json.object("reference", "r", "name", word));
        api.post("/v1/accounts", body).expect(201);
        long position =
                api.post("/v1/accounts/" + id + "/close", because()).expectSuccess().position();
        assertThat(bank.getAtLeast(position, "/v1/accounts?status=closed&q=" + word).path("items"))
                .hasSize(1);
        assertThat(bank.getAtLeast(position, "/v1/accounts?status=open&q=" + word).path("items"))
                .isEmpty();
    }

    @Test
    void aReasonIsAskedFor() {
        api.post("/v1/accounts", opening(Bank.unique("why"), "EUR", null).without("reason"))
                .expectInvalid();
    }

    @Test
    void anOverdraftLimitIsNeitherNegativeNorTooFine() {
        api.post("/v1/accounts", opening(Bank.unique("od"), "EUR", "-1.00")).expectInvalid();
        api.post("/v1/accounts", opening(Bank.unique("od"), "EUR", "1.001")).expectInvalid();
        api.post("/v1/accounts", opening(Bank.unique("od"), "JPY", "1.0")).expectInvalid();
    }

    @Test
    void theOverdraftLimitIsChangedAndNeverBelowWhatIsUsed() {
        String account = bank.account("EUR", "100.00");
        bank.withdraw(account, "80.00");
        JsonNode raised =
                api.put(
                                "/v1/accounts/" + account + "/overdraft-limit",
                                because().put("limit", "500.00"))
                        .expectSuccess()
                        .json();
        assertThat(Json.text(raised, "overdraftLimit")).isEqualTo("500.00");
        assertThat(Json.text(raised, "available")).isEqualTo("420.00");
        api.put("/v1/accounts/" + account + "/overdraft-limit", because().put("limit", "79.99"))
                .expectProblem(409, "conflict");
        assertThat(bank.available(account)).isEqualTo("420.00");
    }
}
