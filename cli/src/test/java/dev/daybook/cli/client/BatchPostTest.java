package dev.daybook.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.daybook.cli.terminal.Complaint;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What is tested is our client, so the other side is a few lines of HTTP that misbehave. */
class BatchPostTest {

    private final List<List<String>> requests = new ArrayList<>();
    private HttpServer server;
    private Answering answering = (attempt, keys) -> committed(keys);

    /** Gives the body of the answer; null for 503. */
    private interface Answering {
        String answer(int attempt, List<String> keys);
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/commands/batch", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void commandsAreSentInWindowsOneAfterTheOtherInTheirOrder() {
        List<String> keys =
                IntStream.range(0, BatchPost.WINDOW + 5).mapToObj(Integer::toString).toList();

        List<BatchAnswer> answers = post(keys);

        assertThat(requests).hasSize(2);
        assertThat(requests.get(0)).hasSize(BatchPost.WINDOW);
        assertThat(answers).extracting(BatchAnswer::key).isEqualTo(keys);
    }

    @Test
    void anOverloadedServiceIsAskedAgainWithTheSameKeys() {
        answering = (attempt, keys) -> attempt < 3 ? null : committed(keys);

        List<BatchAnswer> answers = post(List.of("a", "b"));

        assertThat(requests).hasSize(3).containsOnly(List.of("a", "b"));
        assertThat(answers).allMatch(BatchAnswer::committed);
    }

    @Test
    void onlyLinesThatWereNotDecidedAreSentAgain() {
        answering =
                (attempt, keys) ->
                        attempt == 1
                                ? committed(List.of("a"))
                                        + rejected("b", "overloaded")
                                        + rejected("c", "insufficient-funds")
                                : committed(keys);

        List<BatchAnswer> answers = post(List.of("a", "b", "c"));

        assertThat(requests).containsExactly(List.of("a", "b", "c"), List.of("b"));
        assertThat(answers).extracting(BatchAnswer::committed).containsExactly(true, true, false);
        assertThat(answers.get(2).code()).isEqualTo("insufficient-funds");
    }

    @Test
    void anAnswerThatLacksLinesIsNotTakenForSuccess() {
        answering = (attempt, keys) -> committed(keys.subList(1, keys.size()));

        assertThatThrownBy(() -> post(List.of("a", "b")))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("1 of 2");
    }

    @Test
    void whereNothingListensThePersonIsToldHowToStartIt() {
        URI address = address();
        server.stop(0);

        try (DaybookClient client = new DaybookClient(address, () -> "token")) {
            assertThatThrownBy(() -> client.get("/v1/book"))
                    .isInstanceOf(Complaint.class)
                    .hasMessageContaining("./daybook serve");
        }
    }

    private List<BatchAnswer> post(List<String> keys) {
        try (DaybookClient client = new DaybookClient(address(), () -> "token")) {
            return new BatchPost(client, done -> {})
                    .post(keys.stream().map(key -> BatchCommand.of(key, "deposit", "")).toList());
        }
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        List<String> keys =
                new String(exchange.getRequestBody().readAllBytes(), UTF_8)
                        .lines()
                        .map(line -> Json.text(Json.parse(line), "key"))
                        .toList();
        requests.add(keys);
        String body = answering.answer(requests.size(), keys);
        byte[] bytes = body == null ? new byte[0] : body.getBytes(UTF_8);
        exchange.sendResponseHeaders(
                body == null ? 503 : 200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String committed(List<String> keys) {
        StringBuilder body = new StringBuilder();
        for (String key : keys) {
            ObjectNode line = Json.object().put("key", key).put("status", "committed");
            body.append(Json.write(line.put("position", 1))).append('\n');
        }
        return body.toString();
    }

    private static String rejected(String key, String code) {
        ObjectNode line = Json.object().put("key", key).put("status", "rejected");
        line.putObject("problem").put("type", "https://daybook.dev/problems/" + code);
        return Json.write(line) + "\n";
    }
}
