package dev.daybook.server.query;

import dev.daybook.engine.view.SearchIndex.Filter;
import dev.daybook.server.security.Caller;

import java.util.List;

/** Keeps a customer's search to own accounts. */
final class OwnAccounts {

    /** No account can be called this. */
    private static final String NONE = " ";

    private OwnAccounts() {}

    static Filter filter(String field, Caller caller) {
        List<String> own = caller.accounts();
        return new Filter.OneOf(field, own.isEmpty() ? List.of(NONE) : own);
    }
}
