package dev.daybook.cli.statement;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What was read from another bank's files.
 *
 * @param source what was read, for people; part of each command's reason, so the same each time
 * @param accounts the accounts, each once
 * @param users who besides the owner may use an account
 * @param entries the rows, in the order in which they are to be posted
 * @param unreadable rows that could not be understood
 * @param rounding by how much the other bank's own balances may be off from one row to the next,
 *     without that meaning another order of the rows
 */
public record Statements(
        String source,
        List<NewAccount> accounts,
        List<User> users,
        List<Entry> entries,
        List<Unreadable> unreadable,
        BigDecimal rounding) {

    /**
     * An account to be opened.
     *
     * @param product empty for none
     * @param opening the balance before the first entry, which the entries do not explain
     * @param overdraft how far below zero the other bank let it go
     */
    public record NewAccount(
            String id,
            String ownerReference,
            String ownerName,
            String currency,
            String product,
            BigDecimal opening,
            BigDecimal overdraft) {}

    /**
     * A person who may use an account.
     *
     * @param key the idempotency key
     */
    public record User(String key, String account, String user, String role) {}

    /**
     * A row of a statement.
     *
     * @param row where it stands, for people
     * @param key the idempotency key
     * @param amount what the account's balance changes by
     * @param recorded the balance after it as the other bank recorded it, if it did
     * @param kind what kind of transaction it is
     * @param via the book's own account, or any other, that the other leg is on
     */
    public record Entry(
            String row,
            String key,
            String account,
            LocalDate on,
            BigDecimal amount,
            @Nullable BigDecimal recorded,
            String kind,
            String via,
            String description,
            Map<String, String> metadata) {}

    /** A row that was not understood, and why. */
    public record Unreadable(String row, String reason) {}

    /** All rows that were read. */
    public int rows() {
        return entries.size() + unreadable.size();
    }
}
