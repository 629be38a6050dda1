package dev.daybook.engine.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;

class CommandIdsTest {

    @Test
    void identifiersAreVersionSevenAndGrowEvenWhenTheClockStandsStill() {
        Instant at = Instant.parse("2026-11-23T00:00:00Z");
        CommandIds ids = new CommandIds(InstantSource.fixed(at));
        UUID last = ids.next();
        for (int i = 0; i < 10_000; i++) {
            UUID next = ids.next();
            assertThat(next.version()).isEqualTo(7);
            assertThat(next.variant()).isEqualTo(2);
            assertThat(
                            Long.compareUnsigned(
                                    next.getMostSignificantBits(), last.getMostSignificantBits()))
                    .isPositive();
            last = next;
        }
        assertThat(last.getMostSignificantBits() >>> 16)
                .isBetween(at.toEpochMilli(), at.toEpochMilli() + 3);
    }
}
