package dev.daybook.server.graphql;

import dev.daybook.server.answer.EventBody;
import dev.daybook.server.live.LiveEvents;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.problem.ProblemType;
import dev.daybook.server.query.EventFilter;

import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.stereotype.Controller;

import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * What can be listened to. An event is only sent when the client's end has room for it: a slow
 * client waits for itself alone, and reads on in the journal.
 */
@Controller
final class Subscriptions {

    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final int DEMAND_MAX = 1_000_000;

    private final LiveEvents live;

    Subscriptions(LiveEvents live) {
        this.live = live;
    }

    @SubscriptionMapping
    Flux<EventBody> accountEvents(
            @Argument String id, @Argument @Nullable Long after, @ContextValue Asking asking) {
        return follow(live.ofAccount(id, asking.at("/v1/accounts/any/stream")), after, asking);
    }

    @SubscriptionMapping
    Flux<EventBody> journalEvents(
            @Argument @Nullable Long after,
            @Argument @Nullable String entity,
            @Argument @Nullable String type,
            @ContextValue Asking asking) {
        asking.at("/v1/journal/stream");
        return follow(live.ofJournal(entity, type), after, asking);
    }

    private Flux<EventBody> follow(EventFilter filter, @Nullable Long after, Asking asking) {
        Instant expiresAt = asking.identity().expiresAt();
        Flux<EventBody> events =
                Flux.create(
                        sink -> start(sink, filter, after, asking),
                        FluxSink.OverflowStrategy.ERROR);
        return expiresAt == null
                ? events
                : events.takeUntilOther(
                        Flux.error(() -> ProblemException.forbidden("The token has expired."))
                                .delaySubscription(Duration.between(Instant.now(), expiresAt)));
    }

    private void start(
            FluxSink<EventBody> sink, EventFilter filter, @Nullable Long after, Asking asking) {
        Semaphore room = new Semaphore(0);
        asking.connection().begin();
        Thread thread =
                Thread.ofVirtual()
                        .name("daybook-subscription")
                        .unstarted(() -> {
                            try {
                                live.follow(
                                        filter,
                                        after,
                                        QUIET,
                                        null, // by the flux, which can say so to the client
                                        events -> send(sink, room, events));
                                sink.error(
                                        ProblemException.retryLater(
                                                ProblemType.UNAVAILABLE,
                                                "The service stops. Subscribe again after the last"
                                                        + " position that you have seen.",
                                                1));
                            } catch (RuntimeException | IOException failed) {
                                sink.error(failed);
                            } finally {
                                asking.connection().end();
                            }
                        });
        sink.onRequest(more ->
                room.release(
                        (int)
                                Math.min(
                                        more,
                                        DEMAND_MAX
                                                - Math.min(DEMAND_MAX, room.availablePermits()))));
        sink.onDispose(thread::interrupt);
        thread.start();
    }

    private static void send(FluxSink<EventBody> sink, Semaphore room, List<EventBody> events)
            throws InterruptedException {
        for (EventBody event : events) {
            room.acquire();
            sink.next(event);
        }
    }
}
