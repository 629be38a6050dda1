package dev.daybook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A stream of server-sent events, read as the standard says.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">the standard</a>
 */
public final class EventStream implements AutoCloseable {

    private static final Duration NEXT_MAX = Duration.ofSeconds(10);

    private final InputStream in;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /**
     * @param id what {@code Last-Event-ID} would say
     * @param name the type of the event; {@code message} when it says none
     * @param data the JSON it carries; an end of the stream has none
     */
    public record Event(String id, String name, @Nullable JsonNode data) {

        private static final Event END = new Event("", "end of stream", null);

        private boolean isEnd() {
            return data == null;
        }

        public long position() {
            return Long.parseLong(id);
        }

        /** What it carries. */
        public JsonNode json() {
            if (data == null) {
                throw new AssertionError("The stream has ended.");
            }
            return data;
        }
    }

    private EventStream(InputStream in) {
        this.in = in;
        Thread.ofVirtual().name("event-stream").start(this::read);
    }

    static EventStream open(HttpClient http, URI url, @Nullable String token, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url).header("Accept", "text/event-stream");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            HttpResponse<InputStream> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            String contentType = response.headers().firstValue("Content-Type").orElse("");
            if (response.statusCode() != 200 || !contentType.startsWith("text/event-stream")) {
                try (InputStream body = response.body()) {
                    throw new AssertionError(
                            url
                                    + " → "
                                    + response.statusCode()
                                    + " "
                                    + contentType
                                    + " "
                                    + new String(body.readAllBytes(), UTF_8));
                }
            }
            return new EventStream(response.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The next event, which comes within ten seconds. */
    public Event next() {
        Event event = poll(NEXT_MAX);
        if (event == null) {
            throw new AssertionError("No event within " + NEXT_MAX + ".");
        }
        if (event.isEnd()) {
            throw new AssertionError("The stream has ended.");
        }
        return event;
    }

    /** The next so many events. */
    public List<Event> next(int count) {
        List<Event> next = new ArrayList<>(count);
        while (next.size() < count) {
            next.add(next());
        }
        return next;
    }

    /** Events until the stream ends, which it does within ten seconds of the last. */
    public List<Event> rest() {
        List<Event> rest = new ArrayList<>();
        while (true) {
            Event event = poll(NEXT_MAX);
            if (event == null) {
                throw new AssertionError("The stream goes on.");
            }
            if (event.isEnd()) {
                return rest;
            }
            rest.add(event);
        }
    }

    private @Nullable Event poll(Duration atMost) {
        try {
            return events.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void read() {
        String id = "";
        String name = "message";
        StringBuilder data = new StringBuilder();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.isEmpty()) {
                    if (!data.isEmpty()) {
                        events.add(new Event(id, name, Json.parse(data.toString())));
                    }
                    name = "message";
                    data.setLength(0);
                    continue;
                }
                int colon = line.indexOf(':');
                String field = colon < 0 ? line : line.substring(0, colon);
                String value = colon < 0 ? "" : line.substring(colon + 1);
                value = value.startsWith(" ") ? value.substring(1) : value;
                switch (field) {
                    case "id" -> id = value;
                    case "event" -> name = value;
                    case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
                    default -> {} // a comment, or a field that the standard says to pass over
                }
            }
        } catch (IOException ended) {
            // the same as an end
        }
        events.add(Event.END);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException closed) {
            // that was wanted
        }
    }
}
