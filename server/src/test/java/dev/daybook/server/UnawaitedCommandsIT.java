package dev.daybook.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.server.ServiceFixture.Answer;
import dev.daybook.server.security.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Commands whose clients do not wait for them ({@code Prefer: respond-async}). */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnawaitedCommandsIT {

    @TempDir static Path data;

    private ServiceFixture service;
    private String teller;

    @BeforeAll
    void start() {
        service = new ServiceFixture(data);
        teller = service.token(Role.TELLER);
        service.openAccount("a-1");
        service.openAccount("a-2");
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void aCommandThatIsNotWaitedForCanBeFollowed() {
        Answer accepted =
                service.post(
                        teller,
                        "/v1/accounts/a-1/deposits",
                        """
                        {"amount":"1","reason":"t"}\
                        """,
                        "Prefer",
                        "respond-async");
        assertThat(accepted.status()).isEqualTo(202);
        Answer followed = service.get(teller, accepted.header("Location"));
        assertThat(followed.status()).isEqualTo(200);
        assertThat(followed.text("status")).isIn("accepted", "committed");
        assertThat(followed.json().path("verdict").path("words").asString()).isNotBlank();
    }

    @Test
    void whoPrefersNotToWaitAndSendsAgainIsToldOfTheFirst() {
        String path = "/v1/accounts/a-1/deposits";
        String body = "{\"amount\":\"1.00\",\"reason\":\"t\"}";
        String[] headers = {"Prefer", "respond-async", "Idempotency-Key", "async-1"};
        Answer first = service.post(teller, path, body, headers);
        Answer again = service.post(teller, path, body, headers);
        assertThat(first.status()).isEqualTo(202);
        assertThat(again.status()).isEqualTo(202);
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(service.get(teller, first.header("Location")).text("status"))
                .isEqualTo("committed");
        Answer other = service.post(teller, path, body.replace("1.00", "2.00"), headers);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.slug()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void manyWhoSendTheSameAtOnceWithoutWaitingAreAllToldOfTheOneThatWasDone() throws Exception {
        long before =
                service.get(teller, "/v1/accounts/a-2", "Daybook-Consistency", "strong")
                        .json()
                        .path("version")
                        .asLong();
        HttpRequest request =
                service.request(
                                teller,
                                "/v1/accounts/a-2/deposits",
                                "Prefer",
                                "respond-async",
                                "Idempotency-Key",
                                "async-many")
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"amount\":\"1.00\",\"reason\":\"t\"}"))
                        .build();
        var answers =
                Stream.generate(() ->
                                service.http.sendAsync(
                                        request, HttpResponse.BodyHandlers.ofString()))
                        .limit(50)
                        .toList();
        Set<String> locations = new HashSet<>();
        for (var answer : answers) {
            locations.add(answer.get().headers().firstValue("Location").orElse("none"));
        }
        assertThat(locations).hasSize(1);
        assertThat(service.get(teller, locations.iterator().next()).status()).isEqualTo(200);
        Answer after = service.get(teller, "/v1/accounts/a-2", "Daybook-Consistency", "strong");
        assertThat(after.json().path("version").asLong()).isEqualTo(before + 1);
    }

    @Test
    void theLocationOfACommandThatWasLostIsNotFoundAndThisIsDescribed() {
        Answer lost = service.get(teller, "/v1/commands/" + service.server.bank().nextCommandId());
        assertThat(lost.status()).isEqualTo(404);
        assertThat(lost.slug()).isEqualTo("not-found");
        JsonNode paths = service.get("", "/openapi.json").json().path("paths");
        assertThat(
                        paths.path("/v1/transfers")
                                .path("post")
                                .path("responses")
                                .path("202")
                                .path("description")
                                .asString(""))
                .contains("not yet durable")
                .contains("Location")
                .contains("not-found");
        assertThat(paths.path("/v1/commands/{id}").path("get").path("description").asString(""))
                .contains("404");
    }
}
