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

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The service as its clients meet it: over HTTP, with a real database behind it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceIT {

    @TempDir static Path data;

    private ServiceFixture service;
    private String teller;
    private String auditor;

    @BeforeAll
    void start() {
        service = new ServiceFixture(data);
        teller = service.token(Role.TELLER);
        auditor = service.token(Role.AUDITOR);
        service.openAccount("a-1");
        service.openAccount("a-2");
        service.deposit("a-1", "1000.00");
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void aRepeatedCommandGetsTheFirstAnswerAgainEvenAfterOthers() {
        String body =
                """
                {"from":"a-1","to":"a-2","amount":"1.00","reason":"rent"}\
                """;
        Answer first = service.post(teller, "/v1/transfers", body, "Idempotency-Key", "key-1");
        service.deposit("a-1", "5.00");
        Answer again =
                service.post(
                        teller,
                        "/v1/transfers",
                        " {\"reason\":\"rent\", \"amount\":\"1.00\","
                                + " \"to\":\"a-2\",\"from\":\"a-1\"}",
                        "Idempotency-Key",
                        "key-1");
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(again.position()).isEqualTo(first.position());
        Answer other =
                service.post(
                        teller,
                        "/v1/transfers",
                        body.replace("1.00", "2.00"),
                        "Idempotency-Key",
                        "key-1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.slug()).isEqualTo("idempotency-key-reused");
    }

    @Test
    void everyReadShowsWhatWasJustWrittenWhenItAsksForThat() {
        String position = Long.toString(service.deposit("a-2", "7.25").position());
        for (String path :
                List.of(
                        "/v1/accounts/a-2",
                        "/v1/accounts/a-2/transactions",
                        "/v1/accounts/a-2/balance?on=2999-01-01",
                        "/v1/transactions?account=a-2",
                        "/v1/accounts?q=ada")) {
            Answer answer =
                    service.get(teller, path, "Daybook-Consistency", "at-least=" + position);
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.position()).as(path).isGreaterThanOrEqualTo(Long.parseLong(position));
        }
        Answer strong = service.get(teller, "/v1/accounts/a-2", "Daybook-Consistency", "strong");
        assertThat(strong.status()).isEqualTo(200);
    }

    @Test
    void aReadThatAsksForTheFutureIsToldThatTheViewIsBehind() {
        Answer behind =
                service.get(
                        teller,
                        "/v1/accounts/a-1",
                        "Daybook-Consistency",
                        "at-least=999999999",
                        "Prefer",
                        "wait=0");
        assertThat(behind.status()).isEqualTo(503);
        assertThat(behind.slug()).isEqualTo("view-behind");
        assertThat(behind.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void anAccountIsShownAsItWasKnownThen() {
        service.openAccount("past-1");
        Answer first = service.deposit("past-1", "10.00");
        Instant between = Instant.parse(first.text("recordedAt"));
        service.deposit("past-1", "5.00");
        Answer then = service.get(auditor, "/v1/accounts/past-1?asOfPosition=" + first.position());
        assertThat(then.text("balance")).isEqualTo("10.00");
        assertThat(service.get(auditor, "/v1/accounts/past-1?asOf=" + between).text("balance"))
                .isEqualTo("10.00");
        Answer tomorrow =
                service.get(
                        auditor,
                        "/v1/accounts/past-1?asOf=" + Instant.now().plus(1, ChronoUnit.DAYS));
        assertThat(tomorrow.status()).isEqualTo(400);
    }

    @Test
    void theTwoAxesOfTimeAreIndependent() {
        service.openAccount("time-1");
        Answer early =
                service.post(
                        teller,
                        "/v1/accounts/time-1/deposits",
                        """
                        {"amount":"10.00","valueDate":"2026-07-10","reason":"t"}\
                        """);
        Instant known = Instant.parse(early.text("recordedAt"));
        Answer late =
                service.post(
                        teller,
                        "/v1/accounts/time-1/deposits",
                        """
                        {"amount":"3.00","valueDate":"2026-07-12","reason":"forgotten"}\
                        """);
        String at = "/v1/accounts/time-1/balance?on=2026-07-15";
        String fresh = "at-least=" + late.position();
        assertThat(service.get(teller, at, "Daybook-Consistency", fresh).text("balance"))
                .isEqualTo("13.00");
        assertThat(service.get(teller, at + "&asOf=" + known).text("balance")).isEqualTo("10.00");
        JsonNode days =
                service.get(teller, "/v1/accounts/time-1/balances", "Daybook-Consistency", fresh)
                        .json()
                        .path("items");
        assertThat(days.toString())
                .isEqualTo(
                        "[{\"on\":\"2026-07-10\",\"balance\":\"10.00\"},"
                                + "{\"on\":\"2026-07-12\",\"balance\":\"13.00\"}]");
    }

    @Test
    void theBalancesOfAllAccountsComePageByPageEachAccountOnce() {
        for (int i = 0; i < 7; i++) {
            service.openAccount("page-" + i);
            service.deposit("page-" + i, (i + 1) + ".00");
        }
        String question = "/v1/balances?from=2000-01-01&to=2002-09-26&limit=3";
        assertThat(service.get(teller, question).json().path("items").size()).isZero();
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        question = "/v1/balances?limit=3&from=" + today.minusDays(1) + "&to=" + today.plusDays(1);
        Map<String, String> found = new HashMap<>();
        String next = "";
        do {
            String page = next.isEmpty() ? question : question + "&cursor=" + next;
            JsonNode answer = service.get(teller, page, "Daybook-Consistency", "strong").json();
            for (JsonNode item : answer.path("items")) {
                if (item.path("account").asString().startsWith("page-")) {
                    String before =
                            found.put(
                                    item.path("account").asString(),
                                    item.path("balance").asString());
                    assertThat(before).isNull();
                }
            }
            next = answer.path("next").isNull() ? "" : answer.path("next").asString();
        } while (!next.isEmpty());
        assertThat(found)
                .hasSize(7)
                .containsEntry("page-0", "1.00")
                .containsEntry("page-6", "7.00");
        assertThat(service.get(teller, "/v1/balances?from=2000-01-01&to=2020-01-01").status())
                .isEqualTo(400);
        assertThat(service.get(teller, question + "&cursor=cDE").status()).isEqualTo(400);
        String customer = service.token(Role.CUSTOMER, "page-0");
        assertThat(service.get(customer, question).status()).isEqualTo(403);
    }

    @Test
    void theAuditTrailTellsTheWholeStateBeforeAndAfterEachStep() {
        service.openAccount("audit-1");
        service.deposit("audit-1", "10.00");
        JsonNode items = service.get(auditor, "/v1/accounts/audit-1/audit").json().path("items");
        assertThat(items.size()).isEqualTo(2);
        assertThat(items.get(0).path("before").isNull()).isTrue();
        assertThat(items.get(1).path("before")).isEqualTo(items.get(0).path("after"));
        assertThat(items.get(1).path("after").path("balance").asString()).isEqualTo("10.00");
        assertThat(items.get(1).path("actor").asString()).isEqualTo("teller-1");
    }

    @Test
    void aCustomerSeesAndMovesOnlyOwnAccounts() {
        String customer = service.token(Role.CUSTOMER, "a-1");
        assertThat(service.get(customer, "/v1/accounts/a-1").status()).isEqualTo(200);
        for (String path :
                List.of(
                        "/v1/accounts/a-2",
                        "/v1/accounts/never-opened",
                        "/v1/accounts/a-2/transactions",
                        "/v1/accounts/a-2/balance?on=2026-01-01",
                        "/v1/accounts/a-2/stream",
                        "/v1/transactions?account=a-2",
                        "/v1/journal",
                        "/v1/book")) {
            Answer answer = service.get(customer, path);
            assertThat(answer.status()).as(path).isEqualTo(403);
            assertThat(answer.slug()).as(path).isEqualTo("forbidden");
        }
        assertThat(
                        service.post(
                                        customer,
                                        "/v1/transfers",
                                        """
                                        {"from":"a-2","to":"a-1","amount":"1","reason":"theft"}\
                                        """)
                                .status())
                .isEqualTo(403);
        Answer paid =
                service.post(
                        customer,
                        "/v1/transfers",
                        """
                        {"from":"a-1","to":"a-2","amount":"1","reason":"gift"}\
                        """);
        assertThat(paid.status()).isEqualTo(201);
        assertThat(paid.json().path("legs").get(1).path("balanceAfter").isNull()).isTrue();
        Answer others =
                service.post(
                        teller,
                        "/v1/accounts/a-2/deposits",
                        """
                        {"amount":"1","reason":"t"}\
                        """);
        assertThat(service.get(customer, "/v1/transactions/" + others.text("id")).status())
                .isEqualTo(403);
        Answer found =
                service.get(
                        customer,
                        "/v1/transactions?limit=1000",
                        "Daybook-Consistency",
                        "at-least=" + others.position());
        assertThat(found.response().body()).doesNotContain(others.text("id"));
    }

    @Test
    void withoutAValidTokenThereIsNothing() {
        String[] tokens = {
            "",
            "garbage",
            teller.substring(0, teller.length() - 3) + "abc",
            "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4Iiwicm9sZXMiOlsiYWRtaW4iXX0."
        };
        for (String token : tokens) {
            Answer answer = service.get(token, "/v1/book");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.slug()).isEqualTo("unauthorized");
        }
        assertThat(service.get("", "/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(service.get("", "/").response().body())
                .contains("<title>Sign in · Daybook</title>");
        assertThat(service.get("", "/openapi.json").text("openapi")).startsWith("3.1");
        assertThat(service.get(teller, "/actuator/env").status()).isEqualTo(404);
        assertThat(service.get(teller, "/actuator/prometheus").status()).isEqualTo(403);
    }

    @Test
    void aStreamGoesOnAfterTheLastEventItsClientSaw() throws Exception {
        service.openAccount("live-1");
        long first = service.deposit("live-1", "1.00").position();
        long second = service.deposit("live-1", "2.00").position();
        HttpRequest request =
                service.request(
                                teller,
                                "/v1/accounts/live-1/stream",
                                "Last-Event-ID",
                                Long.toString(first))
                        .build();
        var response = service.http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/event-stream");
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(nextId(lines)).isBetween(first + 1, second);
            long third = service.deposit("live-1", "3.00").position();
            assertThat(nextId(lines)).isBetween(second + 1, third);
        }
    }

    @Test
    void aHoldThatIsOverLetsGoByItself() throws Exception {
        service.openAccount("hold-1");
        service.deposit("hold-1", "10.00");
        String end = Instant.now().plus(1, ChronoUnit.SECONDS).toString();
        Answer held =
                service.post(
                        teller,
                        "/v1/accounts/hold-1/holds",
                        "{\"amount\":\"4.00\",\"expiresAt\":\"" + end + "\",\"reason\":\"t\"}");
        assertThat(held.status()).isEqualTo(201);
        HttpRequest request =
                service.request(
                                teller,
                                "/v1/accounts/hold-1/stream",
                                "Last-Event-ID",
                                Long.toString(held.position()))
                        .build();
        var response = service.http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(nextId(lines)).isGreaterThan(held.position());
        }
        Answer account =
                service.get(teller, "/v1/accounts/hold-1", "Daybook-Consistency", "strong");
        assertThat(account.text("available")).isEqualTo("10.00");
        assertThat(account.json().path("holds").size()).isZero();
    }

    @Test
    void eachLineOfABatchStandsAlone() {
        String batch =
                """
                {"key":"b-1","type":"deposit","account":"a-1","amount":"1.00"}
                nonsense
                {"key":"b-3","type":"transfer","from":"a-1","to":"a-2","amount":"99999999.00"}
                {"key":"b-4","type":"transfer","from":"a-1","to":"a-2","amount":"1.00"}
                """;
        Answer answer =
                service.postBytes(
                        teller,
                        "/v1/commands/batch",
                        batch.getBytes(StandardCharsets.UTF_8),
                        "application/x-ndjson");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(
                        answer.response()
                                .body()
                                .lines()
                                .map(line -> line.replaceAll(".*\"status\":\"(\\w+)\".*", "$1")))
                .containsExactly("committed", "rejected", "rejected", "committed");
    }

    @Test
    void whatIsSaidOfViewsAndOfTheWholeBookNamesItsPosition() {
        String operator = service.token(Role.OPERATOR);
        Answer views = service.get(operator, "/v1/views");
        assertThat(views.position()).isEqualTo(views.json().path("head").asLong()).isPositive();
        assertThat(service.get(operator, "/v1/views/accounts/parked").position()).isPositive();
        for (String act : List.of("pause", "resume")) {
            assertThat(service.post(operator, "/v1/views/statements/" + act, "").position())
                    .isPositive();
        }
        Answer verified = service.get(auditor, "/v1/verify");
        assertThat(verified.position()).isEqualTo(verified.json().path("events").asLong());
    }

    @Test
    void aNameMayContainAPercentSign() {
        service.openAccount("percent-1");
        for (String name : List.of("50%25", "100%2525", "%25zz", "a%20%25%C3%BC")) {
            String path = "/v1/accounts/percent-1/authorized-users/" + name;
            Answer named =
                    service.send(
                            service.request(teller, path)
                                    .header("Content-Type", "application/json")
                                    .PUT(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"role\":\"holder\",\"reason\":\"t\"}")));
            assertThat(named.status()).as(name).isEqualTo(200);
            assertThat(named.json().path("authorizedUsers").toString())
                    .contains(URLDecoder.decode(name, StandardCharsets.UTF_8));
        }
    }

    @Test
    void theBookIsWholeWhateverWasTried() {
        Answer verified = service.get(auditor, "/v1/verify");
        assertThat(verified.json().path("ok").asBoolean()).isTrue();
        Answer book = service.get(auditor, "/v1/book");
        assertThat(book.json().path("sum").toString()).isEqualTo("{\"EUR\":\"0.00\"}");
    }

    private static long nextId(BufferedReader lines) throws Exception {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("id: ")) {
                return Long.parseLong(line.substring("id: ".length()));
            }
        }
        throw new AssertionError("The stream ended.");
    }
}
