package dev.daybook.bench.load;

import java.util.SplittableRandom;

/**
 * An endless sequence of transfers, the same for every contestant. For one thread; others take
 * {@link #others}.
 */
public final class Transfers {

    /**
     * What each account holds at the start, in cents: more than a run can take from any of them.
     */
    public static final long OPENING_CENTS = 100_000_000_000L;

    private static final long CENTS_MAX = 100_00;

    private final Pattern pattern;
    private final int accounts;
    private final SplittableRandom random;
    private long count;

    /**
     * @param accounts how many there are, at least two; they are numbered from 0
     * @param seed of the same seed come the same transfers
     */
    public Transfers(Pattern pattern, int accounts, long seed) {
        this(pattern, accounts, new SplittableRandom(seed));
    }

    private Transfers(Pattern pattern, int accounts, SplittableRandom random) {
        if (accounts < 2) {
            throw new IllegalArgumentException("A transfer needs two accounts, not " + accounts);
        }
        this.pattern = pattern;
        this.accounts = accounts;
        this.random = random;
    }

    /** More transfers of the kind, for another thread. */
    public Transfers others() {
        return new Transfers(pattern, accounts, random.split());
    }

    public Transfer next() {
        int from = random.nextInt(accounts);
        if (pattern == Pattern.HOT && count++ % 2 == 0) {
            from = 0;
        }
        int to = (from + 1 + random.nextInt(accounts - 1)) % accounts;
        long cents = random.nextLong(1, CENTS_MAX + 1);
        return random.nextBoolean() ? new Transfer(from, to, cents) : new Transfer(to, from, cents);
    }

    /**
     * @param cents at least 1
     */
    public record Transfer(int from, int to, long cents) {}
}
