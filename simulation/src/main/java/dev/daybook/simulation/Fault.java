package dev.daybook.simulation;

/** What goes wrong, or happens at a bad moment. */
public enum Fault {
    CRASH,
    CALL_REFUSED,
    REPLY_LOST,
    COMMIT_IN_DOUBT,
    SLOW_CALL,
    HEAD_LOCKED,
    RECORDED_ALREADY,
    INTERLEAVED,
    DECIDED_AHEAD,
    CLOCK_JUMP,
    DUPLICATE_DELIVERY,
    OVERLOAD,
    DEFECT,
    REJECTION,
    POISON,
    VALUE_REFUSED,
    VIEW_WRITES_LOST,
    LEASE_LOST,
    SKIPPED
}
