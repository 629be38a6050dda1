package dev.daybook.banking;

import dev.daybook.banking.model.Account;
import dev.daybook.banking.model.AccountEvent.Movement;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.model.BookAccount;
import dev.daybook.banking.model.Posting;
import dev.daybook.banking.model.Transaction;
import dev.daybook.banking.model.TransactionEvent.TransactionPosted;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.verify.BookCheck;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Holds a whole bank against the rules of bookkeeping: each transaction and the book as a whole sum
 * to zero per currency, by events and by balances; what a transaction says of its legs is what
 * happened to the accounts; and no account is beyond its limit.
 */
public final class BankingCheck implements BookCheck<BankingState, BankingEvent> {

    private static final int FINDINGS_MAX = 1_000;

    private final Map<String, BigInteger> moved = new TreeMap<>();
    private final Map<String, BigInteger> balances = new TreeMap<>();
    private final List<String> findings = new ArrayList<>();

    /** Movements of the transaction that is being read; its posting follows right behind them. */
    private final Map<String, Movement> open = new HashMap<>();

    @Override
    public void event(RecordedEvent recorded, BankingEvent event) {
        switch (event) {
            case Movement movement -> {
                add(moved, movement.currency(), movement.signedAmount());
                open.put(recorded.entity().value(), movement);
            }
            case TransactionPosted posted -> {
                requireZero(
                        "The legs of the transaction " + posted.transaction(), sums(posted.legs()));
                posted.legs().forEach(leg -> requireMovement(posted.transaction(), leg));
                if (!open.isEmpty()) {
                    found(
                            "The transaction %s does not mention what it moved on %s."
                                    .formatted(posted.transaction(), open.keySet()));
                    open.clear();
                }
            }
            default -> {}
        }
    }

    private void requireMovement(UUID transaction, Posting leg) {
        Movement movement = open.remove(leg.account());
        boolean same =
                movement != null
                        && movement.transaction().equals(transaction)
                        && movement.signedAmount() == leg.amount()
                        && movement.currency().equals(leg.currency())
                        && movement.balance() == leg.balanceAfter();
        if (!same) {
            found(
                    "The transaction %s says of the account %s what did not happen to it."
                            .formatted(transaction, leg.account()));
        }
    }

    @Override
    public void state(EntityId entity, BankingState state) {
        switch (state) {
            case Account account -> {
                add(balances, account.currency(), account.balance());
                if (account.available() < 0) {
                    found("The account %s is beyond its limit.".formatted(account.id()));
                }
            }
            case BookAccount own -> own.balances().forEach((c, sum) -> add(balances, c, sum));
            case Transaction transaction ->
                    requireZero(
                            "The legs of the transaction " + entity.value(),
                            sums(transaction.legs()));
        }
    }

    @Override
    public List<String> findings() {
        List<String> all = new ArrayList<>(findings);
        if (!open.isEmpty()) {
            all.add("No transaction mentions what moved on " + open.keySet() + ".");
        }
        nonZero("The book's movements", moved, all);
        nonZero("The book's balances", balances, all);
        return all;
    }

    /** The sum of all balances, by currency, in minor units: zero in a book that is right. */
    public Map<String, BigInteger> sums() {
        return Map.copyOf(balances);
    }

    private static Map<String, BigInteger> sums(List<Posting> legs) {
        Map<String, BigInteger> sums = new TreeMap<>();
        legs.forEach(leg -> add(sums, leg.currency(), leg.amount()));
        return sums;
    }

    private static void add(Map<String, BigInteger> sums, String currency, long amount) {
        sums.merge(currency, BigInteger.valueOf(amount), BigInteger::add);
    }

    private void requireZero(String what, Map<String, BigInteger> sums) {
        List<String> wrong = new ArrayList<>();
        nonZero(what, sums, wrong);
        wrong.forEach(this::found);
    }

    private static void nonZero(String what, Map<String, BigInteger> sums, List<String> into) {
        sums.forEach((currency, sum) -> {
            if (sum.signum() != 0) {
                into.add(
                        "%s in %s sum to %s minor units, not to zero."
                                .formatted(what, currency, sum));
            }
        });
    }

    private void found(String problem) {
        if (findings.size() < FINDINGS_MAX) {
            findings.add(problem);
        }
    }
}
