package dev.daybook.engine.commit;

import dev.daybook.engine.journal.RecordedEvent;

import java.util.List;

/**
 * Hears of each batch after it is durable, in the order of positions. Called on the committer's
 * thread: be quick, do not throw.
 */
public interface CommitListener {

    /**
     * A batch was committed.
     *
     * @param events its events, in order; empty when it held nothing but refusals
     * @param commands number of commands it held
     */
    void committed(List<RecordedEvent> events, int commands);
}
