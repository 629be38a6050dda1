package dev.daybook.kafka;

import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.EventType;
import dev.daybook.engine.journal.RecordedEvent;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The numbers that the registry has given to the frozen contracts of a book. Each event type has a
 * subject in each topic it is in, {@code <topic>-<full name>}, which takes a version only if it can
 * read all earlier ones and be read by them.
 *
 * <p>What is once known is kept, so that it is of no matter whether the registry is there. What it
 * refused, it is asked again after a minute; what could not be asked, the next time it is needed.
 * Of one thread.
 */
final class Contracts {

    private static final Logger log = LoggerFactory.getLogger(Contracts.class);

    private static final long REFUSED_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** How long a registry that is away is left alone by those who only get ready. */
    private static final long AWAY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final RegistryClient registry;
    private final TopicNames names;
    private final EventCatalog<?> catalog;
    private final LongSupplier nanoTime;
    private final Map<Contract, Registration> known = new HashMap<>();
    private final Map<Contract, Long> refusedAtNanos = new HashMap<>();
    private final Set<String> enforced = new HashSet<>();
    private long askAgainNanos;

    private record Contract(String type, int version) {}

    Contracts(
            RegistryClient registry,
            TopicNames names,
            EventCatalog<?> catalog,
            LongSupplier nanoTime) {
        this.registry = registry;
        this.names = names;
        this.catalog = catalog;
        this.nanoTime = nanoTime;
        this.askAgainNanos = nanoTime.getAsLong();
    }

    /** Registers what is not known yet, as far as that is possible now; does not throw. */
    void registerAll() {
        if (nanoTime.getAsLong() < askAgainNanos) {
            return;
        }
        try {
            catalog.types().forEach(this::register);
        } catch (RegistryException away) {
            log.warn("Not all event contracts could be registered yet: {}", away.getMessage());
            askAgainNanos = nanoTime.getAsLong() + AWAY_NANOS;
        }
    }

    /**
     * What the registry says to the contract of an event.
     *
     * @throws RegistryException when that is not known, and it cannot be asked now
     */
    Registration of(RecordedEvent event) {
        Contract contract = new Contract(event.type(), event.schema());
        if (!isSettled(contract)) {
            settle(contract, catalog.type(event.type()));
        }
        Registration registration = known.get(contract);
        if (registration == null) {
            throw new RegistryException(
                    event.type()
                            + " version "
                            + event.schema()
                            + " is not among the frozen contracts of this program.",
                    null);
        }
        return registration;
    }

    /** A refusal that was heard stands until the registry is there to say otherwise. */
    private void settle(Contract contract, EventType<?> type) {
        try {
            register(type);
        } catch (RegistryException away) {
            if (!known.containsKey(contract)) {
                throw away;
            }
            refusedAtNanos.put(contract, nanoTime.getAsLong());
        }
    }

    /** All versions in order: a registry checks each against those it has. */
    private void register(EventType<?> type) {
        for (int version = 1; version <= type.version(); version++) {
            Contract contract = new Contract(type.name(), version);
            @Nullable Schema schema = type.schema(version);
            if (schema != null && !isSettled(contract)) {
                register(type, contract, schema);
            }
        }
    }

    private void register(EventType<?> type, Contract contract, Schema schema) {
        String subject = names.of(type.topic()) + "-" + schema.getFullName();
        boolean guarded = enforced.contains(subject) || registry.requireFullTransitive(subject);
        Registration registration = registry.register(subject, schema);
        boolean isThere = guarded || registration instanceof Registration.Registered;
        if (!guarded && isThere && !registry.requireFullTransitive(subject)) {
            throw new RegistryException(
                    "The schema registry has no subject " + subject + " to guard.", null);
        }
        if (isThere) {
            enforced.add(subject);
        }
        known.put(contract, registration);
        if (registration instanceof Registration.Refused) {
            refusedAtNanos.put(contract, nanoTime.getAsLong());
        }
    }

    private boolean isSettled(Contract contract) {
        return switch (known.get(contract)) {
            case null -> false;
            case Registration.Registered _ -> true;
            case Registration.Refused _ ->
                    nanoTime.getAsLong() - refusedAtNanos.getOrDefault(contract, 0L)
                            < REFUSED_AGAIN_NANOS;
        };
    }
}
