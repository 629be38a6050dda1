package dev.daybook.engine.view;

import dev.daybook.engine.journal.RecordedEvent;

/** An event as a projection sees it: what the journal says of it, and the event itself. */
public record Delivery<E>(RecordedEvent recorded, E event) {}
