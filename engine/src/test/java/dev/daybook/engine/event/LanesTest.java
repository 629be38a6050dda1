package dev.daybook.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LanesTest {

    @Test
    void theLaneOfAnEntityNeverChanges() {
        // Written down once: another answer would tear the order of every account apart.
        assertThat(Lanes.of(new EntityId("account", "berka-1"))).isEqualTo(7);
        assertThat(Lanes.of(new EntityId("account", "@cash"))).isEqualTo(9);
        assertThat(Lanes.of(new EntityId("transaction", "019a0000-0000-7000-8000-000000000000")))
                .isEqualTo(3);
    }

    @Test
    void entitiesSpreadOverAllLanes() {
        int[] count = new int[Lanes.PER_TOPIC];
        for (int i = 0; i < 16_000; i++) {
            count[Lanes.of(new EntityId("account", "a-" + i))]++;
        }
        for (int each : count) {
            assertThat(each).isBetween(800, 1_200);
        }
    }

    @Test
    void anEntityIsReadBackAsItIsWritten() {
        EntityId id = new EntityId("account", "a:b:c");
        assertThat(EntityId.parse(id.toString())).isEqualTo(id);
    }
}
