package dev.daybook.engine.command;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes identifiers for commands: version 7 UUIDs, ordered by time, because random keys scatter the
 * pages of an index. Within one generator they strictly grow, a counter standing in for the
 * fraction of the millisecond.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.7">RFC 9562, UUID version 7</a>
 */
public final class CommandIds {

    private static final int COUNTER_BITS = 12;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong last = new AtomicLong();

    public CommandIds(InstantSource clock) {
        this.clock = clock;
    }

    public UUID next() {
        long now = clock.millis() << COUNTER_BITS;
        long ticket = last.updateAndGet(before -> Math.max(before + 1, now));
        long high = (ticket >>> COUNTER_BITS << 16) | 0x7000L | (ticket & 0xFFF);
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** The least identifier of those that are made from a moment on. */
    public static UUID from(Instant moment) {
        return new UUID(moment.toEpochMilli() << 16 | 0x7000L, 0x8000_0000_0000_0000L);
    }
}
