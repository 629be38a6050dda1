package dev.daybook.engine.command;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.event.SealedTypes;
import dev.daybook.engine.journal.Snapshot;

import org.apache.avro.SchemaNormalization;
import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;

/**
 * Writes and reads the states of a domain as snapshots. Immutable and safe for use by many threads.
 */
public final class StateCodec<S> {

    private final Map<String, Shape<? extends S>> shapes = new HashMap<>();

    private record Shape<T>(RecordCodec<T> codec, long fingerprint) {
        static <T> Shape<T> of(Class<T> type) {
            RecordCodec<T> codec = RecordCodec.of(type);
            return new Shape<>(codec, SchemaNormalization.parsingFingerprint64(codec.schema()));
        }
    }

    private StateCodec(Class<S> root) {
        for (Class<? extends S> type : SealedTypes.records(root)) {
            shapes.put(type.getSimpleName(), Shape.of(type));
        }
    }

    public static <S> StateCodec<S> of(Class<S> root) {
        return new StateCodec<>(root);
    }

    public Snapshot snapshot(EntityId entity, long position, long version, S state) {
        String type = ((Object) state).getClass().getSimpleName();
        Shape<? extends S> shape = shapes.get(type);
        if (shape == null) {
            throw new IllegalArgumentException(type + " is not a state of this domain.");
        }
        return new Snapshot(
                entity, position, version, type, shape.fingerprint, shape.codec.encode(state));
    }

    /** The state in a snapshot, or null when the class has changed its shape since it was taken. */
    public @Nullable S read(Snapshot snapshot) {
        Shape<? extends S> shape = shapes.get(snapshot.type());
        return shape == null || shape.fingerprint != snapshot.shape()
                ? null
                : shape.codec.decode(snapshot.state());
    }
}
