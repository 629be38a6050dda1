package dev.daybook.stack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks a server over HTTP how it is. */
final class Http {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(3);

    private Http() {}

    /** The status of the answer, or 0 when there is none in time. */
    static int get(String url) {
        return status(HttpRequest.newBuilder(URI.create(url)).GET());
    }

    /** The same of a PUT without a body. */
    static int put(String url, String header, String value) {
        return status(
                HttpRequest.newBuilder(URI.create(url))
                        .header(header, value)
                        .PUT(HttpRequest.BodyPublishers.noBody()));
    }

    private static int status(HttpRequest.Builder request) {
        // A client of its own each time: it is asked a few times, and leaves no thread behind.
        try (HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(ANSWER_MAX)
                        .build()) {
            return client.send(request.timeout(ANSWER_MAX).build(), BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException away) {
            return 0;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
