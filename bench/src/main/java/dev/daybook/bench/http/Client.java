package dev.daybook.bench.http;

import dev.daybook.banking.model.Money;
import dev.daybook.bench.load.TestBank;
import dev.daybook.bench.load.Transfers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;

/** Asks a server for transfers. Each thread that sends has one connection. */
public final class Client implements AutoCloseable {

    private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
    private static final int CREATED = 201;
    private static final int UNAVAILABLE = 503;
    private static final int TOO_MANY = 429;

    private final URI address;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .executor(Executors.newVirtualThreadPerTaskExecutor())
                    .build();

    public Client(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    /** How a request ended. */
    public enum Answer {
        COMMITTED,
        /** The server was too busy and did nothing. */
        OVERLOADED,
        /** Anything else. */
        FAILED
    }

    /** One transfer, and waits for the answer. */
    public Answer transfer(Transfers.Transfer transfer) {
        HttpRequest request =
                request("/v1/transfers", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString("{" + fields(transfer) + "}"))
                        .build();
        HttpResponse<String> answer = send(request);
        return switch (answer.statusCode()) {
            case CREATED -> Answer.COMMITTED;
            case UNAVAILABLE, TOO_MANY -> Answer.OVERLOADED;
            default -> Answer.FAILED;
        };
    }

    /**
     * Many commands in one request.
     *
     * @param lines one JSON object each, without its key
     * @return how many were committed
     */
    public long batch(List<String> lines) {
        StringBuilder body = new StringBuilder();
        for (String line : lines) {
            body.append("{\"key\":\"").append(UUID.randomUUID()).append("\",");
            body.append(line).append("}\n");
        }
        HttpRequest request =
                request("/v1/commands/batch", "application/x-ndjson")
                        .POST(BodyPublishers.ofString(body.toString()))
                        .build();
        HttpResponse<String> answer = send(request);
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("A batch was refused: " + answer.body());
        }
        return answer.body().lines().filter(line -> line.contains("\"committed\"")).count();
    }

    /** A line of a batch that asks for a transfer. */
    public static String line(Transfers.Transfer transfer) {
        return "\"type\":\"transfer\"," + fields(transfer);
    }

    private static String fields(Transfers.Transfer transfer) {
        return """
        "from":"%s","to":"%s","amount":"%s","description":"invoice",\
        "reason":"standing order of the customer"\
        """
                .formatted(
                        TestBank.account(transfer.from()),
                        TestBank.account(transfer.to()),
                        Money.text(transfer.cents(), "EUR"));
    }

    /** A line that opens an account, and one that gives it money. */
    public static List<String> opening(int number) {
        String account = TestBank.account(number);
        return List.of(
                """
                "type":"open-account","id":"%s","currency":"EUR","reason":"opened at the branch",\
                "owner":{"reference":"customer-%d","name":"Customer %d"}\
                """
                        .formatted(account, number, number),
                """
                "type":"deposit","account":"%s","amount":"%s","reason":"opening deposit"\
                """
                        .formatted(account, Money.text(Transfers.OPENING_CENTS, "EUR")));
    }

    private HttpRequest.Builder request(String path, String type) {
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(ANSWER_MAX)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException("The server did not answer.", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(
                    "Interrupted while waiting for an answer.", interrupted);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
