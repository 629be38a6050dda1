package dev.daybook.engine.book;

import dev.daybook.engine.command.Domain;
import dev.daybook.engine.commit.CommitLimits;
import dev.daybook.engine.commit.CommitListener;
import dev.daybook.engine.commit.Committer;
import dev.daybook.engine.commit.Receipt;
import dev.daybook.engine.commit.Submission;
import dev.daybook.engine.explain.Explainer;
import dev.daybook.engine.feed.Feed;
import dev.daybook.engine.feed.JournalFeed;
import dev.daybook.engine.history.EntityHistory;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.verify.BookCheck;
import dev.daybook.engine.verify.BookSnapshot;
import dev.daybook.engine.verify.Verification;
import dev.daybook.engine.verify.Verifier;
import dev.daybook.engine.view.ViewRunner;
import dev.daybook.engine.view.Views;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;

/**
 * A book that runs: commands go in, the journal grows, views follow.
 *
 * @param <C> commands
 * @param <S> states of entities
 * @param <E> events
 */
public final class Book<C, S, E> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Book.class);

    private final Domain<C, S, E> domain;
    private final Storage<S> storage;
    private final Committer<C, S, E> committer;
    private final JournalFeed feed;
    private final EntityHistory<S, E> history;
    private final Views views;
    private final Explainer explainer;
    private @Nullable AutoCloseable headListener;

    /**
     * @param listener hears of commits, for metrics; see {@link CommitListener}
     */
    public Book(
            Domain<C, S, E> domain,
            Storage<S> storage,
            List<ViewBinding<E, ?, ?>> views,
            InstantSource clock,
            CommitLimits limits,
            CommitListener listener) {
        this.domain = domain;
        this.storage = storage;
        this.feed = new JournalFeed(storage.journal());
        this.committer =
                new Committer<>(
                        domain,
                        storage.writes(),
                        clock,
                        limits,
                        (events, commands) -> {
                            feed.committed(events, commands);
                            listener.committed(events, commands);
                        });
        this.history = new EntityHistory<>(domain, storage.journal());
        this.views =
                new Views(
                        feed,
                        views.stream()
                                .<ViewRunner<?, ?, ?>>map(binding -> runner(binding, clock))
                                .toList());
        this.explainer =
                new Explainer(
                        storage.commands(),
                        committer::pending,
                        storage.journal(),
                        this.views,
                        clock);
    }

    private <K, V> ViewRunner<E, K, V> runner(ViewBinding<E, K, V> binding, InstantSource clock) {
        return new ViewRunner<>(
                binding.view(),
                domain.events(),
                binding.source().of(feed),
                storage.journal(),
                binding.store(),
                storage.ledger(),
                clock);
    }

    public void start() {
        headListener = storage.onHeadMoved(feed::heard);
        committer.start();
        views.start();
    }

    /** Takes a command in; see {@link Committer#submit}. */
    public CompletableFuture<Receipt<S, E>> submit(Submission<C> submission) {
        return committer.submit(submission);
    }

    public Domain<C, S, E> domain() {
        return domain;
    }

    public Storage<S> storage() {
        return storage;
    }

    public Feed feed() {
        return feed;
    }

    public EntityHistory<S, E> history() {
        return history;
    }

    public Views views() {
        return views;
    }

    public Explainer explainer() {
        return explainer;
    }

    /** Commands that wait in the inbox now. */
    public int waiting() {
        return committer.waiting();
    }

    /** Whether a command was taken in that is not answered yet. */
    public boolean isBusy() {
        return committer.isBusy();
    }

    /** The event that a recorded one carries. */
    public E event(RecordedEvent recorded) {
        return domain.events().decode(recorded.type(), recorded.schema(), recorded.payload());
    }

    /** Checks the whole book as it stands now; see {@link Verifier}. Writing goes on meanwhile. */
    public Verification verify(BookCheck<S, E> check, LongConsumer progress) {
        try (BookSnapshot<S> snapshot = storage.snapshot()) {
            return new Verifier<>(domain, snapshot, check, progress).verify();
        }
    }

    /** Finishes what was taken in, then stops views. The storage is the caller's to close. */
    @Override
    public void close() {
        committer.close();
        views.close();
        AutoCloseable listening = headListener;
        if (listening != null) {
            try {
                listening.close();
            } catch (Exception failure) {
                log.warn("The listener for the head did not stop cleanly.", failure);
            }
        }
    }
}
