package dev.daybook.bench.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Listens to one account over Server-Sent Events, on a connection and a thread of its own. */
public final class EventListener implements AutoCloseable {

    private static final String RECORDED_AT = "\"recordedAt\":\"";

    private final Socket socket;
    private volatile boolean closed;

    /**
     * @param open is counted down when it hears what happens from now on
     * @param lag is told how long ago each event was recorded that comes in
     */
    public EventListener(
            URI server, String token, String account, CountDownLatch open, Consumer<Duration> lag) {
        try {
            this.socket = new Socket(server.getHost(), server.getPort());
            socket.setReceiveBufferSize(4_096); // there are thousands of these
            String request =
                    "GET /v1/accounts/"
                            + account
                            + "/stream HTTP/1.1\r\nHost: "
                            + server.getAuthority()
                            + "\r\nAccept: text/event-stream\r\nAuthorization: Bearer "
                            + token
                            + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
        } catch (IOException failed) {
            throw new UncheckedIOException("A stream could not be opened.", failed);
        }
        Thread.ofVirtual().name("listener").start(() -> listen(open, lag));
    }

    private void listen(CountDownLatch open, Consumer<Duration> lag) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8), 1_024)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(": open")) {
                    open.countDown();
                } else if (line.startsWith("data:")) {
                    int at = line.indexOf(RECORDED_AT) + RECORDED_AT.length();
                    Instant recorded = Instant.parse(line.substring(at, line.indexOf('"', at)));
                    lag.accept(Duration.between(recorded, Instant.now()));
                }
            }
        } catch (IOException ended) {
            if (!closed) {
                throw new UncheckedIOException("A stream ended.", ended);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            socket.close();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
