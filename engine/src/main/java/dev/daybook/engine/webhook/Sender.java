package dev.daybook.engine.webhook;

import dev.daybook.engine.journal.RecordedEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** Sends one event to one receiver. Used by many threads. */
@FunctionalInterface
public interface Sender {

    /** Sends it, within a bound; a receiver that does not take it is an answer as well. */
    Answer send(Webhook webhook, RecordedEvent event) throws InterruptedException;

    /**
     * What a receiver said.
     *
     * @param status null when it said nothing
     * @param error why that is no delivery; null when it is one
     * @param again how long it wants to be left alone; null when it does not say
     * @param isGone true when it wants nothing any more
     */
    record Answer(
            @Nullable Integer status,
            @Nullable String error,
            @Nullable Duration again,
            boolean isGone) {}
}
