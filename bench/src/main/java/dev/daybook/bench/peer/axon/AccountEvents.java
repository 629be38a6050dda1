package dev.daybook.bench.peer.axon;

import org.axonframework.eventsourcing.annotation.EventTag;
import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What happens to an account. An event bears the tag of the account whose stream it is in. */
final class AccountEvents {

    static final String TAG = "account";

    /** By the name that Axon gives them, which is that of the class. */
    static final Map<String, Class<?>> BY_NAME =
            Stream.of(AccountOpened.class, MoneyWithdrawn.class, MoneyDeposited.class)
                    .collect(Collectors.toMap(Class::getName, type -> type));

    private AccountEvents() {}

    /** An account as it stands after an event, as if it had just been opened so. */
    static AccountOpened after(@Nullable AccountOpened before, Object event) {
        return switch (event) {
            case AccountOpened opened -> opened;
            case MoneyWithdrawn withdrawn -> with(before, withdrawn.balanceAfter());
            case MoneyDeposited deposited -> with(before, deposited.balanceAfter());
            default -> throw new IllegalArgumentException("This is no event of an account.");
        };
    }

    private static AccountOpened with(@Nullable AccountOpened before, long cents) {
        if (before == null) {
            throw new IllegalStateException("Money moved before the account was open.");
        }
        return new AccountOpened(before.account, before.owner, cents);
    }

    record AccountOpened(@EventTag(key = TAG) String account, String owner, long cents) {}

    record MoneyWithdrawn(
            @EventTag(key = TAG) String account,
            String transaction,
            long cents,
            long balanceAfter,
            String description) {}

    record MoneyDeposited(
            @EventTag(key = TAG) String account,
            String transaction,
            long cents,
            long balanceAfter,
            String description) {}
}
