package dev.daybook.engine.view;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** Searches the documents of one search view. Safe for use by many threads. */
public interface SearchIndex<V> {

    /** The most documents of one page. */
    int LIMIT_MAX = 1_000;

    /**
     * @throws IllegalArgumentException when a field, cursor or limit cannot be used, with the
     *     reason for the caller
     */
    Result<V> search(Query query);

    /**
     * A question.
     *
     * @param words words of which every one must match, with typos and prefixes; null or blank for
     *     all documents
     * @param filters all of them must hold
     * @param sort by what; null for best match first when there are words, else newest first
     * @param cursor the {@code next} of an earlier answer to the same question
     * @param limit documents on a page, 1 to {@value #LIMIT_MAX}
     * @param facets keyword fields whose values are to be counted
     */
    record Query(
            @Nullable String words,
            List<Filter> filters,
            @Nullable Sort sort,
            @Nullable String cursor,
            int limit,
            List<String> facets) {}

    /** What a field must be. */
    sealed interface Filter {

        /** The keyword field has one of these values. */
        record OneOf(String field, List<String> values) implements Filter {}

        /**
         * The number or time field lies between these, inclusive; null for no bound. Days are days
         * since 1970-01-01, and instants microseconds since 1970-01-01T00:00Z.
         */
        record Between(String field, @Nullable Long from, @Nullable Long to) implements Filter {}
    }

    /** Order by a number or time field; equal ones by document id. */
    record Sort(String field, boolean descending) {}

    /**
     * An answer.
     *
     * @param total number of all matching documents
     * @param facets for each asked field the counts of its values among all matching documents, the
     *     most frequent first
     * @param next cursor of the next page, null on the last
     */
    record Result<V>(
            List<V> items,
            long total,
            Map<String, Map<String, Long>> facets,
            @Nullable String next) {}
}
