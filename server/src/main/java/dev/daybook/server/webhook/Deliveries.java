package dev.daybook.server.webhook;

import dev.daybook.engine.relay.Lease;
import dev.daybook.engine.webhook.Courier;
import dev.daybook.engine.webhook.Webhook;
import dev.daybook.engine.webhook.WebhookStore;
import dev.daybook.server.answer.EventBodies;
import dev.daybook.server.bank.Bank;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Delivers to all webhooks, each on a thread of its own, while this is the node whose turn it is.
 * As long as there are none, nothing is asked for but whether there are.
 */
@Component
final class Deliveries implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Deliveries.class);

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration STOP_MAX = Duration.ofSeconds(12);
    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final Duration FORGET_EVERY = Duration.ofHours(1);

    private final Bank bank;
    private final WebhookStore store;
    private final HttpSender sender;
    private final Courier courier;
    private final Map<UUID, Thread> threads = new HashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("daybook-webhooks").daemon().unstarted(this::run);
    private @Nullable Lease lease;
    private Instant forgotten = Instant.EPOCH;
    private volatile boolean isMyTurn;
    private volatile boolean running;

    Deliveries(Bank bank, EventBodies bodies) {
        this.bank = bank;
        this.store = bank.webhooks();
        this.sender = new HttpSender(bank.settings().book(), bodies);
        this.courier =
                new Courier(
                        store,
                        bank.book().feed(),
                        bank.storage().journal(),
                        sender,
                        InstantSource.system());
    }

    private void run() {
        while (closing.getCount() > 0) {
            try {
                look();
            } catch (InterruptedException stopping) {
                return;
            } catch (RuntimeException failed) {
                log.warn("Webhooks are not delivered to, and will be: {}", failed.toString());
            }
            if (isClosing(LOOK)) {
                return;
            }
        }
    }

    private void look() throws InterruptedException {
        List<Webhook> sending =
                store.all().stream().filter(webhook -> webhook.stopped() == null).toList();
        threads.values().removeIf(each -> !each.isAlive());
        isMyTurn = !sending.isEmpty() && lease().await(LOOK);
        if (isMyTurn) {
            for (Webhook webhook : sending) {
                threads.computeIfAbsent(
                        webhook.id(),
                        id ->
                                Thread.ofVirtual()
                                        .name("daybook-webhook-" + id)
                                        .start(() -> deliver(id)));
            }
            forgetIfDue();
        }
    }

    private Lease lease() {
        Lease mine = lease;
        if (mine == null) {
            mine = bank.lease("webhooks");
            lease = mine;
        }
        return mine;
    }

    private void forgetIfDue() {
        Instant now = Instant.now();
        if (forgotten.plus(FORGET_EVERY).isBefore(now)) {
            forgotten = now;
            store.forgetAttempts(now.minus(REMEMBERED));
        }
    }

    private void deliver(UUID id) {
        while (isMyTurn) {
            try {
                Webhook webhook = store.find(id);
                if (webhook == null || webhook.stopped() != null) {
                    return;
                }
                courier.step(webhook, LOOK);
            } catch (InterruptedException stopping) {
                return;
            } catch (RuntimeException failed) {
                log.warn(
                        "The webhook {} is not delivered to, and will be: {}",
                        id,
                        failed.toString());
                if (isClosing(LOOK)) {
                    return;
                }
            }
        }
    }

    private boolean isClosing(Duration wait) {
        try {
            return closing.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            return true;
        }
    }

    @Override
    public void start() {
        running = true;
        thread.start();
    }

    /** What is under way may end; what does not in time is sent again by whoever is next. */
    @Override
    public void stop() {
        running = false;
        isMyTurn = false;
        closing.countDown();
        try {
            thread.join(STOP_MAX);
            for (Thread each : threads.values()) {
                each.join(STOP_MAX);
                each.interrupt();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        courier.close();
        sender.close();
        if (lease != null) {
            lease.close();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
