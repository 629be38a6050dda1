package dev.daybook.engine.journal;

/** A journal was asked for events that have been dropped from it; an archive has them. */
public final class DroppedEventsException extends StorageException {

    private static final long serialVersionUID = 1;

    private final long upTo;

    /**
     * @param upTo every position up to this one has been dropped
     */
    public DroppedEventsException(long upTo) {
        super("The events up to position " + upTo + " are in an archive.");
        this.upTo = upTo;
    }

    /** Every position up to this one has been dropped. */
    public long upTo() {
        return upTo;
    }
}
