package dev.daybook.bench.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.banking.model.Money;
import dev.daybook.bench.load.TestBank;
import dev.daybook.bench.load.Transfers;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ThreadLocalRandom;

/** Asks a server for transfers. There are as many connections as requests at once. */
public final class Client implements AutoCloseable {

    private static final int OPENED_AT_ONCE = 2_000;
    private static final int CREATED = 201;
    private static final int UNAVAILABLE = 503;
    private static final int TOO_MANY = 429;
    private static final byte[] COMMITTED = "\"status\":\"committed\"".getBytes(UTF_8);

    private final URI address;
    private final String headers;
    private final ConcurrentLinkedDeque<Connection> idle = new ConcurrentLinkedDeque<>();

    public Client(URI address, String token) {
        this.address = address;
        this.headers = "Authorization: Bearer " + token + "\r\n";
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
        StringBuilder body = new StringBuilder("{");
        fields(transfer, body).append('}');
        String lines =
                "POST /v1/transfers HTTP/1.1\r\nContent-Type: application/json\r\nIdempotency-Key: "
                        + key()
                        + "\r\n";
        return switch (post(lines, body).status()) {
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
        Connection.Answer answer = answerTo(lines);
        return count(COMMITTED, answer.body(), answer.length());
    }

    /**
     * The same, for the identifier of the last command.
     *
     * @throws IllegalStateException when that was not committed
     */
    public String lastOf(List<String> lines) {
        Connection.Answer answer = answerTo(lines);
        String text = new String(answer.body(), 0, answer.length(), UTF_8).strip();
        JsonNode last = JsonMapper.shared().readTree(text.substring(text.lastIndexOf('\n') + 1));
        if (!last.path("status").asString().equals("committed")) {
            throw new IllegalStateException("It was not committed: " + last);
        }
        return last.path("command").asString();
    }

    private Connection.Answer answerTo(List<String> lines) {
        StringBuilder body = new StringBuilder();
        for (String line : lines) {
            body.append("{\"key\":\"").append(key()).append("\",");
            body.append(line).append("}\n");
        }
        Connection.Answer answer =
                post(
                        "POST /v1/commands/batch HTTP/1.1\r\n"
                                + "Content-Type: application/x-ndjson\r\n",
                        body);
        if (answer.status() != 200) {
            throw new IllegalStateException(
                    "A batch was refused: " + new String(answer.body(), 0, answer.length(), UTF_8));
        }
        return answer;
    }

    /** Opens accounts, and gives each its money. */
    public void open(int accounts) {
        for (int first = 0; first < accounts; first += OPENED_AT_ONCE) {
            List<String> lines = new ArrayList<>();
            for (int i = first; i < Math.min(accounts, first + OPENED_AT_ONCE); i++) {
                lines.addAll(opening(i));
            }
            if (batch(lines) != lines.size()) {
                throw new IllegalStateException("Not all accounts were opened.");
            }
        }
    }

    /** A line of a batch that asks for a transfer. */
    public static String line(Transfers.Transfer transfer) {
        return fields(transfer, new StringBuilder("\"type\":\"transfer\",")).toString();
    }

    private static StringBuilder fields(Transfers.Transfer transfer, StringBuilder into) {
        return into.append("\"from\":\"")
                .append(TestBank.account(transfer.from()))
                .append("\",\"to\":\"")
                .append(TestBank.account(transfer.to()))
                .append("\",\"amount\":\"")
                .append(Money.text(transfer.cents(), "EUR"))
                .append("\",\"description\":\"invoice\"")
                .append(",\"reason\":\"standing order of the customer\"");
    }

    /** As good as a random one, for a fraction of what a secure one costs. */
    private static UUID key() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong());
    }

    private static long count(byte[] word, byte[] in, int length) {
        long count = 0;
        for (int at = 0; at <= length - word.length; at++) {
            if (in[at] == word[0] && matches(word, in, at)) {
                count++;
                at += word.length - 1;
            }
        }
        return count;
    }

    private static boolean matches(byte[] word, byte[] in, int at) {
        for (int i = 0; i < word.length; i++) {
            if (in[at + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    /** A line that opens an account, and one that gives it money. */
    private static List<String> opening(int number) {
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

    private Connection.Answer post(String lines, CharSequence body) {
        Connection free = idle.pollFirst();
        Connection connection = free == null ? new Connection(address, headers) : free;
        try {
            Connection.Answer answer = connection.post(lines, body.toString().getBytes(UTF_8));
            idle.addFirst(connection);
            return answer;
        } catch (IOException failed) {
            connection.close();
            throw new UncheckedIOException("The server did not answer.", failed);
        }
    }

    /** Nobody is to be asking any more. */
    @Override
    public void close() {
        idle.forEach(Connection::close);
    }
}
