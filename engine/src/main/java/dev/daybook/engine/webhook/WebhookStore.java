package dev.daybook.engine.webhook;

import dev.daybook.engine.event.EntityId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps webhooks, what waits to be sent again, and what became of each attempt. Safe for use by
 * many threads. Each method takes effect as a whole or not at all, and may throw {@link
 * dev.daybook.engine.journal.StorageException}.
 */
public interface WebhookStore extends AutoCloseable {

    List<Webhook> all();

    @Nullable Webhook find(UUID webhook);

    /**
     * Adds a webhook, unless there are as many as there may be.
     *
     * @return false when there are
     */
    boolean add(Webhook webhook, int webhooksMax);

    /** Removes a webhook with all that waits; false when there is none. */
    boolean remove(UUID webhook);

    /** Stops sending, and says why. */
    void stop(UUID webhook, String why);

    /** Sends again, and what waits now rather than later. */
    void resume(UUID webhook, Instant now);

    /** The first event of each entity that waits, if its time has come; the oldest first. */
    List<Waiting> due(UUID webhook, Instant now, int limit);

    /** The entities of which something waits. */
    Set<EntityId> waitingEntities(UUID webhook);

    /** How many events wait. */
    long waiting(UUID webhook);

    /**
     * Everything up to a position has been delivered, or waits from now on. Nothing is changed when
     * the webhook is not any more where it was: then another node has gone on with it.
     *
     * @param webhook as it was before
     * @param waiting what is to be sent again, or behind something that is
     */
    void advance(Webhook webhook, long position, List<Waiting> waiting, List<Attempt> attempts);

    /** What waited has been delivered. */
    void delivered(UUID webhook, Attempt attempt);

    /** What waited has been tried in vain, and is tried again. */
    void postpone(UUID webhook, Waiting waiting, Attempt attempt);

    /** Attempts before one, the newest first. */
    List<Attempt> attempts(UUID webhook, @Nullable Long before, int limit);

    /** Forgets attempts that are older. */
    void forgetAttempts(Instant before);

    @Override
    void close();

    /**
     * An event that waits.
     *
     * @param attempts so far
     * @param since when it was first tried, or came to wait
     * @param next not to be tried before
     */
    record Waiting(long position, EntityId entity, int attempts, Instant since, Instant next) {}

    /**
     * One attempt at a delivery.
     *
     * @param number of the attempt in the log; 0 before it is there
     * @param attempt 1 for the first at this event
     * @param millis it took
     * @param status that the receiver answered with; null without an answer
     * @param error why it counts for nothing; null when it was taken
     */
    record Attempt(
            long number,
            long position,
            EntityId entity,
            int attempt,
            Instant at,
            long millis,
            @Nullable Integer status,
            @Nullable String error) {

        public boolean isDelivered() {
            return error == null;
        }
    }
}
