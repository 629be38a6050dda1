package dev.daybook.engine.book;

import dev.daybook.engine.feed.Feed;
import dev.daybook.engine.feed.ReadAhead;
import dev.daybook.engine.feed.Subscription;
import dev.daybook.engine.feed.WholeJournal;
import dev.daybook.engine.view.View;
import dev.daybook.engine.view.ViewStore;

/**
 * A view, the store that holds it, and how it comes to its events.
 *
 * @param source subscribes the view when the book is made, once
 */
public record ViewBinding<E, K, V>(View<E, K, V> view, ViewStore<K, V> store, Source source) {

    /** Where the events of a view come from. */
    @FunctionalInterface
    public interface Source {

        /** The journal itself, which every node reads for itself. */
        Source JOURNAL = feed -> new WholeJournal(new ReadAhead(feed));

        /**
         * @param feed of the book
         */
        Subscription of(Feed feed);
    }

    /** A view that reads the journal. */
    public ViewBinding(View<E, K, V> view, ViewStore<K, V> store) {
        this(view, store, Source.JOURNAL);
    }
}
