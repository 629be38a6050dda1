package dev.daybook.testkit;

import dev.daybook.testkit.RandomHistory.Request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a bank has to do, as simply as it can be written: no journal, no batches, no views. A
 * request answers the slugs of all that speaks against it, of which a bank may tell any; where
 * there is none, it is carried out.
 */
public final class ReferenceLedger {

    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final List<Promise> holds = new ArrayList<>();
    private final List<Promise> credits = new ArrayList<>();
    private final List<Posted> transactions = new ArrayList<>();

    /** An account; amounts in cents. */
    public static final class Account {
        private final String currency;
        private long balance;
        private long limit;
        private long held;
        private long pending;
        private boolean debitsFrozen;
        private boolean creditsFrozen;
        private boolean closed;

        private Account(String currency) {
            this.currency = currency;
        }

        public long balance() {
            return balance;
        }

        public long limit() {
            return limit;
        }

        public long available() {
            return balance + limit - held;
        }

        public long pending() {
            return pending;
        }

        public boolean isClosed() {
            return closed;
        }
    }

    /** A hold or a pending credit. */
    private static final class Promise {
        final Account account;
        final long amount;
        boolean open = true;

        Promise(Account account, long amount) {
            this.account = account;
            this.amount = amount;
        }
    }

    private static final class Posted {
        final Map<Account, Long> legs;
        final boolean isReversal;
        boolean reversed;

        Posted(Map<Account, Long> legs, boolean isReversal) {
            this.legs = legs;
            this.isReversal = isReversal;
        }
    }

    /**
     * @param currencies the currency of each account that there is
     */
    public ReferenceLedger(Map<String, String> currencies) {
        currencies.forEach((name, currency) -> accounts.put(name, new Account(currency)));
    }

    public Account account(String name) {
        Account found = accounts.get(name);
        if (found == null) {
            throw new IllegalArgumentException("There is no account " + name + ".");
        }
        return found;
    }

    /** How many holds, pending credits and transactions there are so far. */
    public int holds() {
        return holds.size();
    }

    public int credits() {
        return credits.size();
    }

    public int transactions() {
        return transactions.size();
    }

    /** What speaks against a request; it was carried out when nothing does. */
    public Set<String> refusals(Request request) {
        return switch (request) {
            case Request.Deposit(var account, long amount) ->
                    post(Map.of(account(account), amount), false);
            case Request.Withdraw(var account, long amount) ->
                    post(Map.of(account(account), -amount), false);
            case Request.Transfer(var from, var to, long amount) ->
                    transfer(account(from), account(to), amount);
            case Request.Split(var from, var to, var other, long each) ->
                    split(account(from), account(to), account(other), each);
            case Request.Hold(var account, long amount) -> hold(account(account), amount);
            case Request.Capture(int number, long amount) -> capture(nth(holds, number), amount);
            case Request.Release(int number) -> release(nth(holds, number));
            case Request.AddCredit(var account, long amount) -> credit(account(account), amount);
            case Request.ClearCredit(int number) -> clear(nth(credits, number));
            case Request.ReturnCredit(int number) -> giveBack(nth(credits, number));
            case Request.Reverse(int number) -> reverse(nth(transactions, number));
            case Request.Freeze(var account, boolean debits, boolean credits) ->
                    freeze(account(account), debits, credits, true);
            case Request.Unfreeze(var account, boolean debits, boolean credits) ->
                    freeze(account(account), debits, credits, false);
            case Request.ChangeLimit(var account, long limit) ->
                    changeLimit(account(account), limit);
            case Request.Close(var account) -> close(account(account));
            case Request.Reopen(var account) -> reopen(account(account));
        };
    }

    private static <T> T nth(List<T> all, int number) {
        return all.get(number % all.size());
    }

    private static Set<String> against(Account account, long amount) {
        Set<String> against = new TreeSet<>();
        if (account.closed) {
            against.add("account-closed");
        }
        if (amount < 0 ? account.debitsFrozen : account.creditsFrozen) {
            against.add("account-frozen");
        }
        if (amount < 0 && account.available() + amount < 0) {
            against.add("insufficient-funds");
        }
        return against;
    }

    private Set<String> post(Map<Account, Long> legs, boolean isReversal) {
        Set<String> against = new TreeSet<>();
        legs.forEach((account, amount) -> against.addAll(against(account, amount)));
        if (against.isEmpty()) {
            legs.forEach((account, amount) -> account.balance += amount);
            transactions.add(new Posted(legs, isReversal));
        }
        return against;
    }

