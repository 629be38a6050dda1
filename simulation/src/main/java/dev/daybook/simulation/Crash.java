package dev.daybook.simulation;

/**
 * The node that made this call is gone. An error, so that nothing in the engine takes it for a
 * failure it could handle.
 */
final class Crash extends Error {

    private static final long serialVersionUID = 1;

    Crash(String where) {
        super(where, null, false, false);
    }
}
