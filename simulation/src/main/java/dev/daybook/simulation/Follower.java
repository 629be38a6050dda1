package dev.daybook.simulation;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.ViewFollower;
import dev.daybook.simulation.ledger.LedgerEvent;
import dev.daybook.simulation.ledger.Tally;

import java.time.Duration;

/** One view of a running node. */
final class Follower {

    private final String name;
    private final ViewFollower<LedgerEvent, String, Tally> follower;
    private final ViewDisk disk;
    private final VirtualTime time;
    private long readyAtMillis;
    private boolean busy;

    Follower(
            String name,
            ViewFollower<LedgerEvent, String, Tally> follower,
            ViewDisk disk,
            VirtualTime time) {
        this.name = name;
        this.follower = follower;
        this.disk = disk;
        this.time = time;
    }

    String name() {
        return name;
    }

    ViewDisk disk() {
        return disk;
    }

    ViewFollower<LedgerEvent, String, Tally> view() {
        return follower;
    }

    /** In the middle of a step, while others go first. */
    boolean isBusy() {
        return busy;
    }

    boolean isReady() {
        return !busy && time.millis() >= readyAtMillis;
    }

    /** Waits no time for a position; whether it is reached. */
    boolean reaches(long position) {
        try {
            return follower.applied().await(position, Duration.ZERO);
        } catch (InterruptedException impossible) {
            throw new IllegalStateException("Nothing interrupts a simulation.", impossible);
        }
    }

    /** Tries what is parked of an entity again; it may fail, and can be asked for again. */
    void retry(EntityId entity, boolean skipFirst) {
        busy = true;
        try {
            follower.open();
            follower.retry(entity, skipFirst);
        } catch (StorageException | IllegalArgumentException failed) {
            readyAtMillis = time.millis();
        } finally {
            busy = false;
        }
    }

    void step() {
        busy = true;
        try {
            follower.open();
            follower.apply(follower.next(Duration.ZERO));
        } catch (InterruptedException impossible) {
            throw new IllegalStateException("Nothing interrupts a simulation.", impossible);
        } catch (RuntimeException failure) {
            readyAtMillis = time.millis() + follower.failed(failure);
        } finally {
            busy = false;
        }
    }
}
