package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.testkit.Bank;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.Eventually;
import dev.daybook.testkit.TcpProxy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.graphql.client.GraphQlClient;
import org.springframework.graphql.client.HttpGraphQlClient;
import org.springframework.graphql.client.WebSocketGraphQlClient;
import org.springframework.graphql.client.WebSocketGraphQlClientInterceptor;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.socket.client.StandardWebSocketClient;

import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * Clients that are not ours follow an account over each channel. However often the line is cut or
 * the service restarted, each sees every event once and in order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveClientsIT {

    private static final int CUTS = Integer.getInteger("daybook.live.cuts", 100);
    private static final int RESTARTS = Integer.getInteger("daybook.live.restarts", 3);
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Duration AGAIN = Duration.ofMillis(50);
    private static final String SUBSCRIPTION =
            "subscription($id:ID!,$after:Long){accountEvents(id:$id,after:$after){position type}}";

    private DaybookProcess process;
    private Bank bank;
    private TcpProxy line;
    private final List<Client> clients = new ArrayList<>();

    @AfterEach
    void forget() {
        clients.forEach(Client::close);
        clients.clear();
    }

    @BeforeAll
    void start() {
        process = DaybookProcess.start();
        bank = new Bank(process);
        line = TcpProxy.to(process.port());
    }

    @AfterAll
    void stop() {
        line.close();
        process.close();
    }

    /** What comes of an account to one client, which comes back after the last it has seen. */
    private static final class Client implements AutoCloseable {

        private final String name;
        private final List<Long> seen = new CopyOnWriteArrayList<>();
        private final AtomicLong connections = new AtomicLong();
        private final AtomicLong last;
        private final Disposable following;

        Client(String name, long after, LongFunction<Flux<Long>> channel) {
            this.name = name;
            this.last = new AtomicLong(after);
            this.following =
                    Flux.defer(
                                    () -> {
                                        connections.incrementAndGet();
                                        return channel.apply(last.get());
                                    })
                            .doOnNext(position -> {
                                seen.add(position);
                                last.set(position);
                            })
                            .repeatWhen(ended -> ended.delayElements(AGAIN))
                            .retryWhen(Retry.fixedDelay(Long.MAX_VALUE, AGAIN))
                            .subscribe();
        }

        @Override
        public void close() {
            following.dispose();
        }
    }

    private void follow(String account, long after) {
        String http = "http://127.0.0.1:" + line.port();
        String token = process.tokens().of("listener", "support");
        WebClient web =
                WebClient.builder()
                        .baseUrl(http)
                        .defaultHeaders(h -> h.setBearerAuth(token))
                        .build();
        GraphQlClient sse = HttpGraphQlClient.builder(web).url(http + "/graphql").build();
        GraphQlClient socket =
                WebSocketGraphQlClient.builder(
                                URI.create("ws://127.0.0.1:" + line.port() + "/graphql"),
                                new StandardWebSocketClient())
                        .interceptor(new FirstMessage(token))
                        .build();
        clients.addAll(
                List.of(
                        new Client("SSE", after, last -> events(web, account, last)),
                        new Client("graphql-sse", after, last -> subscription(sse, account, last)),
                        new Client(
                                "graphql-transport-ws",
                                after,
                                last -> subscription(socket, account, last))));
    }

    /** Shows the token where a page of a browser can: with the first message. */
    private record FirstMessage(String token) implements WebSocketGraphQlClientInterceptor {

        @Override
        public Mono<Object> connectionInitPayload() {
            return Mono.just(Map.of("Authorization", "Bearer " + token));
        }
    }

    private static Flux<Long> events(WebClient web, String account, long last) {
        return web.get()
                .uri("/v1/accounts/{id}/stream", account)
                .header("Last-Event-ID", Long.toString(last))
                .retrieve()
                .bodyToFlux(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
                .filter(event -> event.data() != null)
                .map(event -> Long.parseLong(String.valueOf(event.id())));
    }

    private static Flux<Long> subscription(GraphQlClient client, String account, long last) {
        return client.document(SUBSCRIPTION)
                .variable("id", account)
                .variable("after", last)
                .retrieveSubscription("accountEvents")
                .toEntity(new ParameterizedTypeReference<Map<String, Object>>() {})
                .map(event -> ((Number) event.get("position")).longValue());
    }

    /** Deposits for as long as it is open; a restart in between is waited for. */
    private final class Deposits implements AutoCloseable {

        private final AtomicBoolean open = new AtomicBoolean(true);
        private final Thread thread;

        Deposits(String account) {
            thread =
                    Thread.ofVirtual()
                            .start(() -> {
                                while (open.get()) {
                                    try {
                                        bank.deposit(account, "1.00");
                                    } catch (RuntimeException | AssertionError away) {
                                        Thread.onSpinWait(); // it starts again
                                    }
                                }
                            });
        }

        @Override
        public void close() {
            open.set(false);
            Eventually.holds(SOON, () -> !thread.isAlive());
        }
    }

    private void requireAll(String account, long after) {
        List<Long> recorded = new ArrayList<>();
        JsonNode page;
        long from = after;
        do {
            page =
                    bank.api()
                            .get(
                                    "/v1/journal?limit=1000&entity=account:"
                                            + account
                                            + "&after="
                                            + from)
                            .expect(200)
                            .json();
            page.path("items").forEach(item -> recorded.add(item.path("position").asLong()));
            from = recorded.isEmpty() ? after : recorded.getLast();
        } while (page.path("items").size() == 1_000);
        for (Client client : clients) {
            Eventually.holds(SOON, () -> client.last.get() >= recorded.getLast());
            assertThat(client.seen).as(client.name).isEqualTo(recorded);
            System.out.println(
                    "LiveClientsIT: "
                            + client.name
                            + " saw "
                            + recorded.size()
                            + " events over "
                            + client.connections
                            + " connections");
        }
    }

    @Test
    void aLineThatIsCutAgainAndAgainLosesAndRepeatsNothing() {
        String account = bank.account();
        long after = bank.head();
        follow(account, after);
        try (Deposits _ = new Deposits(account)) {
            for (int i = 0; i < CUTS; i++) {
                awaitNews();
                List<Long> before = connections();
                line.cut();
                awaitReturn(before);
            }
            awaitNews();
        }
        requireAll(account, after);
        assertThat(clients).allMatch(client -> client.connections.get() > CUTS);
    }

    @Test
    void aServiceThatIsRestartedLosesAndRepeatsNothing() {
        String account = bank.account();
        long after = bank.head();
        follow(account, after);
        try (Deposits _ = new Deposits(account)) {
            for (int i = 0; i < RESTARTS; i++) {
                awaitNews();
                if (i % 2 == 0) {
                    assertThat(process.stop()).isZero();
                } else {
                    process.kill();
                }
                process.restart();
            }
            awaitNews();
        }
        requireAll(account, after);
    }

    /** Until each has seen something more. */
    private void awaitNews() {
        List<Integer> before = clients.stream().map(client -> client.seen.size()).toList();
        Eventually.holds(
                SOON,
                () ->
                        IntStream.range(0, before.size())
                                .allMatch(i -> clients.get(i).seen.size() > before.get(i)));
    }

    /** Until each has come back over another connection than the one before. */
    private void awaitReturn(List<Long> connections) {
        Eventually.holds(
                SOON,
                () ->
                        IntStream.range(0, connections.size())
                                .allMatch(i ->
                                        clients.get(i).connections.get() > connections.get(i)));
    }

    private List<Long> connections() {
        return clients.stream().map(client -> client.connections.get()).toList();
    }
}
