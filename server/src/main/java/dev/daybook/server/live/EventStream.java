package dev.daybook.server.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.server.answer.EventBody;
import dev.daybook.server.http.Json;

import jakarta.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Writes Server-Sent Events. Writing waits for a slow client, up to the time that the connector
 * allows; then the client is given up.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, Server-sent
 *     events</a>
 */
final class EventStream implements LiveEvents.Channel {

    private static final byte[] OPEN = ": open\nretry: 1000\n\n".getBytes(UTF_8);
    private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(UTF_8);

    private final HttpServletResponse response;
    private final OutputStream out;

    EventStream(HttpServletResponse response) throws IOException {
        this.response = response;
        this.out = response.getOutputStream();
    }

    /** Sends the headers, so that the client knows that the stream is open. */
    @Override
    public void open() throws IOException {
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no"); // some proxies would collect it otherwise
        out.write(OPEN);
        response.flushBuffer();
    }

    /**
     * The position is the event's identifier; JSON on one line is its data. No name is given, so
     * that a browser's {@code onmessage} hears every type.
     */
    @Override
    public void send(List<EventBody> events) throws IOException {
        if (events.isEmpty()) {
            out.write(HEARTBEAT);
        }
        for (EventBody event : events) {
            out.write(("id: " + event.position() + "\ndata: ").getBytes(UTF_8));
            out.write(Json.MAPPER.writeValueAsBytes(event));
            out.write('\n');
            out.write('\n');
        }
        out.flush();
    }
}
