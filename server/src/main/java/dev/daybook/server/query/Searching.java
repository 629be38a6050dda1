package dev.daybook.server.query;

import dev.daybook.engine.view.SearchIndex;
import dev.daybook.server.problem.Problem;
import dev.daybook.server.problem.ProblemException;

/** Asks an index, and tells the caller what is wrong with a question. */
final class Searching {

    private Searching() {}

    static <V> SearchIndex.Result<V> search(SearchIndex<V> index, SearchIndex.Query query) {
        try {
            return index.search(query);
        } catch (IllegalArgumentException wrong) {
            throw new ProblemException(Problem.validation(String.valueOf(wrong.getMessage())));
        }
    }
}
