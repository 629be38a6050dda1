package dev.daybook.simulation;

import java.util.random.RandomGenerator;

/**
 * How likely each kind of trouble is in one history, in chances out of 10,000. Drawn anew for each
 * seed, many of them as zero: trouble of few kinds gets deeper than trouble of all kinds at once.
 */
record Odds(
        int crash,
        int refuse,
        int loseReply,
        int doubt,
        int slow,
        int interleave,
        int poison,
        int inboxMax,
        int batchMax,
        int cacheMax) {

    static final int OF = 10_000;

    static Odds draw(RandomGenerator random) {
        return new Odds(
                one(random, 0, 0, 20, 100),
                one(random, 0, 50, 200, 1_000),
                one(random, 0, 50, 200, 1_000),
                one(random, 0, 100, 1_000),
                one(random, 0, 50, 200),
                one(random, 0, 200, 1_000, 2_000),
                one(random, 0, 500, 1_500),
                one(random, 2, 5, 20),
                one(random, 2, 5, 20),
                one(random, 1, 4, 100));
    }

    private static int one(RandomGenerator random, int... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
