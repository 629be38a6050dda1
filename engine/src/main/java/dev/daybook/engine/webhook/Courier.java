package dev.daybook.engine.webhook;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.feed.Feed;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.webhook.Sender.Answer;
import dev.daybook.engine.webhook.WebhookStore.Attempt;
import dev.daybook.engine.webhook.WebhookStore.Waiting;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Delivers events to one webhook, step by step: first what waited and is due, then what is new.
 * Entities are served side by side, the events of each one after another.
 *
 * <p>What is not taken is tried again after {@value #PAUSE_FIRST_SECONDS} s, and then after twice
 * as long each time, up to {@value #PAUSE_MAX_SECONDS} s. When an event has not been taken for
 * three days, or the receiver says that it is gone, the webhook stops until somebody lets it go on;
 * nothing is left out then either.
 */
public final class Courier implements AutoCloseable {

    static final long PAUSE_FIRST_SECONDS = 1;
    static final long PAUSE_MAX_SECONDS = 3_600;

    /** Events that may wait for one receiver; with more the journal is not read on. */
    static final int WAITING_MAX = 10_000;

    private static final Duration GIVEN_UP_AFTER = Duration.ofDays(3);

    /** Events taken from the journal at once, and deliveries under way at once. */
    private static final int BATCH_MAX = 200;

    private static final int DUE_MAX = 64;

    private final WebhookStore store;
    private final Feed feed;
    private final Journal journal;
    private final Sender sender;
    private final InstantSource clock;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    public Courier(
            WebhookStore store, Feed feed, Journal journal, Sender sender, InstantSource clock) {
        this.store = store;
        this.feed = feed;
        this.journal = journal;
        this.sender = sender;
        this.clock = clock;
    }

    /** What became of the events of one entity. */
    private record Round(List<Waiting> waiting, List<Attempt> attempts, boolean isGone) {}

    /**
     * One step.
     *
     * @param webhook as the store has it now
     * @param wait how long to wait for something to do, at most
     */
    public void step(Webhook webhook, Duration wait) throws InterruptedException {
        List<Waiting> due = store.due(webhook.id(), clock.instant(), DUE_MAX);
        inParallel(
                due.stream().<Callable<Boolean>>map(each -> () -> again(webhook, each)).toList());
        boolean isFull = store.waiting(webhook.id()) >= WAITING_MAX;
        if (isFull && due.isEmpty()) {
            Thread.sleep(wait);
        } else if (!isFull) {
            next(webhook, due.isEmpty() ? wait : Duration.ZERO);
        }
    }

    private boolean again(Webhook webhook, Waiting waiting) throws InterruptedException {
        RecordedEvent event = journal.read(waiting.position() - 1, 1).getFirst();
        Instant at = clock.instant();
        Answer answer = sender.send(webhook, event);
        Attempt attempt = attempt(event, waiting.attempts() + 1, at, answer);
        if (attempt.isDelivered()) {
            store.delivered(webhook.id(), attempt);
            return true;
        }
        store.postpone(
                webhook.id(),
                new Waiting(
                        waiting.position(),
                        waiting.entity(),
                        attempt.attempt(),
                        waiting.since(),
                        clock.instant().plus(pause(attempt.attempt(), answer))),
                attempt);
        if (answer.isGone()) {
            store.stop(webhook.id(), "The receiver says that it is gone.");
        } else if (waiting.since().plus(GIVEN_UP_AFTER).isBefore(at)) {
            store.stop(
                    webhook.id(),
                    "The event at position "
                            + waiting.position()
                            + " has not been taken for three days: "
                            + attempt.error());
        }
        return false;
    }

    private void next(Webhook webhook, Duration wait) throws InterruptedException {
        List<RecordedEvent> events = feed.next(webhook.position(), BATCH_MAX, wait);
        if (events.isEmpty()) {
            return;
        }
        Set<EntityId> blocked = store.waitingEntities(webhook.id());
        Map<EntityId, List<RecordedEvent>> wanted = new LinkedHashMap<>();
        for (RecordedEvent event : events) {
            if (webhook.wants(event)) {
                wanted.computeIfAbsent(event.entity(), _ -> new ArrayList<>()).add(event);
            }
        }
        List<Callable<Round>> rounds = new ArrayList<>();
        wanted.forEach(
                (entity, all) -> rounds.add(() -> deliver(webhook, all, blocked.contains(entity))));
        List<Waiting> waiting = new ArrayList<>();
        List<Attempt> attempts = new ArrayList<>();
        boolean isGone = false;
        for (Round round : inParallel(rounds)) {
            waiting.addAll(round.waiting);
            attempts.addAll(round.attempts);
            isGone |= round.isGone;
        }
        store.advance(webhook, events.getLast().position(), waiting, attempts);
        if (isGone) {
            store.stop(webhook.id(), "The receiver says that it is gone.");
        }
    }

    /** The events of one entity in order, until one is not taken; the others wait behind it. */
    private Round deliver(Webhook webhook, List<RecordedEvent> events, boolean isBlocked)
            throws InterruptedException {
        List<Waiting> waiting = new ArrayList<>();
        List<Attempt> attempts = new ArrayList<>();
        boolean isGone = false;
        for (RecordedEvent event : events) {
            Instant at = clock.instant();
            if (isBlocked || !waiting.isEmpty()) {
                waiting.add(new Waiting(event.position(), event.entity(), 0, at, at));
                continue;
            }
            Answer answer = sender.send(webhook, event);
            Attempt attempt = attempt(event, 1, at, answer);
            attempts.add(attempt);
            if (!attempt.isDelivered()) {
                isGone = answer.isGone();
                waiting.add(
                        new Waiting(
                                event.position(),
                                event.entity(),
                                1,
                                at,
                                clock.instant().plus(pause(1, answer))));
            }
        }
        return new Round(waiting, attempts, isGone);
    }

    private Attempt attempt(RecordedEvent event, int number, Instant at, Answer answer) {
        return new Attempt(
                0,
                event.position(),
                event.entity(),
                number,
                at,
                Duration.between(at, clock.instant()).toMillis(),
                answer.status(),
                answer.error());
    }

    /** As long as the receiver asks for, if it does, within the same bound. */
    private static Duration pause(int attempts, Answer answer) {
        long seconds =
                Math.min(
                        PAUSE_FIRST_SECONDS << Math.min(attempts - 1, Integer.SIZE - 2),
                        PAUSE_MAX_SECONDS);
        if (answer.again() != null) {
            seconds = Math.clamp(answer.again().toSeconds(), seconds, PAUSE_MAX_SECONDS);
        }
        return Duration.ofSeconds(seconds);
    }

    private <T> List<T> inParallel(List<Callable<T>> work) throws InterruptedException {
        List<T> results = new ArrayList<>(work.size());
        for (Future<T> each : threads.invokeAll(work)) {
            try {
                results.add(each.get());
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new IllegalStateException("A delivery failed.", failed.getCause());
            }
        }
        return results;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
