package dev.daybook.simulation;

import dev.daybook.engine.relay.Lease;

import java.time.Duration;

/** A node's share in the lease of the relay. */
record MemoryLease(String node, Broker broker, Calls calls) implements Lease {

    @Override
    public boolean await(Duration atMost) {
        calls.before("lease");
        return broker.lease(node);
    }

    @Override
    public void release() {
        broker.release(node);
    }

    @Override
    public void close() {
        release();
    }
}
