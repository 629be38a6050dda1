package dev.daybook.simulation;

import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.relay.Publisher;
import dev.daybook.engine.relay.PublishingException;
import dev.daybook.engine.relay.Violation;

import java.util.Arrays;
import java.util.List;

/** A node's way to the broker. */
final class MemoryPublisher implements Publisher {

    private static final long NONE = -1;

    private final Broker broker;
    private final Calls calls;
    private long epoch = NONE;
    private long[] found = {};

    MemoryPublisher(Broker broker, Calls calls) {
        this.broker = broker;
        this.calls = calls;
    }

    @Override
    public long begin() {
        calls.before("publisher begin");
        long mine = broker.begin();
        calls.tell("begins to publish");
        calls.after("publisher begin");
        calls.before("publisher look");
        if (broker.isFenced(mine)) {
            throw fenced();
        }
        epoch = mine;
        found = broker.positions();
        return Arrays.stream(found).min().orElseThrow();
    }

    @Override
    public void publish(Batch batch) {
        calls.before("publish");
        if (broker.isFenced(epoch)) {
            throw fenced();
        }
        List<RecordedEvent> missing =
                batch.events().stream()
                        .filter(event ->
                                event.position() > found[Lanes.slot(event.topic(), event.lane())])
                        .toList();
        broker.publish(new Batch(missing, batch.position(), batch.everyLane()));
        calls.tell("published up to " + batch.position());
        calls.after("publish");
    }

    private PublishingException fenced() {
        calls.tell("may publish no more");
        return new PublishingException("Another node has begun since.", null);
    }

    @Override
    public void end() {
        epoch = NONE;
    }

    @Override
    public List<Violation> violations() {
        return List.of();
    }

    @Override
    public void close() {
        end();
    }
}
