package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Eventually;
import dev.daybook.testkit.Json;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * What has to hold when a fault is over and everything runs again: what was acknowledged is there,
 * once; what was not can be settled; nothing else happened; the record is true; every view shows
 * it.
 */
final class Aftermath {

    /** How many of the transfers of earlier faults are remembered, to be asked for again. */
    private static final int REMEMBERED_MAX = 5_000;

    private static final int BATCH_LINES = 5_000;
    private static final Duration READABLE_MAX = Duration.ofSeconds(30);

    private final TransferLoad load;
    private final Map<String, Long> cents = new LinkedHashMap<>();
    private final List<Sent> remembered = new ArrayList<>();
    private final Random random = new Random(1);

    Aftermath(TransferLoad load) {
        this.load = load;
        load.accounts().forEach(account -> cents.put(account, 10_000_000L));
    }

    /** To be called when the load has stopped; a node to ask. */
    void check(Bank bank) {
        // After an outage the writer connects at once, the pool of readers now and then.
        Eventually.holds(READABLE_MAX, () -> bank.api().get("/v1/book").status() == 200);
        List<Sent> sent = load.takeSent();
        settle(bank, sent.stream().filter(each -> !each.isAcknowledged()).toList());
        long head = bank.head();
        Map<String, Long> before = balances(bank);
        assertAnsweredAsBefore(bank, sent);
        assertAnsweredAsBefore(bank, remembered);
        assertThat(bank.head())
                .as("sending again what was acknowledged changes nothing")
                .isEqualTo(head);
        assertThat(balances(bank)).isEqualTo(before);
        for (Sent each : sent) {
            cents.merge(each.from, (long) -each.cents, Long::sum);
            cents.merge(each.to, (long) each.cents, Long::sum);
            remember(each);
        }
        assertThat(balances(bank)).as("balances, each transfer done once").isEqualTo(cents);
        assertTheRecordIsTrue(bank);
        assertViewsCatchUp(bank);
    }

    private static void assertAnsweredAsBefore(Bank bank, List<Sent> acknowledged) {
        for (int from = 0; from < acknowledged.size(); from += BATCH_LINES) {
            List<Sent> part =
                    acknowledged.subList(from, Math.min(acknowledged.size(), from + BATCH_LINES));
            List<JsonNode> answers = bank.api().batch(part.stream().map(Sent::line).toList());
            for (int i = 0; i < part.size(); i++) {
                Sent first = part.get(i);
                JsonNode again = answers.get(i);
                assertThat(Json.text(again, "status")).as("%s", first).isEqualTo("committed");
                assertThat(Json.text(again, "command"))
                        .as("%s", first)
                        .isEqualTo(String.valueOf(first.command));
                assertThat(again.path("position").asLong())
                        .as("%s", first)
                        .isEqualTo(first.position);
            }
        }
    }

    /** A client does not know of these; sending them again settles it. */
    private static void settle(Bank bank, List<Sent> open) {
        if (open.isEmpty()) {
            return;
        }
        List<JsonNode> answers = bank.api().batch(open.stream().map(Sent::line).toList());
        for (int i = 0; i < open.size(); i++) {
            assertThat(Json.text(answers.get(i), "status")).isEqualTo("committed");
            open.get(i)
                    .acknowledge(
                            UUID.fromString(Json.text(answers.get(i), "command")),
                            answers.get(i).path("position").asLong());
        }
    }

    private void remember(Sent transfer) {
        if (remembered.size() < REMEMBERED_MAX) {
            remembered.add(transfer);
        } else {
            remembered.set(random.nextInt(REMEMBERED_MAX), transfer);
        }
    }

    static void assertTheRecordIsTrue(Bank bank) {
        JsonNode verification = bank.api().get("/v1/verify").expect(200).json();
        assertThat(verification.path("findings")).as(verification.toString()).isEmpty();
        assertThat(verification.path("events").asLong())
                .as("positions without gaps")
                .isEqualTo(bank.head());
        bank.api()
                .get("/v1/book")
                .expect(200)
                .json()
                .path("sum")
                .properties()
                .forEach(sum -> assertThat(new BigDecimal(sum.getValue().asString())).isZero());
    }

    /** Each view is asked for each account, as it is at the head. */
    private void assertViewsCatchUp(Bank bank) {
        long head = bank.head();
        load.accounts().forEach(account -> assertShown(bank, head, account));
        shown(bank, head, "/v1/accounts?limit=1");
        for (JsonNode view : bank.api().get("/v1/views").expect(200).json().path("items")) {
            assertThat(view.path("parkedEntities").asInt()).as(view.toString()).isZero();
        }
    }

    private void assertShown(Bank bank, long head, String account) {
        String base = "/v1/accounts/" + account;
        String balance = BigDecimal.valueOf(cents.get(account), 2).toPlainString();
        assertThat(Json.text(shown(bank, head, base), "balance")).isEqualTo(balance);
        assertThat(Json.text(shown(bank, head, base + "/balance?on=2100-01-01"), "balance"))
                .isEqualTo(balance);
        int statement = shown(bank, head, base + "/transactions?limit=1000").path("items").size();
        int found =
                shown(bank, head, "/v1/transactions?limit=1&account=" + account)
                        .path("total")
                        .asInt();
        assertThat(Math.min(found, 1_000)).as("search, as the statement").isEqualTo(statement);
    }

    private static JsonNode shown(Bank bank, long head, String path) {
        return bank.api()
                .get(path, "Daybook-Consistency", "at-least=" + head, "Prefer", "wait=30")
                .expect(200)
                .json();
    }

    private Map<String, Long> balances(Bank bank) {
        Map<String, Long> balances = new LinkedHashMap<>();
        Api api = bank.api();
        load.accounts()
                .forEach(account ->
                        balances.put(
                                account,
                                new BigDecimal(
                                                api.get(
                                                                "/v1/accounts/" + account,
                                                                "Daybook-Consistency",
                                                                "strong")
                                                        .expect(200)
                                                        .text("balance"))
                                        .movePointRight(2)
                                        .longValueExact()));
        return balances;
    }
}
