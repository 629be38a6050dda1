package dev.daybook.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.server.ServiceFixture.Answer;
import dev.daybook.server.security.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What no client of ours would send: it is a problem that says so, and changes nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MalformedRequestsIT {

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
    void aBatchOfTooManyLinesChangesNothing() {
        long before = service.head();
        byte[] lines =
                "{\"type\":\"deposit\",\"account\":\"a-1\",\"amount\":\"1.00\"}\n"
                        .repeat(10_001)
                        .getBytes(StandardCharsets.UTF_8);
        Answer answer =
                service.postBytes(teller, "/v1/commands/batch", lines, "application/x-ndjson");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.slug()).isEqualTo("payload-too-large");
        assertThat(service.head()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{\"from\":\"a-1\",\"to\":\"a-2\",\"amount\":1,\"reason\":\"r\"}",
                "{\"from\":\"a-1\",\"to\":\"a-2\",\"amount\":\"1e3\",\"reason\":\"r\"}",
                "{\"from\":\"a-1\",\"to\":\"a-2\",\"amount\":\"0.001\",\"reason\":\"r\"}",
                "{\"from\":\"a-1\",\"to\":\"a-2\",\"amount\":\"-1\",\"reason\":\"r\"}",
                "{\"from\":\"a-1\",\"to\":\"a-2\",\"amount\":\"0\",\"reason\":\"r\"}",
                "{\"from\":\"a-1\",\"to\":\"a-2\",\"amount\":\"99999999999999999999\",\"reason\":\"r\"}",
                "{\"from\":\"a-1\",\"to\":\"a-2\",\"amount\":\"1\"}",
                "{\"from\":\"a-1\",\"to\":\"a-2\",\"amount\":\"1\",\"reason\":\"\"}",
                "{\"from\":\"a-1\",\"to\":\"a-2\",\"amount\":\"1\",\"reason\":\"\\u0000\"}",
                "{\"from\":\"a-1\",\"to\":\"a-2\",\"amount\":\"1\",\"reason\":\"\\ud800\"}",
                "{\"from\":\"a\\u0000\",\"to\":\"a-2\",\"amount\":\"1\",\"reason\":\"r\"}",
                "{\"from\":\"a-1\",\"to\":\"a-1\",\"amount\":\"1\",\"reason\":\"r\"}",
                "{\"from\":\"a-1\",\"to\":\"nobody\",\"amount\":\"1\",\"reason\":\"r\"}",
                "{\"from\":\"a-1\",\"to\":\"a-2\",\"amount\":\"1\",\"reason\":\"r\",\"x\":1}",
                "{\"from\":\"a-1\",\"from\":\"a-2\",\"to\":\"a-2\",\"amount\":\"1\",\"reason\":\"r\"}",
                "{\"from\":\"a-1\",\"to\":\"a-2\",\"amount\":\"1\",\"reason\":\"r\",\"metadata\":{\"k\":7}}",
                "{\"from\":\"a-1\",\"to\":\"a-2\",\"amount\":\"1\",\"reason\":\"r\",\"metadata\":{\"k\":null}}",
                "{\"from\":\"a-1\",\"to\":\"a-2\",\"amount\":\"1\",\"reason\":\"r\",\"metadata\":{\"k\":\"\\u0000\"}}",
                "{\"from\":\"a-1\",\"to\":\"a-2\",\"amount\":\"1\",\"reason\":\"r\",\"description\":\"\\ud800\"}",
                "{\"from\":\"a-1\",\"to\":\"a-2\",\"amount\":\"1\",\"reason\":\"r\",\"valueDate\":\"2026-02-30\"}",
                "{\"from\":{},\"to\":[],\"amount\":{},\"reason\":true}"
            })
    void aBadBodyIsAProblemAndChangesNothing(String body) {
        long before = service.head();
        Answer answer = service.post(teller, "/v1/transfers", body);
        assertThat(answer.status()).isBetween(400, 422);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(service.head()).isEqualTo(before);
    }

    @Test
    void deepAndHugeBodiesAreProblemsToo() {
        long before = service.head();
        String deep = "{\"metadata\":" + "{\"a\":".repeat(5_000) + "1" + "}".repeat(5_001);
        assertThat(service.post(teller, "/v1/transfers", deep).status()).isEqualTo(400);
        String number = "{\"amount\":" + "9".repeat(100_000) + "}";
        assertThat(service.post(teller, "/v1/transfers", number).status()).isEqualTo(400);
        Answer huge =
                service.post(
                        teller, "/v1/transfers", "{\"reason\":\"" + "x".repeat(2_000_000) + "\"}");
        assertThat(huge.status()).isEqualTo(413);
        Answer unannounced =
                service.send(
                        service.request(teller, "/v1/transfers")
                                .header("Content-Type", "application/json")
                                .POST(
                                        HttpRequest.BodyPublishers.ofInputStream(() ->
                                                new ByteArrayInputStream(
                                                        ("{\"reason\":\""
                                                                        + "x".repeat(2_000_000)
                                                                        + "\"}")
                                                                .getBytes(
                                                                        StandardCharsets.UTF_8)))));
        assertThat(unannounced.status()).isEqualTo(413);
        StringBuilder legs = new StringBuilder("{\"kind\":\"many\",\"reason\":\"r\",\"legs\":[");
        for (int i = 0; i < 5_000; i++) {
            legs.append(i == 0 ? "" : ",").append("{\"account\":\"x-" + i + "\",\"amount\":\"1\"}");
        }
        assertThat(service.post(teller, "/v1/transactions", legs + "]}").status()).isEqualTo(422);
        byte[] notUtf8 = {'{', '"', 'a', (byte) 0xff, (byte) 0xc0, '"', ':', '1', '}'};
        assertThat(service.postBytes(teller, "/v1/transfers", notUtf8, "application/json").status())
                .isEqualTo(400);
        assertThat(
                        service.postBytes(
                                        teller,
                                        "/v1/transfers",
                                        "a=b".getBytes(StandardCharsets.UTF_8),
                                        "application/x-www-form-urlencoded")
                                .status())
                .isEqualTo(415);
        assertThat(service.head()).isEqualTo(before);
    }

    @Test
    void aBodyInAnotherEncodingThanUtf8IsNotCarriedOut() {
        long before = service.head();
        String body = "{\"amount\":\"1.00\",\"reason\":\"\u00fc\"}";
        byte[] overlong = body.replace("\u00fc", "..").getBytes(StandardCharsets.ISO_8859_1);
        overlong[body.indexOf('\u00fc')] = (byte) 0xc1;
        overlong[body.indexOf('\u00fc') + 1] = (byte) 0x81;
        for (byte[] bytes :
                List.of(
                        body.getBytes(StandardCharsets.UTF_16),
                        body.getBytes(StandardCharsets.UTF_16LE),
                        body.getBytes(StandardCharsets.UTF_16BE),
                        body.getBytes(Charset.forName("UTF-32")),
                        body.getBytes(StandardCharsets.ISO_8859_1),
                        overlong)) {
            Answer single =
                    service.postBytes(
                            teller, "/v1/accounts/a-1/deposits", bytes, "application/json");
            assertThat(single.status()).isEqualTo(400);
            assertThat(single.slug()).isEqualTo("validation");
            Answer batch =
                    service.postBytes(teller, "/v1/commands/batch", bytes, "application/x-ndjson");
            assertThat(batch.response().body()).contains("validation").doesNotContain("committed");
        }
        assertThat(
                        service.postBytes(
                                        teller,
                                        "/v1/accounts/a-1/deposits",
                                        body.getBytes(StandardCharsets.UTF_16),
                                        "application/json;charset=UTF-16")
                                .status())
                .isEqualTo(415);
        assertThat(service.head()).isEqualTo(before);
        assertThat(
                        service.postBytes(
                                        teller,
                                        "/v1/accounts/a-1/deposits",
                                        body.getBytes(StandardCharsets.UTF_8),
                                        "application/json;charset=UTF-8")
                                .status())
                .isEqualTo(201);
    }

    @Test
    void aHeaderThatCanBeReadInTwoWaysIsRefused() {
        String body =
                """
                {"amount":"1","reason":"t"}\
                """;
        String path = "/v1/accounts/a-1/deposits";
        assertThat(
                        service.post(
                                        teller,
                                        path,
                                        body,
                                        "Idempotency-Key",
                                        "a",
                                        "Idempotency-Key",
                                        "b")
                                .status())
                .isEqualTo(400);
        assertThat(service.post(teller, path, body, "Idempotency-Key", "k".repeat(201)).status())
                .isEqualTo(400);
        assertThat(
                        service.get(teller, "/v1/accounts/a-1", "Daybook-Consistency", "perhaps")
                                .status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/accounts?limit=0",
                "/v1/accounts?limit=x",
                "/v1/accounts?limit=1&limit=2",
                "/v1/accounts?cursor=zzz",
                "/v1/accounts?status=lost",
                "/v1/accounts?unknown=1",
                "/v1/accounts?q=%00",
                "/v1/transactions?q=%ff%fe",
                "/v1/accounts/a-1?asOf=yesterday",
                "/v1/accounts/a-1?asOf=2026-01-01T00:00:00Z&asOfPosition=1",
                "/v1/accounts/a-1?asOfPosition=-1",
                "/v1/accounts/a-1?asOfPosition=99999999999999999999",
                "/v1/accounts/a-1/balance",
                "/v1/accounts/a-1/balance?on=2026-13-01",
                "/v1/accounts/a-1/balance?on=2026-01-01&asOf=x",
                "/v1/accounts/a-1/transactions?cursor=!",
                "/v1/accounts/a-1/transactions?from=x",
                "/v1/transactions?minAmount=ten",
                "/v1/transactions?sort=colour",
                "/v1/transactions?facets=description",
                "/v1/transactions?cursor=aaaa",
                "/v1/accounts/%2e%2e/x",
                "/v1/accounts/a%00b",
                "/v1/accounts/a%0d%0aX:y",
                "/v1/accounts//a-1",
                "/v1/transactions/not-a-uuid",
                "/v1/commands/not-a-uuid",
                "/v1/accounts/%20/audit",
                "/v1/nothing"
            })
    void aBadAddressIsAProblem(String path) {
        Answer answer = service.get(teller, path);
        assertThat(answer.status()).isIn(400, 403, 404);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.response().body()).doesNotContain("Exception").doesNotContain("<html");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%00=1",
                "q=%",
                "%",
                "limit=%zz",
                "%ff=1",
                "q=%c0%80",
                "a%0ab=1",
                "=",
                "&&&"
            })
    void aQueryThatIsNoTextIsNeverADefect(String query) throws Exception {
        for (String path :
                List.of(
                        "/v1/accounts",
                        "/v1/accounts/a-1",
                        "/v1/transactions",
                        "/v1/views",
                        "/v1/nothing",
                        "/actuator/health",
                        "/actuator/health/readiness",
                        "/openapi.json",
                        "/",
                        "/assets/daybook.css")) {
            String answer =
                    service.raw(
                            "GET "
                                    + path
                                    + "?"
                                    + query
                                    + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                    + "Authorization: Bearer "
                                    + teller
                                    + "\r\n\r\n");
            assertThat(answer).as(path).matches("(?s)HTTP/1.1 [24]\\d\\d.*");
            boolean garbage = query.contains("%");
            if (garbage && path.startsWith("/v1/accounts")) {
                assertThat(answer).as(path).startsWith("HTTP/1.1 400").contains("/validation");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/accounts/%252e%252e/journal",
                "/v1/accounts/a-1%252faudit",
                "/v1/accounts/a-1%2f..%2fa-2",
                "/v1/accounts/a-1/%252e%252e/a-2",
                "/v1/accounts/%2561-2",
                "/v1/%256aournal"
            })
    void whatIsEncodedTwiceIsNotDecodedTwice(String path) {
        String customer = service.token(Role.CUSTOMER, "a-1");
        assertThat(service.get(customer, path).status()).isIn(400, 403, 404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/book?q=<> HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/book\0 HTTP/1.1\r\nHost: x\r\n\r\n",
                "BREW /v1/book HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/book HTTP/1.1\r\n\r\n",
                "TRACE /v1/book HTTP/1.1\r\nHost: x\r\n\r\n",
                "POST /v1/transfers HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                "garbage\r\n\r\n"
            })
    void whatIsNotEvenHttpIsAnsweredWithoutHtml(String request) throws Exception {
        String answer = service.raw(request);
        assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d.*");
        assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("<html");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator/health/nothing", "/actuator/health/readiness/nothing"})
    void anUnknownPartOfHealthIsAProblem(String path) {
        Answer answer = service.get("", path);
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.slug()).isEqualTo("not-found");
    }

    @Test
    void theBookIsWholeWhateverWasTried() {
        Answer verified = service.get(auditor, "/v1/verify");
        assertThat(verified.json().path("ok").asBoolean()).isTrue();
        Answer book = service.get(auditor, "/v1/book");
        assertThat(book.json().path("sum").toString()).isEqualTo("{\"EUR\":\"0.00\"}");
    }
}
