package dev.daybook.engine.command;

import java.util.Map;

/**
 * Why a command was refused: something a user may cause and can do something about. Domains make a
 * sealed hierarchy of records of it.
 */
public interface Rejection {

    /**
     * A stable code, lower-case words joined by hyphens. Clients decide by it; it never changes.
     */
    String code();

    /** What was wrong and what to do, in plain language, with the values. */
    String detail();

    /** The figures behind the detail, for programs. */
    default Map<String, String> figures() {
        return Map.of();
    }
}
