package dev.daybook.search;

import org.jspecify.annotations.Nullable;

/**
 * In which order an answer comes: by how well documents match, then by a number or time, then by
 * id. No two documents are equal in it.
 *
 * @param byMatch best match first
 * @param field a number or time; documents without one come last
 */
public record Order(boolean byMatch, @Nullable String field, boolean descending) {

    /** What stands for the number of a document that has none, so that it comes last. */
    public long missing() {
        return descending ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
