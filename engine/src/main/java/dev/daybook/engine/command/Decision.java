package dev.daybook.engine.command;

import dev.daybook.engine.event.EntityId;

import java.util.List;

/** What became of a command: events, all of them or none, or a refusal with its reason. */
public sealed interface Decision<E> {

    /** The command is accepted and these changes happen, in this order. */
    record Accepted<E>(List<Change<E>> changes) implements Decision<E> {
        public Accepted {
            changes = List.copyOf(changes);
        }
    }

    /** The command is refused; nothing changes but that the refusal is recorded. */
    record Rejected<E>(Rejection rejection) implements Decision<E> {}

    /** One event on one entity. */
    record Change<E>(EntityId entity, E event) {}

    @SafeVarargs
    @SuppressWarnings("varargs") // the array is copied and not kept
    static <E> Decision<E> accept(Change<E>... changes) {
        return new Accepted<>(List.of(changes));
    }

    static <E> Decision<E> accept(List<Change<E>> changes) {
        return new Accepted<>(changes);
    }

    static <E> Decision<E> reject(Rejection rejection) {
        return new Rejected<>(rejection);
    }

    static <E> Change<E> on(EntityId entity, E event) {
        return new Change<>(entity, event);
    }
}
