package dev.daybook.cli.statement;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/** The balance of each account while its entries are read in order, and how low it went. */
final class RunningBalances {

    private record Run(BigDecimal balance, BigDecimal lowest) {}

    private final Map<String, Run> runs = new HashMap<>();

    /** Begins an account at a balance. */
    void open(String account, BigDecimal balance) {
        runs.put(account, new Run(balance, balance.min(BigDecimal.ZERO)));
    }

    void add(String account, BigDecimal amount) {
        Run before = runs.getOrDefault(account, new Run(BigDecimal.ZERO, BigDecimal.ZERO));
        BigDecimal balance = before.balance().add(amount);
        runs.put(account, new Run(balance, before.lowest().min(balance)));
    }

    /** How far below zero the account went, as a positive figure; zero when it never did. */
    BigDecimal deepest(String account) {
        Run run = runs.get(account);
        return run == null ? BigDecimal.ZERO : run.lowest().negate();
    }
}
