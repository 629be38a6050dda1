package dev.daybook.server.live;

import dev.daybook.server.answer.EventBody;
import dev.daybook.server.http.Json;

import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes Server-Sent Events. Writing waits for a slow client, up to the time that the connector
 * allows; then the client is given up.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, Server-sent
 *     events</a>
 */
final class EventStream {

    private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);

    private final OutputStream out;

    /** Sends the headers, so that the client knows that the stream is open. */
    EventStream(HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no"); // some proxies would collect it otherwise
        this.out = response.getOutputStream();
        out.write(": open\nretry: 1000\n\n".getBytes(StandardCharsets.UTF_8));
        response.flushBuffer();
    }

    /**
     * The position is the event's identifier; JSON on one line is its data. No name is given, so
     * that a browser's {@code onmessage} hears every type.
     */
    void send(EventBody event) throws IOException {
        out.write(("id: " + event.position() + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        out.write(Json.MAPPER.writeValueAsBytes(event));
        out.write('\n');
        out.write('\n');
    }

    void heartbeat() throws IOException {
        out.write(HEARTBEAT);
    }

    void flush() throws IOException {
        out.flush();
    }
}
