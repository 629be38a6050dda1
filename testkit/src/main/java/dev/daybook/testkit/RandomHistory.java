package dev.daybook.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A history of requests that bankers might make, the same for the same seed: mostly sensible, some
 * beyond what is there, some about things that have ended.
 */
public final class RandomHistory {

    private final RandomGenerator random;
    private final List<String> accounts;

    /** In some histories amounts are so round that balances come back to zero. */
    private final boolean round;

    /**
     * What is asked for; amounts are in cents. A hold, pending credit or transaction is named by a
     * number: which of those made so far, counted from the first and round again.
     */
    public sealed interface Request {
        record Deposit(String account, long amount) implements Request {}

        record Withdraw(String account, long amount) implements Request {}

        record Transfer(String from, String to, long amount) implements Request {}

        /** One transaction of three legs: from one account to two others, to each the same. */
        record Split(String from, String to, String other, long each) implements Request {}

        record Hold(String account, long amount) implements Request {}

        record Capture(int hold, long amount) implements Request {}

        record Release(int hold) implements Request {}

        record AddCredit(String account, long amount) implements Request {}

        record ClearCredit(int credit) implements Request {}

        record ReturnCredit(int credit) implements Request {}

        record Reverse(int transaction) implements Request {}

        record Freeze(String account, boolean debits, boolean credits) implements Request {}

        record Unfreeze(String account, boolean debits, boolean credits) implements Request {}

        record ChangeLimit(String account, long limit) implements Request {}

        record Close(String account) implements Request {}

        record Reopen(String account) implements Request {}
    }

    public RandomHistory(long seed, List<String> accounts) {
        this(new SplittableRandom(seed), accounts);
    }

    public RandomHistory(RandomGenerator random, List<String> accounts) {
        this.random = random;
        this.accounts = List.copyOf(accounts);
        this.round = random.nextInt(3) == 0;
    }

    /** The next so many requests. */
    public List<Request> next(int count) {
        List<Request> requests = new ArrayList<>(count);
        while (requests.size() < count) {
            requests.add(next());
        }
        return requests;
    }

    private Request next() {
        String account = account();
        return switch (random.nextInt(30)) {
            case 0, 1, 2, 3, 4 -> new Request.Deposit(account, amount());
            case 5, 6, 7 -> new Request.Withdraw(account, amount());
            case 8, 9, 10, 11, 12 -> new Request.Transfer(account, account(), amount());
            case 13 -> new Request.Split(account, account(), account(), amount());
            case 14, 15, 16 -> new Request.Hold(account, amount());
            case 17 -> new Request.Capture(number(), amount());
            case 18 -> new Request.Release(number());
            case 19, 20 -> new Request.AddCredit(account, amount());
            case 21 -> new Request.ClearCredit(number());
            case 22 -> new Request.ReturnCredit(number());
            case 23, 24 -> new Request.Reverse(number());
            case 25 -> new Request.Freeze(account, random.nextInt(4) == 0, random.nextInt(4) == 0);
            case 26 -> new Request.Unfreeze(account, random.nextBoolean(), random.nextBoolean());
            case 27 -> new Request.ChangeLimit(account, random.nextInt(5) * 2_500L);
            case 28 -> new Request.Close(account);
            default -> new Request.Reopen(account);
        };
    }

    private String account() {
        return accounts.get(random.nextInt(accounts.size()));
    }

    private int number() {
        return random.nextInt(1_000);
    }

    private long amount() {
        if (round) {
            return 1_000L * (1 + random.nextInt(3));
        }
        return 1L + random.nextInt(random.nextInt(10) == 0 ? 100_000 : 5_000);
    }
}
