package dev.daybook.engine.archive;

/** Another archiver writes a segment from the same position on, and has said where it ends. */
final class SegmentClaimedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long last;

    SegmentClaimedException(long last) {
        super("Another archiver ends this segment at position " + last + ".");
        this.last = last;
    }

    /** The position of the segment's last event. */
    long last() {
        return last;
    }
}
