package dev.daybook.testkit.store;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A value of a keyed view. */
public record Purse(String owner, long cents, @Nullable String note, List<String> coins) {

    public Purse {
        coins = List.copyOf(coins);
    }

    static Purse of(long cents) {
        return new Purse("ann", cents, null, List.of());
    }
}
