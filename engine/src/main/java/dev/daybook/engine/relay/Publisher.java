package dev.daybook.engine.relay;

import dev.daybook.engine.journal.RecordedEvent;

import java.util.List;

/**
 * Makes the events of a book known outside it, on a broker that keeps each lane in order.
 *
 * <p>{@link #violations} may be asked by any thread; everything else belongs to one.
 *
 * <p>{@link #begin} and {@link #publish} throw {@link PublishingException} when the broker cannot
 * be reached, refuses, or has let another node begin since. What took effect then is for the next
 * {@link #begin} to find out.
 */
public interface Publisher extends AutoCloseable {

    /**
     * Gets ready to begin, so that beginning takes little time. Called again and again while
     * another node relays; what cannot be had now is tried again the next time. Never throws.
     */
    default void prepare() {}

    /**
     * Takes over. From here on no other publisher of this book, one that stood still for an hour
     * included, can make anything known.
     *
     * @return the position up to which every lane was published, 0 when nothing was. Some lanes may
     *     be further: what they have is passed over by {@link #publish}
     */
    long begin();

    /** Publishes a batch. When it returns, all of it is known and will stay so. */
    void publish(Batch batch);

    /** Stops publishing, until the next {@link #begin}. Never throws. */
    void end();

    /** What could not be published as it is: for each kind of trouble one entry. */
    List<Violation> violations();

    /** Ends, and gives back all it holds. */
    @Override
    void close();

    /**
     * What is published at once.
     *
     * @param events events that follow what was published before without a gap; possibly none
     * @param position up to here everything is published with this batch
     * @param everyLane whether lanes without an event in it are told the position too, so that
     *     whoever reads only them knows that nothing is missing
     */
    record Batch(List<RecordedEvent> events, long position, boolean everyLane) {

        public Batch {
            events = List.copyOf(events);
        }
    }
}
