package dev.daybook.engine.event;

import org.apache.avro.Schema;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Every event type of a domain, by record class and by name: the one place where events become
 * bytes and bytes become events.
 *
 * <pre>{@code
 * EventCatalog<BankingEvent> catalog = EventCatalog.of(BankingEvent.class)
 *         .topic(ACCOUNTS, AccountEvent.class)
 *         .topic(TRANSACTIONS, TransactionEvent.class)
 *         .build();
 * }</pre>
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class EventCatalog<E> {

    private final Map<Class<?>, EventType<E>> byClass;
    private final Map<String, EventType<E>> byName;
    private final Map<String, UnaryOperator<E>> upcasters;

    private EventCatalog(List<EventType<E>> types, Map<String, UnaryOperator<E>> upcasters) {
        this.byClass = new HashMap<>();
        this.byName = new LinkedHashMap<>();
        for (EventType<E> type : types) {
            byClass.put(type.codec().type(), type);
            if (byName.put(type.name(), type) != null) {
                throw new IllegalArgumentException(
                        "Two event types are called " + type.name() + ".");
            }
        }
        this.upcasters = Map.copyOf(upcasters);
    }

    public static <E> Builder<E> of(Class<E> root) {
        return new Builder<>(root);
    }

    /** All types, in the order of their declaration. */
    public Collection<EventType<E>> types() {
        return byName.values();
    }

    /** The topics, ordered by their number. */
    public List<Topic> topics() {
        Set<Topic> topics = new TreeSet<>((a, b) -> Integer.compare(a.number(), b.number()));
        byName.values().forEach(type -> topics.add(type.topic()));
        return List.copyOf(topics);
    }

    public Topic topic(String name) {
        return topics().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("There is no topic '" + name + "'."));
    }

    /** The type of an event. */
    public EventType<E> typeOf(E event) {
        EventType<E> type = byClass.get(((Object) event).getClass());
        if (type == null) {
            throw new IllegalArgumentException(
                    ((Object) event).getClass() + " is not in the catalog.");
        }
        return type;
    }

    /**
     * The type of that name.
     *
     * @throws MalformedEventException when there is none
     */
    public EventType<E> type(String name) {
        EventType<E> type = byName.get(name);
        if (type == null) {
            throw new MalformedEventException("There is no event type '" + name + "'.");
        }
        return type;
    }

    public byte[] encode(E event) {
        return typeOf(event).codec().encode(event);
    }

    /**
     * Reads an event of any frozen version and applies the upcaster of its type, if there is one.
     *
     * @throws MalformedEventException when type or version are unknown or the bytes do not follow
     *     the schema
     */
    public E decode(String name, int version, byte[] payload) {
        EventType<E> type = type(name);
        Schema writer = type.schema(version);
        if (writer == null) {
            throw new MalformedEventException(
                    name + " has versions 1 to " + type.version() + ", not " + version + ".");
        }
        E event = type.codec().decode(payload, writer);
        UnaryOperator<E> upcaster = upcasters.get(name);
        return upcaster == null ? event : upcaster.apply(event);
    }

    /** Collects the types of a domain; see {@link EventCatalog}. */
    public static final class Builder<E> {

        private final Class<E> root;
        private final Map<Class<?>, Topic> topics = new LinkedHashMap<>();
        private final Map<String, UnaryOperator<E>> upcasters = new HashMap<>();

        private Builder(Class<E> root) {
            this.root = root;
        }

        /** Events of this sealed part of the hierarchy go to this topic. */
        public Builder<E> topic(Topic topic, Class<? extends E> part) {
            topics.put(part, topic);
            return this;
        }

        /** Events of a retired type are turned into what replaced it whenever they are read. */
        public Builder<E> upcast(Class<? extends E> retired, UnaryOperator<E> upcaster) {
            upcasters.put(retired.getSimpleName(), upcaster);
            return this;
        }

        /** Reads the frozen schemas from the class path, under {@code schemas/}. */
        public EventCatalog<E> build() {
            return build(FrozenSchemas.onClassPath(root));
        }

        /** Takes the frozen schemas from elsewhere, as the schema tools do. */
        public EventCatalog<E> build(FrozenSchemas frozen) {
            List<EventType<E>> types = new ArrayList<>();
            for (Class<? extends E> type : SealedTypes.records(root)) {
                Topic topic = topicOf(type);
                types.add(
                        new EventType<>(
                                topic,
                                type.getSimpleName(),
                                RecordCodec.of(type),
                                frozen.of(topic, type.getSimpleName())));
            }
            return new EventCatalog<>(types, upcasters);
        }

        private Topic topicOf(Class<? extends E> type) {
            for (Map.Entry<Class<?>, Topic> entry : topics.entrySet()) {
                if (entry.getKey().isAssignableFrom(type)) {
                    return entry.getValue();
                }
            }
            throw new IllegalArgumentException(type.getName() + " has no topic.");
        }
    }
}
