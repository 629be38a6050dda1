package dev.daybook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.cli.client.Json;

import org.junit.jupiter.api.Test;

class EventLineTest {

    @Test
    void anEventIsOneLineWithItsLegsReadable() {
        String line =
                EventLine.of(
                        Json.parse(
                                """
                                {"position": 7, "recordedAt": "2026-03-01T10:00:00Z",
                                 "type": "TransactionPosted", "entity": "transaction:t-1",
                                 "payload": {"transaction": "t-1", "kind": "deposit", "metadata": {},
                                             "reverses": null,
                                             "legs": [{"account": "@cash", "amount": "-1.00"},
                                                      {"account": "a-1", "amount": "1.00"}]}}
                                """));

        assertThat(line)
                .contains("TransactionPosted", "transaction:t-1", "kind=deposit")
                .contains("legs=@cash:-1.00,a-1:1.00")
                .doesNotContain("\n", "reverses", "metadata", "transaction=");
    }
}
