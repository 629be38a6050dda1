package dev.daybook.server.query;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.view.ViewBehindException;
import dev.daybook.engine.view.Views;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.http.Reading;
import dev.daybook.server.http.Reading.Consistency;

import org.springframework.stereotype.Component;

import java.time.Duration;

/** Waits for views, as long as a read may, to show what it asks for. */
@Component
final class Freshness {

    /** What a view is given to show what was just committed, when nothing more is asked for. */
    private static final Duration MOMENT = Duration.ofMillis(100);

    private final Bank bank;

    Freshness(Bank bank) {
        this.bank = bank;
    }

    /**
     * Waits for a view.
     *
     * @return the position that it shows at least
     * @throws ViewBehindException when it does not get there in time
     */
    long of(String view, Reading reading) {
        Views views = bank.book().views();
        try {
            return switch (reading.consistency()) {
                case Consistency.Eventual() -> views.settle(view, MOMENT);
                case Consistency.AtLeast(long position) ->
                        views.await(view, position, reading.atMost());
                case Consistency.Strong() -> views.await(view, head(), reading.atMost());
            };
        } catch (InterruptedException stopping) {
            throw interrupted(view);
        }
    }

    /** Waits for what a view shows of one entity, whatever else it is still to show. */
    long of(String view, EntityId entity, Reading reading) {
        Views views = bank.book().views();
        try {
            return switch (reading.consistency()) {
                case Consistency.Eventual() -> views.settle(view, entity, MOMENT);
                case Consistency.AtLeast(long position) ->
                        views.await(view, entity, position, reading.atMost());
                case Consistency.Strong() -> views.await(view, entity, head(), reading.atMost());
            };
        } catch (InterruptedException stopping) {
            throw interrupted(view);
        }
    }

    /** Waits for a view to show a position. */
    void await(String view, long position, Reading reading) {
        try {
            bank.book().views().await(view, position, reading.atMost());
        } catch (InterruptedException stopping) {
            throw interrupted(view);
        }
    }

    /** Waits for a view to show a position of one entity. */
    void await(String view, EntityId entity, long position, Reading reading) {
        try {
            bank.book().views().await(view, entity, position, reading.atMost());
        } catch (InterruptedException stopping) {
            throw interrupted(view);
        }
    }

    private long head() {
        return bank.storage().journal().head().position();
    }

    /** The journal has no views to wait for; but what is asked for must be there. */
    long ofJournal(Reading reading) {
        long head = head();
        if (reading.consistency() instanceof Consistency.AtLeast(long position)
                && position > head) {
            throw new ViewBehindException("journal", position, head);
        }
        return head;
    }

    private static ViewBehindException interrupted(String view) {
        Thread.currentThread().interrupt();
        return new ViewBehindException(view, 0, 0);
    }
}
