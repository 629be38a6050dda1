package dev.daybook.simulation;

/** Something that must always hold does not. An error, so that nothing in the engine handles it. */
final class Violation extends Error {

    private static final long serialVersionUID = 1;

    private final Invariant invariant;

    Violation(Invariant invariant, String what) {
        super(what);
        this.invariant = invariant;
    }

    Invariant invariant() {
        return invariant;
    }
}
