package dev.daybook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The HTTP contract, request by request. Safe for use by many threads. */
public final class Api {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);

    /** One for all: each has threads and connections of its own. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(5))
                    .build();

    private final URI url;
    private final @Nullable String token;

    /**
     * @param token the bearer token; null for none
     */
    public Api(URI url, @Nullable String token) {
        this.url = url;
        this.token = token;
    }

    /** The same service, called by another. */
    public Api with(@Nullable String otherToken) {
        return new Api(url, otherToken);
    }

    public URI url() {
        return url;
    }

    /** Puts a value into a path or query. */
    public static String encode(String value) {
        return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, null, headers);
    }

    public Answer post(String path, JsonNode body, String... headers) {
        return send("POST", path, Json.write(body).getBytes(UTF_8), withJson(headers));
    }

    public Answer put(String path, JsonNode body, String... headers) {
        return send("PUT", path, Json.write(body).getBytes(UTF_8), withJson(headers));
    }

    public Answer delete(String path, JsonNode body, String... headers) {
        return send("DELETE", path, Json.write(body).getBytes(UTF_8), withJson(headers));
    }

    /** Posts commands and answers the lines of the answer. */
    public List<JsonNode> batch(Collection<? extends JsonNode> commands) {
        return batch(commands.stream().map(Json::write).collect(Collectors.joining("\n")))
                .expect(200)
                .lines();
    }

    public Answer batch(String lines) {
        return send(
                "POST",
                "/v1/commands/batch",
                lines.getBytes(UTF_8),
                "Content-Type",
                "application/x-ndjson");
    }

    /** Sends any request; headers are names and values in turn. */
    public Answer send(String method, String path, byte @Nullable [] body, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url.resolve(path))
                        .timeout(ANSWER_MAX)
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<byte[]> response =
                    HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(
                    method + " " + path,
                    response.statusCode(),
                    response.headers(),
                    response.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(method + " " + path, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Opens a stream of server-sent events. */
    public EventStream stream(String path, String... headers) {
        return EventStream.open(HTTP, url.resolve(path), token, headers);
    }

    private static String[] withJson(String... headers) {
        List<String> all = new ArrayList<>(Arrays.asList(headers));
        all.add("Content-Type");
        all.add("application/json");
        return all.toArray(new String[0]);
    }
}
