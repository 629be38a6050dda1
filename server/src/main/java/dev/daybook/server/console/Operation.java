package dev.daybook.server.console;

import dev.daybook.engine.event.EventType;
import dev.daybook.postgres.JournalExtent;
import dev.daybook.server.bank.Kept;
import dev.daybook.server.operate.Books.BookBody;
import dev.daybook.server.operate.Rates.Course;
import dev.daybook.server.operate.RelayControl.RelayBody;
import dev.daybook.server.operate.ViewControl.ParkedItem;
import dev.daybook.server.operate.ViewControl.ViewBody;
import dev.daybook.server.webhook.Webhooks.WebhookBody;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * All that an operator sees at once.
 *
 * @param journal null while the book's database does not answer
 * @param relay null without a broker
 * @param parked null while the database that knows does not answer
 * @param webhooks none while the database that knows does not answer
 */
public record Operation(
        @Nullable Journal journal,
        Course recorded,
        @Nullable RelayLine relay,
        List<ViewLine> views,
        @Nullable List<Parked> parked,
        List<? extends EventType<?>> contracts,
        List<WebhookBody> webhooks) {

    /**
     * The book, and which part of its journal the database has.
     *
     * @param book its sums may be a minute old
     * @param head its last position now
     */
    public record Journal(BookBody book, long head, JournalExtent extent) {}

    /** The relay, and how it went. */
    public record RelayLine(RelayBody status, Course course) {}

    /** A view, what it is kept in, and how it went. */
    public record ViewLine(ViewBody status, Kept kept, Course course) {

        /** How far it was behind. */
        public Sparkline lag() {
            return Sparkline.of(course.lagMillis());
        }
    }

    /** What is parked in a view. */
    public record Parked(String view, List<ParkedItem> items) {}

    /** What was recorded. */
    public Sparkline events() {
        return Sparkline.of(recorded.events());
    }
}
