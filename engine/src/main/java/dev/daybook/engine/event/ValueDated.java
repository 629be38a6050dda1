package dev.daybook.engine.event;

import java.time.LocalDate;

/**
 * An event that counts on a day of its own, which may differ from the day on which it was recorded.
 */
public interface ValueDated {

    /** The booking day, without a time zone. */
    LocalDate valueDate();
}
