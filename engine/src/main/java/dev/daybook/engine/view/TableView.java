package dev.daybook.engine.view;

import dev.daybook.engine.event.Topic;

import java.util.Set;

/**
 * A view that is a relational table: the components of the key record are the primary key, those of
 * the value record the other columns, in snake case.
 *
 * @param history true to keep every version of a row with the position from which it held, so that
 *     the table can be read as of any position; the column {@code position} then belongs to the
 *     primary key
 */
public record TableView<E, K extends Record, V extends Record>(
        String name,
        int version,
        Class<K> keyType,
        Class<V> valueType,
        boolean history,
        Set<Topic> topics,
        Projection<E, K, V> projection)
        implements View<E, K, V> {

    public TableView {
        View.checkName(name, version);
        topics = Set.copyOf(topics);
    }
}
