package dev.daybook.bench.load;

/** Puts a number of transfers into a bank, before something else is measured. */
public final class Filling {

    private static final int IN_FLIGHT_MAX = 4_000;
    private static final long LOOK_AGAIN_MILLIS = 20;

    private Filling() {}

    /** Commits at least so many; somewhat more, as others are under way by then. */
    public static void fill(TestBank bank, Transfers transfers, long atLeast)
            throws InterruptedException {
        try (ClosedLoop loop = new ClosedLoop(bank, transfers, IN_FLIGHT_MAX)) {
            loop.start();
            while (loop.answers().committed() < atLeast) {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
        }
    }
}