    private Set<String> transfer(Account from, Account to, long amount) {
        if (from.equals(to)) {
            return Set.of("validation");
        }
        Map<Account, Long> legs = Map.of(from, -amount, to, amount);
        return from.currency.equals(to.currency)
                ? post(legs, false)
                : and("currency-mismatch", legs);
    }

    private Set<String> split(Account from, Account to, Account other, long each) {
        if (from.equals(to) || from.equals(other) || to.equals(other)) {
            Set<String> against = new TreeSet<>(Set.of("validation"));
            if (from.closed || to.closed || other.closed) {
                against.add("account-closed");
            }
            return against;
        }
        Map<Account, Long> legs = Map.of(from, -2 * each, to, each, other, each);
        Map<String, Long> sums = new TreeMap<>();
        legs.forEach((account, amount) -> sums.merge(account.currency, amount, Long::sum));
        boolean balanced = sums.values().stream().allMatch(sum -> sum == 0);
        return balanced ? post(legs, false) : and("unbalanced", legs);
    }

    private static Set<String> and(String slug, Map<Account, Long> legs) {
        Set<String> against = new TreeSet<>(Set.of(slug));
        legs.forEach((account, amount) -> against.addAll(against(account, amount)));
        return against;
    }

    private Set<String> hold(Account account, long amount) {
        Set<String> against = against(account, -amount);
        if (against.isEmpty()) {
            account.held += amount;
            holds.add(new Promise(account, amount));
        }
        return against;
    }

    private Set<String> capture(Promise hold, long amount) {
        if (!hold.open) {
            return Set.of("hold-not-open");
        }
        Set<String> against = new TreeSet<>();
        if (amount > hold.amount) {
            against.add("limit-exceeded");
        }
        if (hold.account.debitsFrozen) {
            against.add("account-frozen");
        }
        if (!against.isEmpty()) {
            return against;
        }
        end(hold);
        return post(Map.of(hold.account, -amount), false);
    }

    private static Set<String> release(Promise hold) {
        if (!hold.open) {
            return Set.of("hold-not-open");
        }
        end(hold);
        return Set.of();
    }

    private static void end(Promise hold) {
        hold.open = false;
        hold.account.held -= hold.amount;
    }

    private Set<String> credit(Account account, long amount) {
        Set<String> against = against(account, amount);
        if (against.isEmpty()) {
            account.pending += amount;
            credits.add(new Promise(account, amount));
        }
        return against;
    }

    private Set<String> clear(Promise credit) {
        if (!credit.open) {
            return Set.of("hold-not-open");
        }
        Set<String> against = post(Map.of(credit.account, credit.amount), false);
        if (against.isEmpty()) {
            giveBack(credit);
        }
        return against;
    }

    private static Set<String> giveBack(Promise credit) {
        if (!credit.open) {
            return Set.of("hold-not-open");
        }
        credit.open = false;
        credit.account.pending -= credit.amount;
        return Set.of();
    }

    private Set<String> reverse(Posted original) {
        if (original.reversed) {
            return Set.of("already-reversed");
        }
        if (original.isReversal) {
            return Set.of("conflict");
        }
        Map<Account, Long> back = new LinkedHashMap<>();
        original.legs.forEach((account, amount) -> back.put(account, -amount));
        Set<String> against = post(back, true);
        original.reversed = against.isEmpty();
        return against;
    }

    private static Set<String> freeze(
            Account account, boolean debits, boolean credits, boolean frozen) {
        Set<String> against = new TreeSet<>();
        if (!debits && !credits) {
            against.add("validation");
        }
        if (account.closed) {
            against.add("account-closed");
        }
        if (!(debits && account.debitsFrozen != frozen)
                && !(credits && account.creditsFrozen != frozen)) {
            against.add("conflict");
        }
        if (against.isEmpty()) {
            account.debitsFrozen = debits ? frozen : account.debitsFrozen;
            account.creditsFrozen = credits ? frozen : account.creditsFrozen;
        }
        return against;
    }

    private static Set<String> changeLimit(Account account, long limit) {
        if (account.closed) {
            return Set.of("account-closed");
        }
        if (account.balance + limit - account.held < 0) {
            return Set.of("conflict");
        }
        account.limit = limit;
        return Set.of();
    }

    private static Set<String> close(Account account) {
        if (account.closed) {
            return Set.of("account-closed");
        }
        if (account.balance != 0 || account.held != 0 || account.pending != 0) {
            return Set.of("conflict");
        }
        account.closed = true;
        return Set.of();
    }

    private static Set<String> reopen(Account account) {
        if (!account.closed) {
            return Set.of("conflict");
        }
        account.closed = false;
        return Set.of();
    }
}
