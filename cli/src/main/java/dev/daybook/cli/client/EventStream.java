package dev.daybook.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.databind.JsonNode;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.function.Predicate;

/**
 * Follows a stream of server-sent events for as long as it is wanted. When the connection breaks it
 * connects again and goes on behind the last position it has seen, so that nothing is missed and
 * nothing comes twice.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML Living
 *     Standard, server-sent events</a>
 */
public final class EventStream {

    private final DaybookClient client;
    private final String path;
    private final Runnable broken;
    private long position;

    /**
     * @param after the position behind which to begin
     * @param broken told when the connection is lost, once until it is made again
     */
    public EventStream(DaybookClient client, String path, long after, Runnable broken) {
        this.client = client;
        this.path = path;
        this.position = after;
        this.broken = broken;
    }

    /** The last position that was seen. */
    public long position() {
        return position;
    }

    /** Gives each event to the listener until that answers false. */
    public void follow(Predicate<JsonNode> listener) {
        for (int attempt = 1; ; attempt++) {
            long before = position;
            boolean lost = false;
            try (InputStream in = client.stream(path, position);
                    BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
                if (!read(lines, listener)) {
                    return;
                }
            } catch (IOException broke) {
                lost = true;
            }
            attempt = position > before ? 1 : attempt;
            if (lost && attempt == 1) {
                broken.run();
            }
            client.pause(attempt);
        }
    }

    /** Reads until the stream ends; false when the listener has had enough. */
    private boolean read(BufferedReader lines, Predicate<JsonNode> listener) throws IOException {
        StringBuilder payload = new StringBuilder();
        long id = position;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                // An event is whole only at its empty line; half of one before a break is dropped,
                // and comes again.
                if (!payload.isEmpty() && id > position) {
                    position = id;
                    if (!listener.test(Json.parse(payload.toString()))) {
                        return false;
                    }
                }
                payload.setLength(0);
            } else if (line.startsWith("id:")) {
                id = Long.parseLong(line.substring(3).strip());
            } else if (line.startsWith("data:")) {
                payload.append(payload.isEmpty() ? "" : "\n").append(line.substring(5).strip());
            }
        }
        return true;
    }
}
