package dev.daybook.fuzz;

import org.jspecify.annotations.Nullable;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Tries a property on many seeds, 1 and up: every run of the tests tries the same.
 *
 * <p>{@code -Ddaybook.seed=N} tries that seed alone. {@code -Ddaybook.seeds=N} tries N times as
 * many seeds as usual, so that a property can run for an hour.
 */
public final class Seeds {

    private static final String SEED = "daybook.seed";
    private static final String TIMES = "daybook.seeds";

    private Seeds() {}

    /** What must hold, whatever is drawn; throws when it does not. */
    @FunctionalInterface
    public interface Property {
        void holds(RandomGenerator random) throws Exception;
    }

    /** A property that wants to know its seed. */
    @FunctionalInterface
    public interface SeededProperty {
        void holds(long seed, RandomGenerator random) throws Exception;
    }

    /**
     * Tries a property on so many seeds.
     *
     * @throws AssertionError at the first seed on which it does not hold, naming the seed
     */
    public static void forEachSeed(int count, Property property) {
        run(count, (_, random) -> property.holds(random), caller());
    }

    /** As {@link #forEachSeed(int, Property)}, and tells each seed. */
    public static void forEachSeed(int count, SeededProperty property) {
        run(count, property, caller());
    }

    private static void run(int count, SeededProperty property, String caller) {
        @Nullable Long only = Long.getLong(SEED);
        long times = Long.getLong(TIMES, 1);
        if (times < 1) {
            throw new IllegalArgumentException("-D" + TIMES + " is 1 or more, not " + times + ".");
        }
        long first = only == null ? 1 : only;
        long last = only == null ? Math.multiplyExact(count, times) : only;
        for (long seed = first; seed <= last; seed++) {
            try {
                property.holds(seed, of(seed));
            } catch (Exception | AssertionError | StackOverflowError | OutOfMemoryError failure) {
                throw new AssertionError(
                        "Fails on seed %d. Run it alone with -Dtest=%s -D%s=%d%n%s"
                                .formatted(seed, caller, SEED, seed, failure),
                        failure);
            }
        }
    }

    /** The chances of a seed. */
    public static RandomGenerator of(long seed) {
        return new SplittableRandom(seed);
    }

    /** The test that asks, as Maven's {@code -Dtest} names it. */
    private static String caller() {
        return StackWalker.getInstance()
                .walk(frames ->
                        frames.filter(frame -> !frame.getClassName().equals(Seeds.class.getName()))
                                .findFirst()
                                .map(frame ->
                                        simple(frame.getClassName()) + "#" + frame.getMethodName())
                                .orElse("?"));
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1).replaceFirst("\\$.*", "");
    }
}
