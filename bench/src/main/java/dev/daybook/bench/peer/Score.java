package dev.daybook.bench.peer;

import dev.daybook.bench.load.Usage;
import dev.daybook.bench.measure.Figure;
import dev.daybook.bench.measure.Figures;

import java.time.Duration;
import java.util.List;

/**
 * What a peer did in a window.
 *
 * @param apart what has to be known beside, and is no commit: attempts that a peer had to repeat,
 *     and the like
 */
public record Score(long committed, Duration window, Usage usage, List<Figure> apart) {

    public Score {
        apart = List.copyOf(apart);
    }

    Score(long committed, Duration window, Usage usage) {
        this(committed, window, usage, List.of());
    }

    public double perSecond() {
        return Figures.perSecond(committed, window);
    }

    public void report(Figures into) {
        into.rate("committed", committed, window, "transfers");
        into.count("transfers", committed, "transfers");
        apart.forEach(each -> into.add(each.name(), each.value(), each.unit()));
        usage.report(into, committed);
    }
}
