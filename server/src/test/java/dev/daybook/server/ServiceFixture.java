package dev.daybook.server;

import dev.daybook.server.bank.Settings;
import dev.daybook.server.http.Json;
import dev.daybook.server.security.Role;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** A whole service on a fresh data directory, and a client that talks to it over HTTP. */
final class ServiceFixture implements AutoCloseable {

    final DaybookServer server;
    final HttpClient http = HttpClient.newHttpClient();

    ServiceFixture(Path data) {
        this.server = DaybookServer.start(Settings.local(data, 0));
    }

    /** An answer. */
    record Answer(int status, HttpResponse<String> response) {

        JsonNode json() {
            return Json.MAPPER.readTree(response.body());
        }

        String text(String field) {
            return json().path(field).asString("");
        }

        String slug() {
            String type = text("type");
            return type.substring(type.lastIndexOf('/') + 1);
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        long position() {
            return Long.parseLong(header("Daybook-Position"));
        }
    }

    String token(Role role, String... accounts) {
        return server.tokens()
                .create(role.word() + "-1", List.of(role), List.of(accounts), Duration.ofHours(1));
    }

    Answer get(String token, String path, String... headers) {
        return send(request(token, path, headers).GET());
    }

    Answer post(String token, String path, String body, String... headers) {
        return send(
                request(token, path, headers)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer postBytes(String token, String path, byte[] body, String contentType) {
        return send(
                request(token, path)
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    HttpRequest.Builder request(String token, String path, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.address() + path))
                        .timeout(Duration.ofSeconds(30));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return headers.length == 0 ? request : request.headers(headers);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Sends bytes that no decent client would, and returns what came back as far as it goes. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket(server.address().getHost(), server.address().getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[16_384];
            int length = in.read(buffer);
            return new String(Arrays.copyOf(buffer, Math.max(0, length)), StandardCharsets.UTF_8);
        }
    }

    void openAccount(String id) {
        Answer opened =
                post(
                        token(Role.TELLER),
                        "/v1/accounts",
                        """
                        {"id":"%s","owner":{"reference":"r","name":"Ada"},"currency":"EUR","reason":"t"}
                        """
                                .formatted(id));
        if (opened.status() != 201) {
            throw new AssertionError(opened.response().body());
        }
    }

    Answer deposit(String account, String amount) {
        Answer deposited =
                post(
                        token(Role.TELLER),
                        "/v1/accounts/" + account + "/deposits",
                        "{\"amount\":\"" + amount + "\",\"reason\":\"t\"}");
        if (deposited.status() != 201) {
            throw new AssertionError(deposited.response().body());
        }
        return deposited;
    }

    /** The last position of the journal. */
    long head() {
        return get(token(Role.AUDITOR), "/v1/book").json().path("head").asLong();
    }

    @Override
    public void close() {
        server.close();
    }
}
