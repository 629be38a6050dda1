package dev.daybook.bench.peer;

import dev.daybook.bench.load.Usage;
import dev.daybook.bench.measure.Figures;

import java.time.Duration;

/** What a peer did in a window. */
public record Score(long committed, Duration window, Usage usage) {

    public double perSecond() {
        return Figures.perSecond(committed, window);
    }

    public void report(Figures into) {
        into.rate("committed", committed, window, "transfers");
        usage.report(into, committed);
    }
}
