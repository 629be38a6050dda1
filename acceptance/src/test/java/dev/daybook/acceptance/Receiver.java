package dev.daybook.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.daybook.testkit.Json;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.ToIntFunction;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A server somewhere that is told of events, and checks who tells it. */
public final class Receiver implements AutoCloseable {

    /**
     * What has come.
     *
     * @param answered the status that it was answered with
     */
    record Delivery(String id, JsonNode event, boolean isSigned, int answered) {

        long position() {
            return event.path("position").asLong();
        }

        String entity() {
            return event.path("entity").asString();
        }
    }

    private final HttpServer server;
    private final List<Delivery> deliveries = new ArrayList<>();
    private volatile String secret = "";
    private volatile ToIntFunction<JsonNode> answer = event -> 204;

    public Receiver() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/hook", this::take);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook?mine=secret";
    }

    /** What deliveries are signed with. */
    public void expect(String secret) {
        this.secret = secret;
    }

    /** What it answers from now on, by the event. */
    public void answer(ToIntFunction<JsonNode> answer) {
        this.answer = answer;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            JsonNode event = Json.parse(new String(body, UTF_8));
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            String at = exchange.getRequestHeaders().getFirst("webhook-timestamp");
            String signature = exchange.getRequestHeaders().getFirst("webhook-signature");
            int status = answer.applyAsInt(event);
            synchronized (deliveries) {
                deliveries.add(new Delivery(id, event, isSigned(id, at, body, signature), status));
                deliveries.notifyAll();
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private boolean isSigned(String id, String at, byte[] body, String signature) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + at + ".").getBytes(UTF_8));
            String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
            return MessageDigest.isEqual(expected.getBytes(UTF_8), signature.getBytes(UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Waits until so many different ones were taken, and returns all that has come. */
    List<Delivery> await(int taken) throws InterruptedException {
        long end = System.nanoTime() + 30_000_000_000L;
        synchronized (deliveries) {
            while (taken() < taken) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new AssertionError(
                            "Not so many as " + taken + " were taken: " + deliveries);
                }
                deliveries.wait(left);
            }
            return List.copyOf(deliveries);
        }
    }

    private long taken() {
        return deliveries.stream()
                .filter(each -> each.answered < 300)
                .map(Delivery::id)
                .distinct()
                .count();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
