package dev.daybook.banking.view;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * A movement on an account.
 *
 * @param amount in minor units, negative for a debit
 * @param balance the balance in this currency afterwards, in minor units
 * @param counterparty the other account, when there is one other
 * @param version the account's version after it
 */
public record StatementLine(
        UUID transaction,
        String kind,
        long amount,
        long balance,
        String currency,
        @Nullable String description,
        @Nullable String counterparty,
        LocalDate valueDate,
        Instant recordedAt,
        long version) {}
