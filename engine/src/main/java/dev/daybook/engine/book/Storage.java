package dev.daybook.engine.book;

import dev.daybook.engine.command.CommandLog;
import dev.daybook.engine.commit.WriteStore;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.verify.BookSnapshot;
import dev.daybook.engine.view.ViewLedger;

import java.util.function.LongConsumer;

/** Everything a book needs of a store, as one adapter provides it. */
public interface Storage<S> {

    WriteStore<S> writes();

    Journal journal();

    CommandLog commands();

    CurrentState<S> current();

    /** A view of the whole book at this moment; to be closed. */
    BookSnapshot<S> snapshot();

    ViewLedger ledger();

    /**
     * Calls back whenever any node has moved the head, with the new position, until closed. A call
     * may be late or missing (after a lost connection, say): it wakes those who wait, and is not
     * what they rely on.
     */
    AutoCloseable onHeadMoved(LongConsumer listener);
}
