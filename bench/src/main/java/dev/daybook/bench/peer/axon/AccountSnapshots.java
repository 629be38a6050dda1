package dev.daybook.bench.peer.axon;

import dev.daybook.bench.peer.axon.AccountEvents.AccountOpened;

import org.axonframework.common.infra.ComponentDescriptor;
import org.axonframework.eventsourcing.eventstore.AggregateBasedConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.core.Context;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.eventhandling.EventMessage;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventhandling.TerminalEventMessage;
import org.axonframework.messaging.eventhandling.conversion.EventConverter;
import org.axonframework.messaging.eventhandling.processing.streaming.token.TrackingToken;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.EventCriterion;
import org.axonframework.messaging.eventstreaming.StreamingCondition;
import org.axonframework.messaging.eventstreaming.Tag;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps each account as it stood when it was last looked at, as one event that says so, and reads
 * only what is newer from the database. This release of Axon has neither snapshots nor a cache of
 * entities, and leaves that to the application; without it each command reads all that ever
 * happened to both accounts.
 *
 * <p>A stream is only ever appended to, without gaps from 0 on, so that what was read once stays
 * right; whether it is all there is, the unique index tells at the append.
 */
final class AccountSnapshots implements EventStorageEngine {

    private static final int STREAMS_MAX = 100_000;
    private static final Known NOTHING = new Known(null, 0);

    private final EventStorageEngine engine;
    private final EventConverter converter;
    private final Map<Tag, Known> streams = new ConcurrentHashMap<>();

    /**
     * @param account as it stood after so many events of its stream
     */
    private record Known(@Nullable AccountOpened account, long events) {

        Known after(@Nullable Object event) {
            return event == null
                    ? this
                    : new Known(AccountEvents.after(account, event), events + 1);
        }

        Known newer(Known other) {
            return other.events > events ? other : this;
        }
    }

    AccountSnapshots(EventStorageEngine engine, EventConverter converter) {
        this.engine = engine;
        this.converter = converter;
    }

    @Override
    public MessageStream<EventMessage> source(
            SourcingCondition condition, @Nullable ProcessingContext context) {
        List<EventMessage> events = new ArrayList<>();
        ConsistencyMarker marker = null;
        for (EventCriterion criterion : condition.criteria().flatten()) {
            Tag tag = criterion.tags().iterator().next();
            Known stream = upToDate(tag, context);
            if (stream.account != null) {
                MessageType type = new MessageType(AccountOpened.class);
                events.add(new GenericEventMessage(type, stream.account));
            }
            ConsistencyMarker own = marker(tag, Math.max(0, stream.events - 1));
            marker = marker == null ? own : marker.upperBound(own);
        }
        Context last =
                marker == null
                        ? Context.empty()
                        : Context.with(ConsistencyMarker.RESOURCE_KEY, marker);
        EventMessage end = TerminalEventMessage.INSTANCE;
        return MessageStream.fromIterable(events).concatWith(MessageStream.just(end, _ -> last));
    }

    private Known upToDate(Tag tag, @Nullable ProcessingContext context) {
        Known known = streams.getOrDefault(tag, NOTHING);
        EventCriteria criteria = EventCriteria.havingTags(tag);
        SourcingCondition rest =
                known.events == 0
                        ? SourcingCondition.conditionFor(criteria)
                        : SourcingCondition.conditionFor(
                                marker(tag, known.events).position(), criteria);
        Known now =
                engine.source(rest, context)
                        .reduce(known, (before, entry) -> before.after(payload(entry.message())))
                        .join();
        if (now.events > known.events
                && (streams.size() < STREAMS_MAX || streams.containsKey(tag))) {
            streams.merge(tag, now, Known::newer);
        }
        return now;
    }

    /** What a message says of an account; null for the one that only ends a stream. */
    private @Nullable Object payload(EventMessage message) {
        Class<?> type = AccountEvents.BY_NAME.get(message.type().name());
        return type == null ? null : message.withConvertedPayload(type, converter).payload();
    }

    private static AggregateBasedConsistencyMarker marker(Tag tag, long sequence) {
        return new AggregateBasedConsistencyMarker(tag.value(), sequence);
    }

    @Override
    public CompletableFuture<AppendTransaction<?>> appendEvents(
            AppendCondition condition,
            @Nullable ProcessingContext context,
            List<TaggedEventMessage<?>> events) {
        return engine.appendEvents(condition, context, events);
    }

    @Override
    public MessageStream<EventMessage> stream(
            StreamingCondition condition, @Nullable ProcessingContext context) {
        return engine.stream(condition, context);
    }

    @Override
    public CompletableFuture<TrackingToken> firstToken(@Nullable ProcessingContext context) {
        return engine.firstToken(context);
    }

    @Override
    public CompletableFuture<TrackingToken> latestToken(@Nullable ProcessingContext context) {
        return engine.latestToken(context);
    }

    @Override
    public CompletableFuture<TrackingToken> tokenAt(
            Instant at, @Nullable ProcessingContext context) {
        return engine.tokenAt(at, context);
    }

    @Override
    public void describeTo(ComponentDescriptor descriptor) {
        descriptor.describeWrapperOf(engine);
    }
}
