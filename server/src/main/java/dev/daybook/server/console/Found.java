package dev.daybook.server.console;

import dev.daybook.server.answer.AccountBody;
import dev.daybook.server.answer.TransactionBody;

import java.util.List;

/**
 * What was found.
 *
 * @param total of transactions that match
 */
public record Found(
        String words, List<AccountBody> accounts, List<TransactionBody> transactions, long total) {}
