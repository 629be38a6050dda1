package dev.daybook.server.webhook;

import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.webhook.Sender;
import dev.daybook.engine.webhook.Webhook;
import dev.daybook.server.answer.EventBodies;
import dev.daybook.server.http.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Sends events as POST requests: the body is the event as a stream has it, the headers are those of
 * Standard Webhooks. An answer of 2xx is a delivery, and nothing else is; redirects are not
 * followed. The id of an event is the same however often it is sent.
 */
final class HttpSender implements Sender, AutoCloseable {

    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(10);

    /** Deliveries under way, to whomever. */
    private static final int AT_ONCE_MAX = 32;

    private static final int GONE = 410;

    private final String book;
    private final EventBodies bodies;
    private final Semaphore turns = new Semaphore(AT_ONCE_MAX);
    private final HttpClient client =
            HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT_MAX)
                    .build();

    HttpSender(String book, EventBodies bodies) {
        this.book = book;
        this.bodies = bodies;
    }

    @Override
    public Answer send(Webhook webhook, RecordedEvent event) throws InterruptedException {
        byte[] body = Json.MAPPER.writeValueAsBytes(bodies.of(List.of(event)).getFirst());
        turns.acquire();
        try {
            HttpResponse<Void> response =
                    client.send(
                            request(webhook, book + "-" + event.position(), body),
                            HttpResponse.BodyHandlers.discarding());
            int status = response.statusCode();
            return status >= 200 && status < 300
                    ? new Answer(status, null, null, false)
                    : new Answer(
                            status,
                            "The receiver answered " + status + ".",
                            again(response),
                            status == GONE);
        } catch (IOException failed) {
            // Not its message, which may hold parts of the address.
            String kind = failed.getClass().getSimpleName();
            return new Answer(null, "There was no answer (" + kind + ").", null, false);
        } finally {
            turns.release();
        }
    }

    private static HttpRequest request(Webhook webhook, String id, byte[] body) {
        Instant now = Instant.now();
        return HttpRequest.newBuilder(webhook.url())
                .timeout(ANSWER_MAX)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Daybook")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", Signature.of(webhook.secret(), id, now, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
    }

    /** Seconds alone; who gives a date instead is asked again when it would have been anyway. */
    private static @Nullable Duration again(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElse(null);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
