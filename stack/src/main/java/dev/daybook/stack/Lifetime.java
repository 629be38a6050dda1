package dev.daybook.stack;

/** How long a server runs. */
public enum Lifetime {
    /** Until it is stopped, or this process has ended, be it by {@code kill -9}. */
    OF_THIS_PROCESS,

    /** Until it is stopped, by whomever. */
    OF_ITS_OWN
}
