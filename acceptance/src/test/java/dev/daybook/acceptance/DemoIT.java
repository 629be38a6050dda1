package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Bank;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.EventStream;
import dev.daybook.testkit.Json;

import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;

import java.util.HashSet;
import java.util.Set;

/** The bank that people see first. */
class DemoIT {

    @Test
    void aDemoBankIsFilledByItselfAndKeepsMoving() {
        try (DaybookProcess process = DaybookProcess.start("--demo")) {
            Bank bank = new Bank(process);
            Set<String> types = new HashSet<>();
            try (EventStream stream =
                    bank.api().stream("/v1/journal/stream", "Last-Event-ID", "0")) {
                stream.next(200).forEach(event -> types.add(Json.text(event.json(), "type")));
            }
            assertThat(types).contains("AccountOpened", "Credited", "Debited", "TransactionPosted");
            try (EventStream stream =
                    bank.api().stream(
                            "/v1/journal/stream", "Last-Event-ID", Long.toString(bank.head()))) {
                assertThat(stream.next(3)).hasSize(3);
            }
            JsonNode accounts =
                    bank.api()
                            .get("/v1/accounts?limit=1000", "Daybook-Consistency", "strong")
                            .expect(200)
                            .json();
            assertThat(accounts.path("items").size()).isGreaterThan(5);
            assertThat(bank.api().get("/v1/verify").expect(200).json().path("findings")).isEmpty();
        }
    }
}
