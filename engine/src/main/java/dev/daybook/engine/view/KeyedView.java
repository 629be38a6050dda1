package dev.daybook.engine.view;

import dev.daybook.engine.event.Topic;

import java.util.Set;

/** A view that answers "what is the value of this key?": balances, recent activity. */
public record KeyedView<E, V>(
        String name,
        int version,
        Class<V> valueType,
        Set<Topic> topics,
        Projection<E, String, V> projection)
        implements View<E, String, V> {

    public KeyedView {
        View.checkName(name, version);
        topics = Set.copyOf(topics);
    }

    @Override
    public Class<String> keyType() {
        return String.class;
    }
}
