package dev.daybook.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.testkit.Bank;
import dev.daybook.testkit.BesideOthers;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.Eventually;
import dev.daybook.testkit.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Clients that take nothing are cut off, over each channel; quiet lines are kept. */
@BesideOthers
class SlowClientsIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    /** The web server waits 20 seconds for a client to take anything, and as long to say so. */
    private static final Duration CUT_OFF = Duration.ofMinutes(2);

    /** More than what lies between a server and its client on the way: 4 MB as a rule. */
    private static final int EVENTS = 20_000;

    private static final int EVENTS_A_DEPOSIT = 3;
    private static final int RECEIVED_BYTES_MAX = 4_096;
    private static final byte FINAL_TEXT = (byte) 0x81;
    private static final byte MASKED = (byte) 0x80;
    private static final int LENGTH_IN_TWO_BYTES = 126;
    private static final int HANDSHAKE_BYTES_MAX = 4_096;

    private final List<AutoCloseable> open = new ArrayList<>();
    private DaybookProcess process;
    private Bank bank;

    @BeforeEach
    void start() {
        process = DaybookProcess.start();
        open.add(process);
        bank = new Bank(process);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void whoTakesNothingIsCutOffAndAQuietLineIsKept() throws Exception {
        String quiet = bank.account();
        record();
        String token = process.tokens().of("Audrey", "auditor");
        CompletableFuture<String> pinged = listenTo(quiet, token);
        Eventually.holds(SOON, () -> streams() == 1);

        String journal = "subscription { journalEvents(after: 0) { position entity payload } }";
        takeNothing(
                "GET /v1/journal/stream?after=0 HTTP/1.1\r\n"
                        + "Host: localhost\r\nAuthorization: Bearer %s\r\n\r\n".formatted(token));
        String body = Json.write(Json.object("query", journal));
        takeNothing(
                """
                POST /graphql HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Accept: text/event-stream\r
                Content-Type: application/json\r
                Content-Length: %d\r
                \r
                %s\
                """
                        .formatted(token, body.length(), body));
        Socket socket =
                takeNothing(
                        """
                        GET /graphql HTTP/1.1\r
                        Host: localhost\r
                        Authorization: Bearer %s\r
                        Connection: Upgrade\r
                        Upgrade: websocket\r
                        Sec-WebSocket-Version: 13\r
                        Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
                        Sec-WebSocket-Protocol: graphql-transport-ws\r
                        \r
                        """
                                .formatted(token));
        awaitHandshake(socket.getInputStream());
        send(socket, Json.object("type", "connection_init"));
        send(
                socket,
                Json.object(
                        "type", "subscribe", "id", "1", "payload", Json.object("query", journal)));
        Eventually.holds(SOON, () -> streams() == 4);

        pinged.get(CUT_OFF.toSeconds(), TimeUnit.SECONDS);
        Eventually.holds(CUT_OFF, () -> streams() == 1);
    }

    private void record() {
        String account = bank.account();
        List<ObjectNode> lines = new ArrayList<>();
        for (int i = 0; i < EVENTS / EVENTS_A_DEPOSIT; i++) {
            lines.add(
                    Bank.amount("1.00")
                            .put("type", "deposit")
                            .put("account", account)
                            .put("key", account + "-" + i));
        }
        bank.api().batch(lines);
    }

    private double streams() {
        return bank.as("operator")
                .get("/actuator/prometheus")
                .expect(200)
                .text()
                .lines()
                .filter(line -> line.startsWith("daybook_streams"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    /** Subscribes over WebSocket; completes when the server asks whether it is still there. */
    private CompletableFuture<String> listenTo(String account, String token) {
        CompletableFuture<String> pinged = new CompletableFuture<>();
        HttpClient http = HttpClient.newHttpClient();
        open.add(http);
        WebSocket socket =
                http.newWebSocketBuilder()
                        .subprotocols("graphql-transport-ws")
                        .header("Authorization", "Bearer " + token)
                        .buildAsync(
                                URI.create(
                                        "ws://127.0.0.1:" + process.url().getPort() + "/graphql"),
                                new WebSocket.Listener() {
                                    @Override
                                    public CompletionStage<?> onText(
                                            WebSocket from, CharSequence data, boolean last) {
                                        if (data.toString().contains("\"ping\"")) {
                                            pinged.complete("in a message");
                                        }
                                        from.request(1);
                                        return null;
                                    }

                                    @Override
                                    public CompletionStage<?> onPing(
                                            WebSocket from, ByteBuffer message) {
                                        pinged.complete("as a frame");
                                        from.request(1);
                                        return null;
                                    }
                                })
                        .join();
        open.add(socket::abort);
        socket.sendText("{\"type\":\"connection_init\"}", true).join();
        String query = "subscription { accountEvents(id: \"" + account + "\") { position } }";
        socket.sendText(
                        Json.write(
                                Json.object(
                                        "type",
                                        "subscribe",
                                        "id",
                                        "1",
                                        "payload",
                                        Json.object("query", query))),
                        true)
                .join();
        return pinged;
    }

    /** Asks, and leaves the answer where it is. */
    private Socket takeNothing(String request) throws IOException {
        Socket socket = new Socket();
        open.add(socket);
        socket.setReceiveBufferSize(RECEIVED_BYTES_MAX);
        socket.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), process.url().getPort()));
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        return socket;
    }

    private static void awaitHandshake(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n") && head.length() < HANDSHAKE_BYTES_MAX) {
            head.append((char) in.read());
        }
        if (!head.toString().startsWith("HTTP/1.1 101")) {
            throw new AssertionError("The server does not speak WebSocket: " + head);
        }
    }

    /** One text frame, masked with nothing but zeros; RFC 6455, section 5.2. */
    private static void send(Socket socket, ObjectNode message) throws IOException {
        byte[] text = Json.write(message).getBytes(UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(FINAL_TEXT);
        if (text.length < LENGTH_IN_TWO_BYTES) {
            frame.write(MASKED | text.length);
        } else {
            frame.write(MASKED | LENGTH_IN_TWO_BYTES);
            frame.write(text.length >> Byte.SIZE);
            frame.write(text.length);
        }
        frame.write(new byte[4]);
        frame.write(text);
        socket.getOutputStream().write(frame.toByteArray());
    }
}
