package dev.daybook.engine.relay;

/**
 * Events that go out without what they say, because the broker's side refuses it; everything else
 * about them is published, so that their lanes stay complete.
 *
 * @param type the event type
 * @param schema the version of its contract
 * @param code why, in a word, as it stands in the place of the event
 * @param message why, in words; without anything an event says
 * @param withheld how many events this has met since this node began
 */
public record Violation(String type, int schema, String code, String message, long withheld) {}
