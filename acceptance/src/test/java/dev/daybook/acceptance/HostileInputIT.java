package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.acceptance.Endpoints.Endpoint;
import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Api;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.OnEveryBackend;
import dev.daybook.testkit.RawHttp;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;

import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** Whatever is sent: never a fault of the service, never a change, always a plain answer. */
@OnEveryBackend
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputIT {

    /** The contract's, and those of HTTP itself. */
    static final Set<String> SLUGS =
            Set.of(
                    "validation",
                    "not-found",
                    "unauthorized",
                    "forbidden",
                    "insufficient-funds",
                    "account-frozen",
                    "account-closed",
                    "account-exists",
                    "currency-mismatch",
                    "unbalanced",
                    "limit-exceeded",
                    "already-reversed",
                    "hold-not-open",
                    "idempotency-key-reused",
                    "payload-too-large",
                    "conflict",
                    "method-not-allowed",
                    "unsupported-media-type",
                    "not-acceptable");

    private static final String[] JSON = {"Content-Type", "application/json"};

    private final Bank bank;
    private final Api api;
    private final List<Endpoint> endpoints;
    private final List<String> wrong = new ArrayList<>();

    HostileInputIT(Bank bank) {
        this.bank = bank;
        this.api = bank.api();
        this.endpoints = Endpoints.of(bank);
    }

    Stream<Endpoint> writes() {
        return endpoints.stream().filter(Endpoint::isWrite);
    }

    Stream<Endpoint> reads() {
        return endpoints.stream().filter(endpoint -> !endpoint.isWrite());
    }

    Stream<Endpoint> all() {
        return endpoints.stream();
    }

    @AfterEach
    void theBookStillSumsToZero() {
        bank.api()
                .get("/v1/book")
                .expect(200)
                .json()
                .path("sum")
                .properties()
                .forEach(sum -> assertThat(new BigDecimal(sum.getValue().asString())).isZero());
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aWrongBodyIsRefusedAndChangesNothing(Endpoint endpoint) {
        long head = bank.head();
        for (Map.Entry<String, byte[]> body : HostileBodies.of(endpoint.body()).entrySet()) {
            check(endpoint + ", " + body.getKey(), () -> send(endpoint, body.getValue(), JSON));
        }
        assertNothingWrongSince(head);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aBodyOfAnotherTypeIsRefused(Endpoint endpoint) {
        long head = bank.head();
        byte[] body = Json.write(endpoint.body()).getBytes(UTF_8);
        for (String type :
                List.of(
                        "text/plain",
                        "application/xml",
                        "application/x-www-form-urlencoded",
                        "multipart/form-data",
                        "text/html",
                        "x/y",
                        "nonsense",
                        "")) {
            check(endpoint + ", " + type, () -> send(endpoint, body, "Content-Type", type));
        }
        check(endpoint + ", no type", () -> send(endpoint, body));
        assertNothingWrongSince(head);
    }

    @ParameterizedTest
    @MethodSource("writes")
    void aWrongHeaderIsRefused(Endpoint endpoint) {
        long head = bank.head();
        byte[] body = Json.write(endpoint.body()).getBytes(UTF_8);
        for (String name :
                List.of("Idempotency-Key", "Daybook-On-Behalf-Of", "Daybook-Correlation")) {
            check(
                    endpoint + ", long " + name,
                    () ->
                            send(
                                    endpoint,
                                    body,
                                    "Content-Type",
                                    "application/json",
                                    name,
                                    "k".repeat(201)));
            check(
                    endpoint + ", twice " + name,
                    () ->
                            send(
                                    endpoint,
                                    body,
                                    "Content-Type",
                                    "application/json",
                                    name,
                                    "a",
                                    name,
                                    "b"));
        }
        assertNothingWrongSince(head);
    }

    @ParameterizedTest
    @MethodSource("reads")
    void aWrongParameterIsRefused(Endpoint endpoint) {
        String join = endpoint.address().contains("?") ? "&" : "?";
        for (String query :
                List.of(
                        "limit=0",
                        "limit=-1",
                        "limit=abc",
                        "limit=99999999999999999999",
                        "limit=1.5",
                        "limit=%00",
                        "limit=",
                        "cursor=nonsense",
                        "cursor=" + "A".repeat(5_000),
                        "cursor=%00",
                        "cursor=%F0%9F%A6%8A",
                        "cursor=cDk5OTk5OTk5OTk5OTk5OTk5OTk5",
                        "colour=red",
                        "asOf=yesterday&colour=x",
                        "from=2026-02-30",
                        "a%5B%5D=1",
                        "%00=1")) {
            check(endpoint + "?" + query, () -> api.get(endpoint.address() + join + query));
        }
        for (String consistency :
                List.of(
                        "wrong",
                        "at-least=-1",
                        "at-least=x",
                        "at-least=1e5",
                        "strong,eventual",
                        "x".repeat(300))) {
            if (!List.of("/v1/views", "/v1/commands/{id}", "/v1/book").contains(endpoint.path())) {
                check(
                        endpoint + ", consistency " + consistency,
                        () -> api.get(endpoint.address(), "Daybook-Consistency", consistency));
            }
        }
        assertNothingWrongSince(bank.head());
    }

    @ParameterizedTest
    @MethodSource("all")
    void anIdentifierThatIsNoneIsRefused(Endpoint endpoint) {
        if (!endpoint.path().contains("{id}")) {
            return;
        }
        long head = bank.head();
        for (String id :
                List.of(
                        "%00",
                        "a%00b",
                        "%0A",
                        "%0d%0aX:y",
                        "%7F",
                        "%C0%AE%C0%AE",
                        "%FF%FE",
                        "%ED%A0%80",
                        "..%2F..%2Fetc",
                        "%2e%2e",
                        "%2F",
                        "a%2Fb",
                        "a%5Cb",
                        "%25",
                        "%2525",
                        "a;b=c",
                        "x".repeat(65),
                        "x".repeat(5_000),
                        "%20",
                        "a%20b",
                        "'%20or%201=1--",
                        "%F0%9F%A6%8A",
                        "null",
                        "undefined",
                        "-1",
                        "0",
                        "*",
                        "%3Cscript%3E",
                        "${jndi:ldap:x}".replace("{", "%7B").replace("}", "%7D"),
                        "00000000-0000-0000-0000-000000000000",
                        "~",
                        "a~b",
                        "@",
                        "@@",
                        "a~00000000-0000-0000-0000-000000000000")) {
            String address =
                    endpoint.path().replace("{id}", id).replace("{user}", "ann")
                            + (endpoint.path().endsWith("/balance") ? "?on=2026-01-01" : "");
            byte[] body = endpoint.isWrite() ? Json.write(endpoint.body()).getBytes(UTF_8) : null;
            check(
                    endpoint + ", id " + id,
                    () ->
                            api.send(
                                    endpoint.method(),
                                    address,
                                    body,
                                    endpoint.isWrite() ? JSON : new String[0]));
        }
        assertNothingWrongSince(head);
    }

    @ParameterizedTest
    @MethodSource("all")
    void aMethodThatIsNotThereIsRefused(Endpoint endpoint) {
        long head = bank.head();
        String address = endpoint.address().replaceAll("\\?.*", "");
        byte[] body = "{\"reason\":\"a test\"}".getBytes(UTF_8);
        for (String method : List.of("PATCH", "PROPFIND", "FOO")) {
            check(method + " " + address, () -> api.send(method, address, body, JSON));
        }
        check(
                "TRACE " + address,
                () ->
                        RawHttp.send(
                                api.url(),
                                "TRACE "
                                        + address
                                        + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        assertNothingWrongSince(head);
    }

    @Test
    void aRequestThatIsHardlyOneIsRefused() {
        long head = bank.head();
        String token = bank.process().tokens().of("tester", "admin");
        for (String request : HostileRequests.with(token)) {
            Answer answer = RawHttp.send(api.url(), request);
            if (answer.status() != 0) {
                check(answer.asked(), () -> answer);
            }
        }
        Random random = new Random(42);
        for (int i = 0; i < 20; i++) {
            byte[] noise = new byte[500];
            random.nextBytes(noise);
            Answer answer = RawHttp.send(api.url(), noise);
            if (answer.status() != 0) {
                check("noise " + i, () -> answer);
            }
        }
        assertNothingWrongSince(head);
    }

    private Answer send(Endpoint endpoint, byte[] body, String... headers) {
        return api.send(endpoint.method(), endpoint.address(), body, headers);
    }

    private interface Request {
        Answer send();
    }

    /** Notes down what is wrong, so that one run shows all of it. */
    private void check(String what, Request request) {
        String shown = what.length() > 200 ? what.substring(0, 200) + "…" : what;
        try {
            Answer answer = request.send();
            if (answer.status() < 400 || answer.status() > 499) {
                wrong.add(shown + ": " + answer.status() + " " + start(answer));
            } else if (!SLUGS.contains(slug(answer))) {
                wrong.add(
                        shown + ": " + slug(answer) + ", " + answer.status() + " " + start(answer));
            }
        } catch (UncheckedIOException cut) {
            wrong.add(shown + ": the connection was cut: " + cut.getCause());
        } catch (IllegalArgumentException unsendable) {
            // The client itself refuses to send it; what the raw requests are for.
        }
    }

    private static String slug(Answer answer) {
        try {
            return answer.slug();
        } catch (AssertionError | RuntimeException none) {
            return "no problem of RFC 9457";
        }
    }

    private static String start(Answer answer) {
        String text = answer.text();
        return text.substring(0, Math.min(300, text.length()));
    }

    private void assertNothingWrongSince(long head) {
        List<String> found = List.copyOf(wrong);
        wrong.clear();
        assertThat(found).isEmpty();
        assertThat(bank.head()).as("the head of the journal").isEqualTo(head);
    }

    @Test
    void everyLineOfABatchThatIsWrongIsRefusedByItselfAndChangesNothing() {
        long head = bank.head();
        StringBuilder lines = new StringBuilder();
        int count = 0;
        Random random = new Random(7);
        for (Endpoint endpoint :
                endpoints.stream()
                        .filter(each -> each.path().equals("/v1/accounts/{id}/deposits"))
                        .toList()) {
            for (byte[] body :
                    HostileBodies.of(
                                    endpoint.body()
                                            .put("account", Bank.unique("no"))
                                            .put("type", "deposit"))
                            .values()) {
                String line = new String(body, UTF_8).replaceAll("[\\r\\n]", " ");
                if (body.length < 100_000 && !line.isBlank()) {
                    lines.append(line).append('\n');
                    count++;
                }
            }
        }
        for (int i = 0; i < 20; i++) {
            lines.append(Long.toString(random.nextLong(), 36)).append('\n');
            count++;
        }
        List<JsonNode> answers = api.batch(lines.toString()).expect(200).lines();
        assertThat(answers).hasSize(count);
        assertThat(answers)
                .allSatisfy(answer -> {
                    assertThat(Json.text(answer, "status")).isEqualTo("rejected");
                    assertThat(SLUGS)
                            .contains(Json.text(answer, "problem.type").replaceAll(".*/", ""));
                });
        assertThat(bank.head()).isEqualTo(head);
    }
}
