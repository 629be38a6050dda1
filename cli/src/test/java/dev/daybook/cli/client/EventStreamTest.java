package dev.daybook.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

class EventStreamTest {

    /** Each connection serves up to three events and breaks in the middle of the next. */
    @Test
    void aStreamThatBreaksGoesOnWithoutLossOrRepeat() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", EventStreamTest::threeAndAHalf);
        server.start();
        List<Long> seen = new ArrayList<>();
        AtomicInteger breaks = new AtomicInteger();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());

        try (DaybookClient client = new DaybookClient(url, () -> "token")) {
            new EventStream(client, "/v1/journal/stream", 5, breaks::incrementAndGet)
                    .follow(event -> {
                        seen.add(event.path("position").asLong());
                        return seen.size() < 10;
                    });
        } finally {
            server.stop(0);
        }

        assertThat(seen).containsExactly(6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L, 15L);
        assertThat(breaks).hasValue(3);
    }

    private static void threeAndAHalf(HttpExchange exchange) throws IOException {
        long after = Long.parseLong(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
        StringBuilder body = new StringBuilder(": hello\n\n");
        for (long position = after + 1; position <= after + 3; position++) {
            body.append("id: ")
                    .append(position)
                    .append("\nevent: Debited\ndata: {\"position\":")
                    .append(position)
                    .append("}\n\n");
        }
        body.append("id: ").append(after + 4).append("\ndata: {\"posi");
        byte[] bytes = body.toString().getBytes(UTF_8);
        // More is promised than comes, so the client sees a broken connection.
        exchange.sendResponseHeaders(200, bytes.length + 100);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
        exchange.close();
    }
}
