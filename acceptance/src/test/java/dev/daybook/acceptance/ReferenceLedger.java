package dev.daybook.acceptance;

import dev.daybook.testkit.RandomHistory.Request;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a bank has to do, as simply as it can be written: no journal, no batches, no views. Answers
 * the slug of the refusal, or null where the request is carried out.
 */
final class ReferenceLedger {

    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final List<Hold> holds = new ArrayList<>();
    private final List<Posted> transactions = new ArrayList<>();

    static final class Account {
        long balance;
        long limit;
        long held;
        boolean debitsFrozen;
        boolean creditsFrozen;

        long available() {
            return balance + limit - held;
        }
    }

    private static final class Hold {
        final Account account;
        final long amount;
        boolean open = true;

        Hold(Account account, long amount) {
            this.account = account;
            this.amount = amount;
        }
    }

    private static final class Posted {
        final Account from;
        final Account to;
        final long amount;
        final boolean isReversal;
        boolean reversed;

        /** Null stands for the book's own side. */
        Posted(Account from, Account to, long amount, boolean isReversal) {
            this.from = from;
            this.to = to;
            this.amount = amount;
            this.isReversal = isReversal;
        }
    }

    ReferenceLedger(List<String> names) {
        names.forEach(name -> accounts.put(name, new Account()));
    }

    Account account(String name) {
        return accounts.get(name);
    }

    /** How many holds and transactions there are so far. */
    int holds() {
        return holds.size();
    }

    int transactions() {
        return transactions.size();
    }

    String refusal(Request request) {
        return switch (request) {
            case Request.Deposit(String account, long amount) ->
                    post(null, accounts.get(account), amount, false);
            case Request.Withdraw(String account, long amount) ->
                    post(accounts.get(account), null, amount, false);
            case Request.Transfer(String from, String to, long amount) ->
                    from.equals(to)
                            ? "validation"
                            : post(accounts.get(from), accounts.get(to), amount, false);
            case Request.Hold(String account, long amount) -> hold(accounts.get(account), amount);
            case Request.Capture(int number, long amount) -> capture(holds.get(number), amount);
            case Request.Release(int number) -> release(holds.get(number));
            case Request.Reverse(int number) -> reverse(transactions.get(number));
            case Request.Freeze(String account, boolean debits, boolean credits) ->
                    freeze(accounts.get(account), debits, credits, true);
            case Request.Unfreeze(String account, boolean debits, boolean credits) ->
                    freeze(accounts.get(account), debits, credits, false);
            case Request.ChangeLimit(String account, long limit) ->
                    changeLimit(accounts.get(account), limit);
        };
    }

    private static String debit(Account account, long amount) {
        if (account == null) {
            return null;
        }
        if (account.debitsFrozen) {
            return "account-frozen";
        }
        return account.available() < amount ? "insufficient-funds" : null;
    }

    private String post(Account from, Account to, long amount, boolean isReversal) {
        String refused = debit(from, amount);
        boolean creditRefused = to != null && to.creditsFrozen;
        if (refused != null || creditRefused) {
            // Where both sides refuse, either may be told.
            return refused == null
                    ? "account-frozen"
                    : creditRefused ? refused + "|account-frozen" : refused;
        }
        if (from != null) {
            from.balance -= amount;
        }
        if (to != null) {
            to.balance += amount;
        }
        transactions.add(new Posted(from, to, amount, isReversal));
        return null;
    }

    private String hold(Account account, long amount) {
        String refused = debit(account, amount);
        if (refused == null) {
            account.held += amount;
            holds.add(new Hold(account, amount));
        }
        return refused;
    }

    private String capture(Hold hold, long amount) {
        if (!hold.open) {
            return "hold-not-open";
        }
        if (amount > hold.amount) {
            return "limit-exceeded";
        }
        if (hold.account.debitsFrozen) {
            return "account-frozen";
        }
        hold.open = false;
        hold.account.held -= hold.amount;
        return post(hold.account, null, amount, false);
    }

    private static String release(Hold hold) {
        if (!hold.open) {
            return "hold-not-open";
        }
        hold.open = false;
        hold.account.held -= hold.amount;
        return null;
    }

    private String reverse(Posted original) {
        if (original.reversed) {
            return "already-reversed";
        }
        if (original.isReversal) {
            return "conflict";
        }
        String refused = post(original.to, original.from, original.amount, true);
        original.reversed = refused == null;
        return refused;
    }

    private static String freeze(Account account, boolean debits, boolean credits, boolean frozen) {
        if (!debits && !credits) {
            return "validation";
        }
        boolean changes =
                (debits && account.debitsFrozen != frozen)
                        || (credits && account.creditsFrozen != frozen);
        if (!changes) {
            return "conflict";
        }
        account.debitsFrozen = debits ? frozen : account.debitsFrozen;
        account.creditsFrozen = credits ? frozen : account.creditsFrozen;
        return null;
    }

    private static String changeLimit(Account account, long limit) {
        if (account.balance + limit - account.held < 0) {
            return "conflict";
        }
        account.limit = limit;
        return null;
    }
}
