package dev.daybook.engine.event;

/**
 * A category of events, such as {@code account-events}. Topics are what a feed subscribes to and
 * what a broker carries.
 *
 * @param name lower-case words joined by hyphens
 * @param number its place among the topics of the domain, from 0; it never changes, because the
 *     journal's head keeps the lanes of all topics in one array
 */
public record Topic(String name, int number) {

    /** The highest number of a topic. */
    public static final int NUMBER_MAX = 63;

    public Topic {
        if (!name.matches("[a-z][a-z0-9-]{0,62}")) {
            throw new IllegalArgumentException(
                    "A topic is lower-case words joined by hyphens, not '" + name + "'.");
        }
        if (number < 0 || number > NUMBER_MAX) {
            throw new IllegalArgumentException(
                    "A topic's number is 0 to " + NUMBER_MAX + ", not " + number + ".");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
