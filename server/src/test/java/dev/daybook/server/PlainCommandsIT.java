package dev.daybook.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.server.ServiceFixture.Answer;
import dev.daybook.server.security.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A command that moves money is answered the same, whether it takes the short way or the long one.
 */
@TestInstance(Lifecycle.PER_CLASS)
class PlainCommandsIT {

    /** Says the same as without a parameter, but is not plain, and so goes the long way. */
    private static final String LONG = "application/json; charset=UTF-8";

    private static final String PLAIN = "application/json";

    /** Of each answer its own, or of the connection. */
    private static final Set<String> OWN =
            Set.of(
                    "date",
                    "daybook-position",
                    "daybook-command",
                    "content-length",
                    "transfer-encoding",
                    "connection",
                    "keep-alive");

    private ServiceFixture service;
    private String teller;

    @BeforeAll
    void start(@TempDir Path data) {
        service = new ServiceFixture(data);
        teller = service.token(Role.TELLER);
        service.openAccount("ann");
        service.openAccount("bob");
        deposit("ann", PLAIN); // from now on the token is known
    }

    @AfterAll
    void stop() {
        service.close();
    }

    private Answer deposit(String account, String contentType) {
        return send(
                "/v1/accounts/" + account + "/deposits",
                "{\"amount\":\"100.00\",\"reason\":\"t\"}",
                contentType);
    }

    private Answer send(String path, String body, String contentType) {
        return service.postBytes(teller, path, body.getBytes(StandardCharsets.UTF_8), contentType);
    }

