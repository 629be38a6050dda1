package dev.daybook.bench.http;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks a server how far it is, and tells its views to wait. */
public final class Operator implements AutoCloseable {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI address;
    private final String token;

    public Operator(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    /** The last position of the journal. */
    public long head() {
        return ask("GET", "/v1/book").path("head").asLong();
    }

    /**
     * A view.
     *
     * @param state as the contract names it
     */
    public record View(String name, long position, String state) {}

    public List<View> views() {
        List<View> views = new ArrayList<>();
        for (JsonNode view : ask("GET", "/v1/views").path("items")) {
            views.add(
                    new View(
                            view.path("name").asString(),
                            view.path("position").asLong(),
                            view.path("state").asString()));
        }
        return views;
    }

    /** Up to here the broker has the journal. */
    public long relayed() {
        return ask("GET", "/v1/relay").path("position").asLong();
    }

    public void pause(String view) {
        ask("POST", "/v1/views/" + view + "/pause");
    }

    public void resume(String view) {
        ask("POST", "/v1/views/" + view + "/resume");
    }

    /** The stages of a command; see the contract. */
    public JsonNode command(String id) {
        return ask("GET", "/v1/commands/" + id);
    }

    /** How many transactions match a question, as the query of its address. */
    public long found(String question) {
        return ask("GET", "/v1/transactions?" + question).path("total").asLong();
    }

    private JsonNode ask(String method, String path) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address + path))
                        .timeout(ANSWER_MAX)
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + " answered " + answer.body());
            }
            return JsonMapper.shared().readTree(answer.body());
        } catch (IOException failed) {
            throw new UncheckedIOException("The server did not answer.", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted.", interrupted);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
