package dev.daybook.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A history of requests that bankers might make, the same for the same seed: mostly sensible, some
 * beyond what is there, some about things that have ended.
 */
public final class RandomHistory {

    private final Random random;
    private final List<String> accounts;

    /** What is asked for; amounts are in cents. */
    public sealed interface Request {
        record Deposit(String account, long amount) implements Request {}

        record Withdraw(String account, long amount) implements Request {}

        record Transfer(String from, String to, long amount) implements Request {}

        record Hold(String account, long amount) implements Request {}

        /**
         * Captures or releases one of the holds placed so far; which one, counted from the first.
         */
        record Capture(int hold, long amount) implements Request {}

        record Release(int hold) implements Request {}

        record Reverse(int transaction) implements Request {}

        record Freeze(String account, boolean debits, boolean credits) implements Request {}

        record Unfreeze(String account, boolean debits, boolean credits) implements Request {}

        record ChangeLimit(String account, long limit) implements Request {}
    }

    public RandomHistory(long seed, List<String> accounts) {
        this.random = new Random(seed);
        this.accounts = List.copyOf(accounts);
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
        return switch (random.nextInt(20)) {
            case 0, 1, 2, 3 -> new Request.Deposit(account, amount());
            case 4, 5, 6 -> new Request.Withdraw(account, amount());
            case 7, 8, 9, 10, 11 -> new Request.Transfer(account, account(), amount());
            case 12, 13 -> new Request.Hold(account, amount());
            case 14 -> new Request.Capture(random.nextInt(40), amount());
            case 15 -> new Request.Release(random.nextInt(40));
            case 16 -> new Request.Reverse(random.nextInt(150));
            case 17 -> new Request.Freeze(account, random.nextInt(4) == 0, random.nextInt(4) == 0);
            case 18 -> new Request.Unfreeze(account, random.nextBoolean(), random.nextBoolean());
            default -> new Request.ChangeLimit(account, random.nextInt(5) * 2_500L);
        };
    }

    private String account() {
        return accounts.get(random.nextInt(accounts.size()));
    }

    private long amount() {
        return 1L + random.nextInt(random.nextInt(10) == 0 ? 100_000 : 5_000);
    }
}