    private double served(String wayAndUri) {
        String admin = service.token(Role.ADMIN);
        return service.get(admin, "/actuator/prometheus")
                .response()
                .body()
                .lines()
                .filter(line -> line.startsWith("http_server_requests_seconds_count"))
                .filter(line -> line.contains("uri=\"" + wayAndUri + "\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static Map<String, List<String>> headers(Answer answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.response().headers().map());
        headers.keySet().removeIf(name -> OWN.contains(name.toLowerCase(java.util.Locale.ROOT)));
        return headers;
    }

    /** Values that differ between any two commands give way to a word. */
    private static String shape(Answer answer) {
        return answer.response()
                .body()
                .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID")
                .replaceAll("\"recordedAt\":\"[^\"]*\"", "AT")
                .replaceAll("\"position\":[0-9]+", "POSITION")
                .replaceAll("\"accountVersion\":[0-9]+", "VERSION")
                .replaceAll("\"balance(After)?\":\"[^\"]*\"", "BALANCE")
                .replaceAll("\"available\":\"[^\"]*\"", "AVAILABLE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/transfers | {'from':'ann','to':'bob','amount':'0.01','reason':'r'}",
                "/v1/transfers | {'from':'ann','to':'bob','amount':'0.01','description':'rént',"
                        + "'metadata':{'b':'2','a':'1'},'valueDate':'2026-01-02','reason':'r'}",
                "/v1/transactions | {'kind':'fee','legs':[{'account':'ann','amount':'-0.02'},"
                        + "{'account':'bob','amount':'0.02'}],'reason':'r'}",
                "/v1/accounts/ann/deposits | {'amount':'5.00','reason':'r'}",
                "/v1/accounts/ann/withdrawals | {'amount':'0.01','reason':'r'}",
                "/v1/accounts/ann/withdrawals | {'amount':'999999.00','reason':'r'}",
                "/v1/accounts/nobody/deposits | {'amount':'5.00','reason':'r'}",
                "/v1/accounts/@cash/deposits | {'amount':'5.00','reason':'r'}",
                "/v1/accounts/.../deposits | {'amount':'5.00','reason':'r'}",
                "/v1/transfers | {'from':'ann','to':'nobody','amount':'0.01','reason':'r'}",
                "/v1/transfers | {'from':'ann','amount':'0.01','reason':'r'}",
                "/v1/transfers | {'from':'ann','to':'bob','amount':'0.01'}",
                "/v1/transfers | {'from':'ann','to':'bob','amount':'0.001','reason':'r'}",
                "/v1/transfers | {'from':'ann','to':'bob','amount':1,'reason':'r'}",
                "/v1/transfers | {'from':'ann','from':'bob','to':'bob','amount':'1','reason':'r'}",
                "/v1/transfers | {'from':'ann','to':'bob','amount':'1','reason':'r','more':1}",
                "/v1/transfers | {'from':'ann','to':'bob','amount':'1','reason':'r'} {}",
                "/v1/transfers | [1]",
                "/v1/transfers | null",
                "/v1/transfers | ' '",
                "/v1/transfers | {'from':",
                "/v1/transfers/ | {'from':'ann','to':'bob','amount':'0.01','reason':'r'}",
                "/v1/transfers?a=b | {'from':'ann','to':'bob','amount':'0.01','reason':'r'}",
            })
    void bothWaysAnswerTheSame(String path, String body) {
        String json = body.replace('\'', '"');
        Answer quick = send(path, json, PLAIN);
        Answer thorough = send(path, json, LONG);
        assertThat(quick.status()).isEqualTo(thorough.status());
        assertThat(shape(quick)).isEqualTo(shape(thorough));
        assertThat(headers(quick)).isEqualTo(headers(thorough));
    }

    /** Spring's converter does not know the length of what it writes; it shows which way it was. */
    @Test
    void onlyWhatIsPlainTakesTheShortWay() {
        assertThat(deposit("bob", PLAIN).header("Content-Length")).isNotEmpty();
        assertThat(deposit("bob", LONG).header("Content-Length")).isEmpty();
        String fresh =
                service.server
                        .tokens()
                        .create("newcomer", List.of(Role.TELLER), List.of(), Duration.ofHours(1));
        String body = "{\"amount\":\"1.00\",\"reason\":\"t\"}";
        String path = "/v1/accounts/bob/deposits";
        assertThat(service.post(fresh, path, body).header("Content-Length"))
                .as("with a token that is checked first")
                .isEmpty();
        assertThat(service.post(fresh, path, body).header("Content-Length")).isNotEmpty();
        assertThat(service.post(fresh, path, body, "Prefer", "wait=1").header("Content-Length"))
                .isEmpty();
    }

    @Test
    void aBodyThatIsNoUtf8IsRefusedEitherWay() {
        byte[] body =
                "{\"from\":\"ann\",\"to\":\"bob\",\"amount\":\"1\",\"reason\":\"é\"}"
                        .getBytes(StandardCharsets.ISO_8859_1);
        Answer quick = service.postBytes(teller, "/v1/transfers", body, PLAIN);
        Answer thorough = service.postBytes(teller, "/v1/transfers", body, LONG);
        assertThat(quick.status()).isEqualTo(400);
        assertThat(shape(quick)).isEqualTo(shape(thorough));
    }

    @Test
    void aKeyIsTheSameKeyWhicheverWayItCame() {
        String body = "{\"amount\":\"1.00\",\"reason\":\"t\"}";
        String path = "/v1/accounts/bob/deposits";
        Answer first = service.post(teller, path, body, "Idempotency-Key", "either-way");
        Answer again =
                service.send(
                        service.request(teller, path, "Idempotency-Key", "either-way")
                                .header("Content-Type", LONG)
                                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)));
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.response().body()).isEqualTo(first.response().body());
        Answer once = service.post(teller, path, body, "Idempotency-Key", "either-way");
        assertThat(once.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(once.response().body()).isEqualTo(first.response().body());
    }

    @Test
    void theTimesOfBothWaysAreOneSeries() {
        String path = "/v1/accounts/{id}/deposits";
        double before = served(path);
        deposit("bob", PLAIN);
        deposit("bob", LONG);
        assertThat(served(path)).isEqualTo(before + 2);
    }

    @Test
    void whoMayNotIsRefusedOnEitherWay() {
        String body = "{\"from\":\"ann\",\"to\":\"bob\",\"amount\":\"0.01\",\"reason\":\"t\"}";
        String auditor = service.token(Role.AUDITOR);
        String customer = service.token(Role.CUSTOMER, "bob");
        List<Integer> statuses = new ArrayList<>();
        for (String token : List.of(auditor, auditor, customer, customer, teller + "x", "")) {
            statuses.add(service.post(token, "/v1/transfers", body).status());
        }
        assertThat(statuses).containsExactly(403, 403, 403, 403, 401, 401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Idempotency-Key", "Daybook-Reason", "Daybook-On-Behalf-Of"})
    void aHeaderThatCanBeReadInTwoWaysIsRefusedHere(String name) {
        Answer answer =
                service.post(
                        teller,
                        "/v1/accounts/bob/deposits",
                        "{\"amount\":\"1.00\",\"reason\":\"t\"}",
                        name,
                        "one",
                        name,
                        "two");
        assertThat(answer.status()).isEqualTo(400);
    }
}
