package dev.daybook.engine.view;

import dev.daybook.engine.event.Topic;

import java.util.Set;

/**
 * A view that answers "which documents match?". The components of the document say how they are
 * searched, by {@link Searchable} annotations.
 */
public record SearchView<E, V>(
        String name,
        int version,
        Class<V> valueType,
        Set<Topic> topics,
        Projection<E, String, V> projection)
        implements View<E, String, V> {

    public SearchView {
        View.checkName(name, version);
        topics = Set.copyOf(topics);
    }

    @Override
    public Class<String> keyType() {
        return String.class;
    }
}
