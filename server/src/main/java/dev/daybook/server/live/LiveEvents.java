package dev.daybook.server.live;

import dev.daybook.banking.model.Identifiers;
import dev.daybook.engine.event.EntityId;
import dev.daybook.server.answer.EventBodies;
import dev.daybook.server.answer.EventBody;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.query.EventFilter;
import dev.daybook.server.security.Caller;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Events as they happen, for whatever channel brings them to a client. The channels share who may
 * listen to what, how a client goes on after the last event it has seen, and the bound on their
 * number.
 */
@Component
public final class LiveEvents {

    private final Bank bank;
    private final LiveStreams streams;
    private final Fanout fanout;
    private final EventBodies bodies;

    LiveEvents(Bank bank, LiveStreams streams, Fanout fanout, EventBodies bodies) {
        this.bank = bank;
        this.streams = streams;
        this.fanout = fanout;
        this.bodies = bodies;
    }

    /** Takes events to a client, at the client's speed. */
    public interface Channel {

        /** What happens from now on will be sent. */
        default void open() throws IOException {}

        /**
         * @param events none when nothing happened for a while, so that the client knows that the
         *     channel is alive
         */
        void send(List<EventBody> events) throws IOException, InterruptedException;
    }

    /**
     * What happens to an account.
     *
     * @throws ProblemException when it is not the caller's to see, or there is none
     */
    public EventFilter ofAccount(String id, Caller caller) {
        caller.checkMayUse(id);
        if (!Identifiers.isAccount(id)) {
            throw ProblemException.notFound("No account is called that.");
        }
        EntityId account = Identifiers.account(id);
        if (bank.storage().current().load(List.of(account)).entities().isEmpty()) {
            throw ProblemException.notFound("There is no account '" + id + "'.");
        }
        return new EventFilter(account, Set.of());
    }

    /** What happens in the journal, or a part of it. */
    public EventFilter ofJournal(@Nullable String entity, @Nullable String type) {
        return EventFilter.of(entity, type, bank.book().domain().events());
    }

    /**
     * Sends events on this thread until the client goes, the service stops or it is time.
     *
     * @param after the last position that the client has seen; null to begin with what happens next
     * @param quiet how long nothing has to happen for the channel to be told so
     * @param until when the client's token ends; null for never
     * @throws ProblemException when there are too many already, or that time has come
     */
    public void follow(
            EventFilter filter,
            @Nullable Long after,
            Duration quiet,
            @Nullable Instant until,
            Channel channel)
            throws IOException {
        if (isOver(until)) {
            throw ProblemException.forbidden("The token has expired.");
        }
        long head = bank.storage().journal().head().position();
        long start = after == null ? head : Math.min(head, after);
        streams.run(() -> {
            try (Following following =
                    new Following(fanout, bank.storage().journal(), filter, start)) {
                channel.open();
                while (!Thread.currentThread().isInterrupted() && !isOver(until)) {
                    channel.send(bodies.of(following.next(shorter(quiet, until))));
                }
            }
        });
    }

    private static boolean isOver(@Nullable Instant until) {
        return until != null && !Instant.now().isBefore(until);
    }

    private static Duration shorter(Duration quiet, @Nullable Instant until) {
        if (until == null) {
            return quiet;
        }
        Duration left = Duration.between(Instant.now(), until);
        return left.compareTo(quiet) < 0 ? left : quiet;
    }
}
