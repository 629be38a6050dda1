package dev.daybook.server.console;

import dev.daybook.server.answer.EventBody;

import java.util.List;

/** An event with what else its command did. */
public record Whole(EventBody event, String payload, List<EventBody> siblings) {}
