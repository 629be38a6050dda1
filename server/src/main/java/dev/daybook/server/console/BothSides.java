package dev.daybook.server.console;

import dev.daybook.server.answer.AccountBody;

import org.jspecify.annotations.Nullable;

/**
 * An account as its customer sees it, and as it is.
 *
 * @param seen null when the customer does not see it at all
 */
public record BothSides(@Nullable AccountBody seen, AccountBody truth) {

    /** True when the customer sees what is true. */
    public boolean agree() {
        return seen != null && seen.version() == truth.version();
    }
}
