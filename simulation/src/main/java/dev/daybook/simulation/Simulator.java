package dev.daybook.simulation;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * Lives through histories, one a seed. The same seed always gives the same history with the same
 * version of the engine.
 */
public final class Simulator {

    /** The lines of a history that are kept for a report, unless all are asked for. */
    private static final int LAST_LINES = 60;

    private final Wiring wiring;

    public Simulator() {
        this(Wiring.STRAIGHT);
    }

    Simulator(Wiring wiring) {
        this.wiring = wiring;
    }

    /** Lives through one history; keeps its last lines. */
    public Course run(long seed) {
        return run(seed, LAST_LINES);
    }

    /** Lives through one history, and keeps everything that happened in it. */
    public Course replay(long seed) {
        return run(seed, Integer.MAX_VALUE);
    }

    private Course run(long seed, int lines) {
        Tale tale = new Tale(lines);
        History history = new History(seed, wiring, tale);
        Finding finding = null;
        try {
            history.live();
        } catch (Violation violation) {
            finding = new Finding(violation.invariant(), String.valueOf(violation.getMessage()));
        } catch (RuntimeException | StackOverflowError unforeseen) {
            finding = new Finding(Invariant.NOTHING_UNFORESEEN_IS_THROWN, unforeseen.toString());
        }
        return new Course(
                seed, history.steps(), tale.digest(), tale.faults(), tale.lines(), finding);
    }

    /**
     * What became of a history.
     *
     * @param steps how many steps it had before the trouble stopped
     * @param digest of everything that happened; equal for equal histories
     * @param faults how often each kind of trouble came
     * @param lines what happened, the newest last
     * @param finding what did not hold, or null when everything did
     */
    public record Course(
            long seed,
            int steps,
            long digest,
            Map<Fault, Long> faults,
            List<String> lines,
            @Nullable Finding finding) {}

    /** Something that must always hold, and did not. */
    public record Finding(Invariant invariant, String what) {}
}
