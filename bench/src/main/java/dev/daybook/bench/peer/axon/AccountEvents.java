package dev.daybook.bench.peer.axon;

import org.axonframework.eventsourcing.annotation.EventTag;

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
