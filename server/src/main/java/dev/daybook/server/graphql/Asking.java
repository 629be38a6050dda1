package dev.daybook.server.graphql;

import dev.daybook.server.http.Reading;
import dev.daybook.server.security.AccessRules;
import dev.daybook.server.security.Caller;
import dev.daybook.server.security.Identity;

/**
 * Who asks, and how fresh the answer has to be.
 *
 * @param connection how many subscriptions the connection has; of its own for each request over
 *     HTTP
 */
record Asking(Identity identity, Reading reading, Subscribed connection) {

    /** The name of it in the context of a request. */
    static final String NAME = "asking";

    /**
     * What the caller is at the address that a field stands for.
     *
     * @throws dev.daybook.server.problem.ProblemException when it may not read there
     */
    Caller at(String path) {
        return AccessRules.reading(path, identity.caller());
    }
}
