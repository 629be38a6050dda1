package dev.daybook.engine.event;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One type of event: its topic, its record class and every version of its contract that was ever
 * frozen.
 *
 * @param topic where its events go
 * @param name the simple name of the record class
 * @param codec writes the newest version and reads all of them
 * @param frozen the frozen schemas, version 1 first
 */
public record EventType<E>(
        Topic topic, String name, RecordCodec<? extends E> codec, List<Schema> frozen) {

    public EventType {
        frozen = List.copyOf(frozen);
    }

    /** The version that is written now; 0 when none is frozen yet. */
    public int version() {
        return frozen.size();
    }

    /** The frozen schema of a version, or null when that version was never frozen. */
    public @Nullable Schema schema(int version) {
        return version >= 1 && version <= frozen.size() ? frozen.get(version - 1) : null;
    }

    /** True when the code writes what the newest frozen version says. */
    public boolean isFrozen() {
        return !frozen.isEmpty() && frozen.getLast().equals(codec.schema());
    }
}
