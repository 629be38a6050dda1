package dev.daybook.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.engine.event.Topic;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.feed.Subscription.Batch;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.relay.Publisher;
import dev.daybook.engine.relay.PublishingException;
import dev.daybook.stack.KafkaBroker;
import dev.daybook.stack.SchemaRegistry;
import dev.daybook.testkit.SelfSigned;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A broker that speaks TLS and lets only those in that it knows. */
@Timeout(120)
class KafkaSecurityIT {

    private static final Set<Topic> TOPICS = Set.of(Things.MADE, Things.NAMED);
    private static final String USER = "daybook";
    private static final String PASSWORD = "s3cret";
    private static final int EVENTS = 40;

    private static SelfSigned self;
    @AutoClose private static KafkaBroker broker;
    @AutoClose private static SchemaRegistry registry;

    @BeforeAll
    static void startServers(@TempDir Path directory) {
        self = SelfSigned.in(directory.resolve("keys"));
        broker =
                KafkaBroker.startSecured(
                        directory.resolve("kafka"),
                        new KafkaBroker.Security(self.keyStore(), self.password(), USER, PASSWORD));
        registry = SchemaRegistry.start(directory.resolve("registry"), 0);
    }

    private static Map<String, String> trusting(String password) {
        Map<String, String> security = new HashMap<>();
        security.put("security.protocol", "SASL_SSL");
        security.put("ssl.truststore.type", "PKCS12");
        security.put("ssl.truststore.location", self.keyStore().toString());
        security.put("ssl.truststore.password", self.password());
        security.put("sasl.mechanism", "PLAIN");
        security.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\""
                        + USER
                        + "\" password=\""
                        + password
                        + "\";");
        return security;
    }

    private static KafkaSettings settings(Map<String, String> security) {
        return new KafkaSettings(broker.address(), "", 1, Duration.ofDays(1), security);
    }

    private static KafkaPublisher publisher(String book, Map<String, String> security) {
        return new KafkaPublisher(
                settings(security),
                RegistrySettings.at(registry.url()),
                book,
                Things.CATALOG,
                InstantSource.system());
    }

    @Test
    void eventsGoOutAndComeInOverIt() throws InterruptedException {
        List<RecordedEvent> history =
                Things.history("safe", EVENTS, Instant.now().truncatedTo(ChronoUnit.SECONDS));
        Journaled journal = new Journaled(history);
        journal.upTo(EVENTS);
        try (KafkaPublisher publisher = publisher("safe", trusting(PASSWORD))) {
            assertThat(publisher.begin()).isZero();
            publisher.publish(new Publisher.Batch(history, EVENTS, true));
        }
        List<RecordedEvent> read = new ArrayList<>();
        try (KafkaSubscription subscription =
                new KafkaSubscription(
                        settings(trusting(PASSWORD)),
                        "safe",
                        "totals_v1",
                        Things.CATALOG,
                        TOPICS,
                        EVENTS,
                        journal)) {
            Set<Integer> lanes = Set.of();
            while (read.size() < EVENTS) {
                if (!lanes.equals(subscription.lanes())) {
                    lanes = subscription.lanes();
                    Map<Integer, Long> begin = new HashMap<>();
                    lanes.forEach(lane -> begin.put(lane, 0L));
                    subscription.seek(Progress.of(begin));
                }
                Batch batch = subscription.next(EVENTS, Duration.ofMillis(50));
                read.addAll(batch.events());
            }
        }
        assertThat(read)
                .extracting(RecordedEvent::position)
                .containsExactlyInAnyOrderElementsOf(
                        history.stream().map(RecordedEvent::position).toList());
    }

    @Test
    void whoeverItDoesNotKnowStaysOutAndHearsNoSecret() {
        try (KafkaPublisher stranger = publisher("strange", trusting("a-guess"))) {
            staysOut(stranger::begin, "a-guess");
        }
    }

    @Test
    void whoeverDoesNotTrustItTellsItNothing() {
        Map<String, String> security = trusting(PASSWORD);
        security.keySet().removeIf(name -> name.startsWith("ssl."));
        try (KafkaPublisher distrustful = publisher("distrust", security)) {
            staysOut(distrustful::begin, PASSWORD);
        }
    }

    private static void staysOut(ThrowingCallable attempt, String secret) {
        assertThatExceptionOfType(PublishingException.class)
                .isThrownBy(attempt)
                .satisfies(refused -> {
                    for (Throwable each = refused; each != null; each = each.getCause()) {
                        assertThat(each.toString()).doesNotContain(secret);
                    }
                });
    }
}
