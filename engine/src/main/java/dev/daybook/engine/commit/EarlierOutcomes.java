package dev.daybook.engine.commit;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.commit.WriteStore.Key;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The outcomes that a batch knows of: those that were looked up, and its own so far. */
final class EarlierOutcomes {

    private final Map<Key, CommandRecord> byKey = new HashMap<>();
    private final Map<UUID, CommandRecord> byId = new HashMap<>();

    void add(CommandRecord command) {
        byId.put(command.id(), command);
        if (command.key() != null) {
            byKey.put(new Key(command.client(), command.key()), command);
        }
    }

    @Nullable CommandRecord of(UUID id) {
        return byId.get(id);
    }

    @Nullable CommandRecord of(Key key) {
        return byKey.get(key);
    }

    /** The key under which a command was sent, or null. */
    static @Nullable Key keyOf(Submission<?> submission) {
        return submission.key() == null ? null : new Key(submission.client(), submission.key());
    }
}
