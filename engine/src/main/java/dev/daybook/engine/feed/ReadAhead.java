package dev.daybook.engine.feed;

import dev.daybook.engine.journal.RecordedEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Reads on for one reader that is far behind, while it is busy with what it was given: the store is
 * read on one processor while events are applied on another. At the tail it does nothing. For use
 * by one thread.
 */
public final class ReadAhead implements Feed {

    private final Feed feed;
    private @Nullable Next next;

    private record Next(long after, int limit, CompletableFuture<List<RecordedEvent>> events) {}

    public ReadAhead(Feed feed) {
        this.feed = feed;
    }

    @Override
    public List<RecordedEvent> next(long after, int limit, Duration wait)
            throws InterruptedException {
        List<RecordedEvent> events = taken(after, limit);
        if (events.isEmpty()) {
            events = feed.next(after, limit, wait);
        }
        if (events.size() == limit) {
            readOn(events.getLast().position(), limit);
        }
        return events;
    }

    @Override
    public long head() {
        return feed.head();
    }

    /** What was read ahead, if it is what is asked for now. */
    private List<RecordedEvent> taken(long after, int limit) {
        Next read = next;
        next = null;
        if (read == null || read.after != after || read.limit != limit) {
            return List.of();
        }
        try {
            return read.events.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private void readOn(long after, int limit) {
        CompletableFuture<List<RecordedEvent>> events = new CompletableFuture<>();
        Thread.ofPlatform()
                .name("daybook-read-ahead")
                .daemon()
                .start(() -> {
                    try {
                        events.complete(feed.next(after, limit, Duration.ZERO));
                    } catch (Throwable failed) { // whatever it is, somebody waits for it
                        events.completeExceptionally(failed);
                    }
                });
        next = new Next(after, limit, events);
    }
}
