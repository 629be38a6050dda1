package dev.daybook.engine.view;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.event.Topic;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The declaration of a view.
 *
 * @param <E> events
 * @param <K> keys
 * @param <V> values, a record class
 */
public sealed interface View<E, K, V> permits KeyedView, SearchView, TableView {

    /** Lower-case words joined by underscores; names the tables or index as well. */
    String name();

    /** Raised when the projection changes; the new version is built beside the old one. */
    int version();

    Class<K> keyType();

    Class<V> valueType();

    Set<Topic> topics();

    Projection<E, K, V> projection();

    /** Name and version, as stores and people call it: {@code balances_v1}. */
    default String id() {
        return name() + "_v" + version();
    }

    /** All lanes that it reads. */
    default Set<Integer> lanes() {
        Set<Integer> lanes = new TreeSet<>();
        for (Topic topic : topics()) {
            for (int lane = 0; lane < Lanes.PER_TOPIC; lane++) {
                lanes.add(Lanes.slot(topic, lane));
            }
        }
        return lanes;
    }

    /** The lanes that events of an entity may be in. */
    default Set<Integer> lanes(EntityId entity) {
        int lane = Lanes.of(entity);
        return topics().stream()
                .map(topic -> Lanes.slot(topic, lane))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Throws when a name cannot be used as the name of a table. */
    static void checkName(String name, int version) {
        if (!name.matches("[a-z][a-z0-9_]{0,39}") || version < 1) {
            throw new IllegalArgumentException(
                    "A view is named by lower-case words joined by underscores, and versions start"
                            + " at 1; not "
                            + name
                            + " "
                            + version);
        }
    }
}
