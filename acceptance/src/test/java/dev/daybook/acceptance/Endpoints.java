package dev.daybook.acceptance;

import static dev.daybook.testkit.Bank.amount;
import static dev.daybook.testkit.Bank.because;

import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;

import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Every endpoint of the contract, with a request that is right and who may send it. */
final class Endpoints {

    private static final String[] MONEY = {"teller"};
    private static final String[] READERS = {"customer", "teller", "support", "auditor"};

    private final Bank bank;
    private final List<Endpoint> all = new ArrayList<>();

    /**
     * An endpoint.
     *
     * @param path as in the contract, for example {@code /v1/accounts/{id}}
     * @param address the path with identifiers of things that exist
     * @param body null for a read
     * @param roles who may call it, besides {@code admin}
     */
    record Endpoint(
            String method, String path, String address, ObjectNode body, Set<String> roles) {

        boolean isWrite() {
            return body != null;
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private Endpoints(Bank bank) {
        this.bank = bank;
    }

    /** All of them, on an account made for the purpose. */
    static List<Endpoint> of(Bank bank) {
        Endpoints endpoints = new Endpoints(bank);
        endpoints.fill();
        return endpoints.all;
    }

    private void fill() {
        String account = bank.accountWith("1000.00");
        String other = bank.account();
        String transaction = bank.deposit(account, "1.00").text("id");
        String hold = Api.encode(bank.hold(account, "5.00"));
        String credit =
                Api.encode(
                        bank.api()
                                .post(
                                        "/v1/accounts/" + account + "/pending-credits",
                                        amount("5.00"))
                                .text("id"));
        ObjectNode authorized = because().put("role", "holder").put("perTransactionLimit", "5.00");
        bank.api()
                .put("/v1/accounts/" + account + "/authorized-users/ann", authorized)
                .expectSuccess();

        write("POST", "/v1/accounts", "/v1/accounts", opening(), MONEY);
        onAccount(account, "POST", "/deposits", cash(), MONEY);
        onAccount(account, "POST", "/withdrawals", cash(), MONEY);
        write(
                "POST",
                "/v1/transfers",
                "/v1/transfers",
                transfer(account, other),
                "customer",
                "teller");
        write("POST", "/v1/transactions", "/v1/transactions", legs(account, other), MONEY);
        write(
                "POST",
                "/v1/transactions/{id}/reversal",
                "/v1/transactions/" + transaction + "/reversal",
                because(),
                MONEY);
        onAccount(
                account,
                "POST",
                "/holds",
                amount("1.00").put("expiresAt", "2027-01-01T00:00:00Z"),
                MONEY);
        write(
                "POST",
                "/v1/holds/{id}/capture",
                "/v1/holds/" + hold + "/capture",
                amount("1.00"),
                MONEY);
        write("POST", "/v1/holds/{id}/release", "/v1/holds/" + hold + "/release", because(), MONEY);
        onAccount(
                account,
                "POST",
                "/pending-credits",
                amount("1.00").put("description", "d"),
                "customer",
                "teller");
        write(
                "POST",
                "/v1/pending-credits/{id}/clear",
                "/v1/pending-credits/" + credit + "/clear",
                because(),
                MONEY);
        write(
                "POST",
                "/v1/pending-credits/{id}/return",
                "/v1/pending-credits/" + credit + "/return",
                because(),
                MONEY);
        String user = "/v1/accounts/{id}/authorized-users/{user}";
        write(
                "PUT",
                user,
                "/v1/accounts/" + account + "/authorized-users/bob",
                authorized.deepCopy(),
                MONEY);
        write(
                "DELETE",
                user,
                "/v1/accounts/" + account + "/authorized-users/ann",
                because(),
                MONEY);
        onAccount(
                account,
                "POST",
                "/freeze",
                because().put("debits", true).put("credits", true),
                "teller",
                "operator");
        onAccount(
                account,
                "POST",
                "/unfreeze",
                because().put("debits", true).put("credits", true),
                "teller",
                "operator");
        onAccount(account, "POST", "/close", because(), MONEY);
        onAccount(account, "POST", "/reopen", because(), MONEY);
        onAccount(account, "PUT", "/overdraft-limit", because().put("limit", "5.00"), MONEY);

        read("/v1/accounts", "/v1/accounts", "customer", "teller", "support", "auditor", "analyst");
        read("/v1/accounts/{id}", "/v1/accounts/" + account, READERS);
        read(
                "/v1/accounts/{id}/balance",
                "/v1/accounts/" + account + "/balance?on=2026-01-01",
                READERS);
        read(
                "/v1/accounts/{id}/transactions",
                "/v1/accounts/" + account + "/transactions",
                READERS);
        read("/v1/accounts/{id}/audit", "/v1/accounts/" + account + "/audit", "auditor");
        read(
                "/v1/transactions",
                "/v1/transactions",
                "customer",
                "teller",
                "support",
                "auditor",
                "analyst");
        read("/v1/transactions/{id}", "/v1/transactions/" + transaction, READERS);
        read(
                "/v1/commands/{id}",
                "/v1/commands/" + transaction,
                "customer",
                "teller",
                "support",
                "auditor",
                "operator");
        read("/v1/journal", "/v1/journal", "auditor");
        read("/v1/views", "/v1/views", "teller", "support", "auditor", "analyst", "operator");
        read("/v1/book", "/v1/book", "teller", "support", "auditor", "analyst", "operator");
    }

    private void onAccount(
            String account, String method, String what, ObjectNode body, String... roles) {
        write(method, "/v1/accounts/{id}" + what, "/v1/accounts/" + account + what, body, roles);
    }

    private void write(
            String method, String path, String address, ObjectNode body, String... roles) {
        all.add(new Endpoint(method, path, address, body, Set.of(roles)));
    }

    private void read(String path, String address, String... roles) {
        all.add(new Endpoint("GET", path, address, null, Set.of(roles)));
    }

    private static ObjectNode opening() {
        return Bank.opening(Bank.unique("hostile"), "EUR", "1.00").put("product", "p");
    }

    private static ObjectNode cash() {
        ObjectNode body =
                amount("1.00")
                        .put("description", "d")
                        .put("valueDate", "2026-01-01")
                        .put("via", "@cash");
        body.set("metadata", Json.object("k", "v"));
        return body;
    }

    private static ObjectNode transfer(String from, String to) {
        ObjectNode body =
                Bank.transferring(from, to, "1.00")
                        .put("description", "d")
                        .put("valueDate", "2026-01-01");
        body.set("metadata", Json.object("k", "v"));
        return body;
    }

    private static ObjectNode legs(String from, String to) {
        ObjectNode body =
                because().put("kind", "fee").put("description", "d").put("valueDate", "2026-01-01");
        body.set("metadata", Json.object("k", "v"));
        body.set(
                "legs",
                Json.array(
                        List.of(
                                Json.object("account", from, "amount", "-1.00", "currency", "EUR"),
                                Json.object("account", to, "amount", "1.00"))));
        return body;
    }
}
