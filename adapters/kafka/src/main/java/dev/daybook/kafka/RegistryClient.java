package dev.daybook.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.kafka.RegistrySettings.Credentials;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Talks to a schema registry in the few words of Confluent's API that are needed here. Safe for use
 * by many threads.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">Schema
 *     Registry API Reference</a>
 */
public final class RegistryClient implements AutoCloseable {

    private static final Duration CONNECT_MAX = Duration.ofSeconds(3);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
    private static final int ANSWER_BYTES_MAX = 1_048_576;
    private static final int MESSAGE_CHARS_MAX = 500;

    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int UNPROCESSABLE = 422;

    private final String root;
    private final @Nullable String authorization;
    private final HttpClient http;

    public RegistryClient(RegistrySettings settings) {
        this.root = settings.url().toString().replaceFirst("/+$", "");
        this.authorization = authorization(settings.credentials());
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT_MAX)
                        .followRedirects(HttpClient.Redirect.NEVER);
        if (settings.trusted() != null || settings.own() != null) {
            builder.sslContext(Certificates.context(settings.trusted(), settings.own()));
        }
        this.http = builder.build();
    }

    private static @Nullable String authorization(@Nullable Credentials credentials) {
        return switch (credentials) {
            case null -> null;
            case Credentials.Basic(String user, String password) ->
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString((user + ":" + password).getBytes(UTF_8));
            case Credentials.Bearer(String token) -> "Bearer " + token;
        };
    }

    /**
     * Registers a schema under a subject; one that is registered already keeps its number.
     *
     * @throws RegistryException when that cannot be had now
     */
    public Registration register(String subject, Schema schema) {
        HttpResponse<byte[]> answer =
                send(
                        "POST",
                        "/subjects/" + encoded(subject) + "/versions",
                        RegistryJson.of(Map.of("schema", schema.toString())));
        return switch (answer.statusCode()) {
            case OK -> registered(answer);
            case CONFLICT, UNPROCESSABLE -> refused(answer);
            default -> throw unexpected("register a schema", answer);
        };
    }

    /**
     * Has every schema under a subject checked against all earlier ones, in both directions.
     *
     * @return false when the registry does not know the subject; some take this setting only for
     *     subjects that have a schema
     * @throws RegistryException when that cannot be had now
     */
    public boolean requireFullTransitive(String subject) {
        HttpResponse<byte[]> answer =
                send(
                        "PUT",
                        "/config/" + encoded(subject),
                        RegistryJson.of(Map.of("compatibility", "FULL_TRANSITIVE")));
        return switch (answer.statusCode()) {
            case OK -> true;
            case NOT_FOUND -> false;
            default -> throw unexpected("set the compatibility of " + subject, answer);
        };
    }

    private HttpResponse<byte[]> send(String method, String path, byte[] body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(root + path))
                        .timeout(ANSWER_MAX)
                        .header("Content-Type", CONTENT_TYPE)
                        .header("Accept", CONTENT_TYPE + ", application/json")
                        .method(method, BodyPublishers.ofByteArray(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(
                        request.build(),
                        BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_BYTES_MAX));
        try {
            // The bound of the request itself ends with the headers.
            return answer.get(ANSWER_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            answer.cancel(true);
            throw new RegistryException(
                    "The schema registry at "
                            + root
                            + " has not answered within "
                            + ANSWER_MAX.toSeconds()
                            + " s.",
                    silent);
        } catch (ExecutionException failed) {
            throw new RegistryException(
                    "The schema registry at " + root + " does not answer: " + failed.getCause(),
                    failed);
        } catch (InterruptedException interrupted) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new RegistryException("Interrupted at the schema registry.", interrupted);
        }
    }

    private Registration registered(HttpResponse<byte[]> answer) {
        int id = RegistryJson.read(answer.body()).id();
        if (id < 0) {
            throw unexpected("give a number to a schema", answer);
        }
        return new Registration.Registered(id);
    }

    private static Registration refused(HttpResponse<byte[]> answer) {
        RegistryJson.Answer said = RegistryJson.read(answer.body());
        String code = said.errorCode() == 0 ? answer.statusCode() + "" : said.errorCode() + "";
        return new Registration.Refused(code, cut(said.message()));
    }

    private RegistryException unexpected(String what, HttpResponse<byte[]> answer) {
        return new RegistryException(
                "The schema registry at "
                        + root
                        + " did not "
                        + what
                        + ": status "
                        + answer.statusCode()
                        + ", "
                        + cut(RegistryJson.read(answer.body()).message()),
                null);
    }

    private static String cut(String message) {
        return message.length() <= MESSAGE_CHARS_MAX
                ? message
                : message.substring(0, MESSAGE_CHARS_MAX) + "…";
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
