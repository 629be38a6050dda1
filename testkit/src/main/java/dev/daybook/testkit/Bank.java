package dev.daybook.testkit;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.UUID;

/** A bank as its tellers use it; everything it is asked for has to succeed. */
public final class Bank {

    /** Why tests do what they do. */
    public static final String REASON = "a test";

    private final DaybookProcess process;
    private final Api api;

    public Bank(DaybookProcess process) {
        this.process = process;
        this.api = process.api("admin");
    }

    public DaybookProcess process() {
        return process;
    }

    /** The contract, called by an administrator. */
    public Api api() {
        return api;
    }

    /** The contract, called by somebody with these roles. */
    public Api as(String... roles) {
        return process.api(roles);
    }

    /** The contract, called by a customer with these accounts. */
    public Api customer(String... accounts) {
        return api.with(
                process.tokens().customer("customer-of-" + String.join("-", accounts), accounts));
    }

    /** An identifier that nobody else uses. */
    public static String unique(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 13);
    }

    /** A new account in euro without money; its identifier. */
    public String account() {
        return account("EUR", null);
    }

    /** A new account in euro with so much money. */
    public String accountWith(String balance) {
        String account = account();
        deposit(account, balance);
        return account;
    }

    public String account(String currency, @Nullable String overdraftLimit) {
        String id = unique("acc");
        api.post("/v1/accounts", opening(id, currency, overdraftLimit)).expect(201);
        return id;
    }

    /** The body that opens an account. */
    public static ObjectNode opening(String id, String currency, @Nullable String overdraftLimit) {
        return Json.object(
                "id", id,
                "owner", Json.object("reference", "ref-" + id, "name", "Owner of " + id),
                "currency", currency,
                "overdraftLimit", overdraftLimit,
                "reason", REASON);
    }

    /** The body that moves an amount. */
    public static ObjectNode amount(String amount) {
        return Json.object("amount", amount, "reason", REASON);
    }

    /** A body with nothing but a reason. */
    public static ObjectNode because() {
        return Json.object("reason", REASON);
    }

    public static ObjectNode transferring(String from, String to, String amount) {
        return Json.object("from", from, "to", to, "amount", amount, "reason", REASON);
    }

    public Answer deposit(String account, String amount) {
        return api.post("/v1/accounts/" + account + "/deposits", amount(amount)).expect(201);
    }

    public Answer withdraw(String account, String amount) {
        return api.post("/v1/accounts/" + account + "/withdrawals", amount(amount)).expect(201);
    }

    public Answer transfer(String from, String to, String amount) {
        return api.post("/v1/transfers", transferring(from, to, amount)).expect(201);
    }

    /** Places a hold; its identifier. */
    public String hold(String account, String amount) {
        return api.post("/v1/accounts/" + account + "/holds", amount(amount))
                .expect(201)
                .text("id");
    }

    /** The account as everything committed makes it. */
    public JsonNode show(String account) {
        return api.get("/v1/accounts/" + account, "Daybook-Consistency", "strong")
                .expect(200)
                .json();
    }

    public String balance(String account) {
        return Json.text(show(account), "balance");
    }

    public String available(String account) {
        return Json.text(show(account), "available");
    }

    /** The last position of the journal. */
    public long head() {
        return api.get("/v1/book").expect(200).json().path("head").asLong();
    }

    /** A document that shows at least a position. */
    public JsonNode getAtLeast(long position, String path) {
        return api.get(path, "Daybook-Consistency", "at-least=" + position, "Prefer", "wait=20")
                .expect(200)
                .json();
    }
}
