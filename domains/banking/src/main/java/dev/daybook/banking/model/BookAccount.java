package dev.daybook.banking.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One of the book's own accounts, such as {@code @cash}: it exists from its first movement on, has
 * any number of currencies and no limit.
 *
 * @param balances in minor units, by currency, in the order of the currencies
 */
public record BookAccount(Map<String, Long> balances) implements BankingState {

    /** Before the first movement. */
    public static final BookAccount NEW = new BookAccount(Map.of());

    public BookAccount {
        balances = Collections.unmodifiableMap(new TreeMap<>(balances));
    }

    /** The balance in a currency, 0 when none was ever moved. */
    public long balance(String currency) {
        return balances.getOrDefault(currency, 0L);
    }

    BookAccount with(String currency, long balance) {
        Map<String, Long> next = new TreeMap<>(balances);
        next.put(currency, balance);
        return new BookAccount(next);
    }
}
