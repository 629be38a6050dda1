package dev.daybook.engine.commit;

/** The inbox is full. Nothing was done; the command may be sent again after a pause. */
public final class OverloadedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public OverloadedException(int waiting) {
        super(waiting + " commands are waiting already. Nothing was done; try again in a second.");
    }
}
