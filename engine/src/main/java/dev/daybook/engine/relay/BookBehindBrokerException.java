package dev.daybook.engine.relay;

/**
 * The journal ends before what was published of it, so it was restored to an earlier state. What it
 * records now at those positions would never be published, and views show what is no more.
 */
public final class BookBehindBrokerException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /**
     * @param published up to here the broker has events of the book
     */
    public BookBehindBrokerException(long published) {
        super(
                "The broker has events of this book up to position "
                        + published
                        + ", and the journal does not reach so far. If the book was restored to an"
                        + " earlier state, its topics and views have to be removed.");
    }
}
