package dev.daybook.banking;

import static dev.daybook.fuzz.Seeds.forEachSeed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;

import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.BankingState;
import dev.daybook.engine.command.StateCodec;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.EventType;
import dev.daybook.engine.event.MalformedEventException;
import dev.daybook.engine.event.SealedTypes;
import dev.daybook.engine.journal.Snapshot;
import dev.daybook.fuzz.Damage;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Every event and state of the bank comes back from its bytes; other bytes are malformed. */
class PayloadFuzzTest {

    private static final long ALLOCATED_MAX = 1_000_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final EventCatalog<BankingEvent> catalog = Banking.domain().events();
    private final List<EventType<BankingEvent>> types = List.copyOf(catalog.types());

    @Test
    void everyEventComesBackAsItWas() {
        forEachSeed(
                400,
                random -> {
                    for (EventType<BankingEvent> type : types) {
                        BankingEvent event = RandomRecord.of(type.codec().type(), random);
                        byte[] payload = catalog.encode(event);
                        assertThat(catalog.decode(type.name(), type.version(), payload))
                                .isEqualTo(event);
                    }
                });
    }

    @Test
    void aDamagedEventIsMalformedOrAnEventAndNothingElse() {
        forEachSeed(
                600,
                random -> {
                    for (EventType<BankingEvent> type : types) {
                        byte[] good = catalog.encode(RandomRecord.of(type.codec().type(), random));
                        byte[] bad = Damage.to(good, random);
                        int version = 1 + random.nextInt(type.version());
                        requireValueOrMalformed(() -> catalog.decode(type.name(), version, bad));
                    }
                });
    }

    @Test
    void theBytesOfOneTypeAreNoMoreThanMalformedForAnother() {
        forEachSeed(
                1_000,
                random -> {
                    EventType<BankingEvent> one = any(random);
                    EventType<BankingEvent> other = any(random);
                    byte[] payload = catalog.encode(RandomRecord.of(one.codec().type(), random));
                    requireValueOrMalformed(
                            () -> catalog.decode(other.name(), other.version(), payload));
                });
    }

    @Test
    void everyStateComesBackAndADamagedOneIsMalformed() {
        StateCodec<BankingState> codec = StateCodec.of(BankingState.class);
        EntityId entity = new EntityId("account", "a");
        forEachSeed(
                700,
                random -> {
                    for (Class<? extends BankingState> type :
                            SealedTypes.records(BankingState.class)) {
                        BankingState state = RandomRecord.of(type, random);
                        Snapshot good = codec.snapshot(entity, 1, 1, state);
                        assertThat(codec.read(good)).isEqualTo(state);
                        Snapshot bad =
                                new Snapshot(
                                        entity,
                                        1,
                                        1,
                                        good.type(),
                                        good.shape(),
                                        Damage.to(good.state(), random));
                        requireValueOrMalformed(() -> codec.read(bad));
                    }
                });
    }

    private EventType<BankingEvent> any(RandomGenerator random) {
        return types.get(random.nextInt(types.size()));
    }

    private static void requireValueOrMalformed(Supplier<Object> decode) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
            assertThat(decode.get()).isNotNull();
        } catch (MalformedEventException expected) {
            assertThat(expected.getMessage()).isNotBlank();
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(ALLOCATED_MAX);
    }
}
