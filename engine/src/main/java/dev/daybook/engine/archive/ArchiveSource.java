package dev.daybook.engine.archive;

import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.journal.Journal;

import java.util.List;
import java.util.UUID;

/**
 * What an archive is made of: the journal of a book, and its commands in the order of the journal.
 * Any method may throw {@link dev.daybook.engine.journal.StorageException}.
 */
public interface ArchiveSource {

    Journal journal();

    /**
     * The commands whose last event is at {@code after < position <= upTo}, in order.
     *
     * @param upTo at most {@link Journal#READ_MAX} beyond {@code after}
     */
    List<CommandRecord> committed(long after, long upTo);

    /**
     * The commands that were refused behind a mark and while the journal ended at {@code upTo} or
     * before, in the order of that position and then of their identifiers.
     */
    List<CommandRecord> refused(Mark after, long upTo, int limit);

    /** The place of a refused command: where the journal ended, and its identifier. */
    record Mark(long position, UUID id) {

        private static final UUID LOWEST = new UUID(0, 0);

        /** Before every command that was refused while the journal ended there. */
        public static Mark before(long position) {
            return new Mark(position, LOWEST);
        }

        static Mark of(CommandRecord command) {
            return new Mark(command.position(), command.id());
        }
    }
}
