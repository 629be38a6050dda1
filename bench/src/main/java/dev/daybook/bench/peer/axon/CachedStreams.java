package dev.daybook.bench.peer.axon;

import org.axonframework.common.infra.ComponentDescriptor;
import org.axonframework.eventsourcing.eventstore.AggregateBasedConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.ConsistencyMarker;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.SourcingCondition;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.messaging.core.Context;
import org.axonframework.messaging.core.MessageStream;
import org.axonframework.messaging.core.unitofwork.ProcessingContext;
import org.axonframework.messaging.eventhandling.EventMessage;
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
 * Remembers the events of streams, so that only what is new is read from the database and decoded.
 * This release of Axon has neither snapshots nor a cache of entities, and leaves that to the
 * application; without it each command reads all that ever happened to both accounts.
 *
 * <p>A stream is only ever appended to, without gaps from 0 on, so that what was read once stays
 * right; whether it is all there is, the unique index tells at the append.
 */
final class CachedStreams implements EventStorageEngine {

    private static final int STREAMS_MAX = 100_000;
    private static final Known EMPTY = new Known(List.of());

    private final EventStorageEngine engine;
    private final EventConverter converter;
    private final Map<String, Class<?>> types;
    private final Map<Tag, Known> streams = new ConcurrentHashMap<>();

    private record Known(List<EventMessage> events) {

        Known longer(Known other) {
            return other.events.size() > events.size() ? other : this;
        }
    }

    /**
     * @param types of payloads by the name of their event type
     */
    CachedStreams(
            EventStorageEngine engine, EventConverter converter, Map<String, Class<?>> types) {
        this.engine = engine;
        this.converter = converter;
        this.types = types;
    }

    @Override
    public MessageStream<EventMessage> source(
            SourcingCondition condition, @Nullable ProcessingContext context) {
        List<EventMessage> events = new ArrayList<>();
        ConsistencyMarker marker = null;
        for (EventCriterion criterion : condition.criteria().flatten()) {
            Tag tag = criterion.tags().iterator().next();
            Known stream = upToDate(tag, context);
            events.addAll(stream.events);
            ConsistencyMarker own = marker(tag, Math.max(0, stream.events.size() - 1));
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
        Known known = streams.getOrDefault(tag, EMPTY);
        EventCriteria criteria = EventCriteria.havingTags(tag);
        SourcingCondition rest =
                known.events.isEmpty()
                        ? SourcingCondition.conditionFor(criteria)
                        : SourcingCondition.conditionFor(
                                marker(tag, known.events.size()).position(), criteria);
        List<EventMessage> events = new ArrayList<>(known.events);
        engine.source(rest, context).reduce(events, this::add).join();
        Known now = new Known(events);
        if (events.size() > known.events.size()
                && (streams.size() < STREAMS_MAX || streams.containsKey(tag))) {
            streams.merge(tag, now, Known::longer);
        }
        return now;
    }

    private List<EventMessage> add(
            List<EventMessage> events, MessageStream.Entry<EventMessage> entry) {
        Class<?> type = types.get(entry.message().type().name());
        if (type != null) {
            events.add(entry.message().withConvertedPayload(type, converter));
        }
        return events;
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
