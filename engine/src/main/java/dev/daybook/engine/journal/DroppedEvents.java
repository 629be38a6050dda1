package dev.daybook.engine.journal;

import dev.daybook.engine.event.EntityId;

import java.util.List;

/**
 * What a store remembers of events that it has given to an archive and no longer has itself: where
 * they are, and which of them may be an entity's. Any method may throw {@link StorageException}.
 */
public interface DroppedEvents {

    /** Nothing was ever dropped. */
    DroppedEvents NONE =
            new DroppedEvents() {
                @Override
                public String place() {
                    return "";
                }

                @Override
                public List<Long> candidates(EntityId entity, long after, long upTo, int limit) {
                    return List.of();
                }
            };

    /** The archive that has them, by the name it had when they were dropped. */
    String place();

    /**
     * Positions of events that may be an entity's, with {@code after < position <= upTo}, in order:
     * all that are, and some that are another's. Fewer than {@code limit} only when there are no
     * more.
     */
    List<Long> candidates(EntityId entity, long after, long upTo, int limit);
}
