package dev.daybook.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.cli.terminal.Complaint;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Talks to a running instance. What fails for a reason that passes (a lost connection, a service
 * that is overloaded or whose view is behind) is asked again for a bounded time; everything else
 * becomes a {@link Complaint} with the service's own words. Safe for use by many threads.
 */
public final class DaybookClient implements AutoCloseable {

    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofMinutes(2);
    private static final Duration PATIENTLY_MAX = Duration.ofHours(1);
    private static final int ATTEMPTS_MAX = 8;
    private static final long PAUSE_MAX_MILLIS = 2_000;

    private final URI url;
    private final Supplier<String> token;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT_MAX)
                    .build();

    /**
     * @param url the address of the instance, such as {@code http://127.0.0.1:8080}
     * @param token gives a bearer token that is valid now
     */
    public DaybookClient(URI url, Supplier<String> token) {
        this.url = url;
        this.token = token;
    }

    public URI url() {
        return url;
    }

    /** Puts a value into a path or query. */
    public static String encode(String value) {
        return URLEncoder.encode(value, UTF_8).replace("+", "%20");
    }

    /** Asks for a document that has to be there. */
    public JsonNode get(String path) {
        return read(send(request(path).GET()), path);
    }

    /** Asks for a document that takes long to make. */
    public JsonNode getPatiently(String path) {
        return read(send(request(path).timeout(PATIENTLY_MAX).GET()), path);
    }

    /** Asks for a document, which may not exist. */
    public Optional<JsonNode> find(String path) {
        HttpResponse<String> response = send(request(path).GET());
        return response.statusCode() == 404 ? Optional.empty() : Optional.of(read(response, path));
    }

    /** Asks for a document that shows at least everything up to a position. */
    public JsonNode getAtLeast(long position, String path) {
        return read(
                send(
                        request(path)
                                .header("Daybook-Consistency", "at-least=" + position)
                                .header("Prefer", "wait=30")
                                .GET()),
                path);
    }

    /** Posts up to 10,000 commands; the answers are in their order. */
    public List<BatchAnswer> batch(List<BatchCommand> commands) {
        StringBuilder lines = new StringBuilder();
        commands.forEach(command -> lines.append(Json.write(command.line())).append('\n'));
        HttpResponse<String> response =
                send(
                        request("/v1/commands/batch")
                                .header("Content-Type", "application/x-ndjson")
                                .POST(HttpRequest.BodyPublishers.ofString(lines.toString())));
        if (response.statusCode() != 200) {
            throw complaint(response);
        }
        List<BatchAnswer> answers =
                response.body()
                        .lines()
                        .filter(line -> !line.isBlank())
                        .map(line -> BatchAnswer.of(Json.parse(line)))
                        .toList();
        if (answers.size() != commands.size()) {
            throw new Complaint(
                    "The service answered "
                            + answers.size()
                            + " of "
                            + commands.size()
                            + " commands.",
                    "Run the same command again: what was posted is not posted twice.");
        }
        return answers;
    }

    /**
     * Opens a stream of server-sent events.
     *
     * @param after the last position that is known; the stream goes on behind it
     * @throws IOException when the service cannot be reached now
     */
    InputStream stream(String path, long after) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(url.resolve(path))
                        .header("Authorization", "Bearer " + token.get())
                        .header("Accept", "text/event-stream")
                        .header("Last-Event-ID", Long.toString(after))
                        .GET()
                        .build();
        try {
            HttpResponse<InputStream> response =
                    http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() == 200) {
                return response.body();
            }
            String body;
            try (InputStream in = response.body()) {
                body = new String(in.readAllBytes(), UTF_8);
            }
            if (isPassing(response.statusCode())) {
                throw new IOException("The service answered " + response.statusCode() + ".");
            }
            throw complaint(response.statusCode(), body);
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(url.resolve(path))
                .timeout(ANSWER_MAX)
                .header("Authorization", "Bearer " + token.get())
                .header(
                        "Accept",
                        "application/json, application/x-ndjson, application/problem+json");
    }

    private HttpResponse<String> send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<String> response =
                        http.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
                if (!isPassing(response.statusCode()) || attempt == ATTEMPTS_MAX) {
                    return response;
                }
            } catch (java.net.ConnectException nobody) {
                throw new Complaint(
                        "Nothing answers at " + url + ".",
                        "Start it with `./daybook serve`, or name another address with --url.",
                        nobody);
            } catch (IOException lost) {
                if (attempt == ATTEMPTS_MAX) {
                    throw new Complaint(
                            "The connection to " + url + " was lost: " + lost.getMessage() + ".",
                            "Look whether the service runs, and run the same command again.",
                            lost);
                }
            } catch (InterruptedException interrupted) {
                throw interrupted(interrupted);
            }
            pause(attempt);
        }
    }

    /** 503: overloaded, a view that is behind, an outcome not known yet; 429 from a proxy. */
    private static boolean isPassing(int status) {
        return status == 503 || status == 429;
    }

    /** Waits before another attempt, longer each time. */
    void pause(int attempt) {
        try {
            Thread.sleep(
                    Duration.ofMillis(Math.min(PAUSE_MAX_MILLIS, 50L << Math.min(attempt, 10))));
        } catch (InterruptedException interrupted) {
            throw interrupted(interrupted);
        }
    }

    private JsonNode read(HttpResponse<String> response, String path) {
        if (response.statusCode() / 100 != 2) {
            throw complaint(response);
        }
        try {
            return Json.parse(response.body());
        } catch (JacksonException garbled) {
            throw new Complaint(
                    "The answer to " + path + " is not JSON.",
                    "Look whether " + url + " is a Daybook.",
                    garbled);
        }
    }

    private Complaint complaint(HttpResponse<String> response) {
        return complaint(response.statusCode(), response.body());
    }

    private Complaint complaint(int status, String body) {
        String detail;
        try {
            JsonNode problem = Json.parse(body);
            detail = Json.text(problem, "detail");
            detail = detail.isEmpty() ? Json.text(problem, "title") : detail;
        } catch (JacksonException other) {
            detail = "";
        }
        String what = detail.isEmpty() ? "The service answered " + status + "." : detail;
        String next =
                switch (status) {
                    case 401 -> "Get a token with `./daybook token` and give it with --token.";
                    case 403 -> "Use a token with another role (`./daybook token --roles …`).";
                    case 404 -> "Look whether the name is written correctly.";
                    case 503 -> "Try again in a moment.";
                    default -> "(status " + status + " from " + url + ")";
                };
        return new Complaint(what, next);
    }

    private static Complaint interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new Complaint("Interrupted.", "Run the same command again.", cause);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
