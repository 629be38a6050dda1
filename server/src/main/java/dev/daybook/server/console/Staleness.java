package dev.daybook.server.console;

/**
 * That a page may not show the latest.
 *
 * @param millis how old what it shows is; negative when that cannot be told
 */
public record Staleness(long millis) {

    /** Whole seconds, one at least. */
    public long seconds() {
        return Math.max(1, millis / 1_000);
    }
}
