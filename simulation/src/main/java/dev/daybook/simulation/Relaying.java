package dev.daybook.simulation;

import dev.daybook.engine.relay.Relay;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The relay of a running node, driven by the schedule. */
final class Relaying {

    private final Relay relay;
    private final VirtualTime time;
    private long readyAtMillis;
    private boolean busy;

    Relaying(Relay relay, VirtualTime time) {
        this.relay = relay;
        this.time = time;
    }

    /** How far it says that everything is published; -1 before it has begun. */
    long published() {
        return relay.published().position();
    }

    boolean isReady() {
        return !busy && time.millis() >= readyAtMillis;
    }

    void step() {
        busy = true;
        try {
            long restNanos = relay.step(Duration.ZERO);
            readyAtMillis = time.millis() + TimeUnit.NANOSECONDS.toMillis(restNanos);
        } catch (InterruptedException impossible) {
            throw new IllegalStateException("Nothing interrupts a simulation.", impossible);
        } catch (RuntimeException failure) {
            readyAtMillis = time.millis() + relay.failed(failure);
        } finally {
            busy = false;
        }
    }
}
