package dev.daybook.bench.report;

import dev.daybook.bench.measure.Figure;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The figures of a run, found by name. */
final class Measured {

    /** For what was not measured. */
    static final String NONE = "–";

    private final Map<String, Figure> figures = new LinkedHashMap<>();

    Measured(List<Figure> figures) {
        figures.forEach(figure -> this.figures.put(figure.name(), figure));
        // Figures on the page that are of no single run.
        quotient("hot-of-spread", "daybook.hot", "daybook.spread");
        mean("rebuild");
        mean("read");
        mean("of-read");
    }

    private void quotient(String name, String above, String below) {
        Figure over = find(above);
        Figure under = find(below);
        if (over != null && under != null && under.value() != 0) {
            figures.put(name, new Figure(name, over.value() / under.value(), "times"));
        }
    }

    /** Of both rounds of a rebuild. */
    private void mean(String name) {
        Figure one = find("rebuild.1." + name);
        Figure other = find("rebuild.2." + name);
        if (one != null && other != null) {
            figures.put(name, new Figure(name, (one.value() + other.value()) / 2, one.unit()));
        }
    }

    @Nullable Figure find(String name) {
        return figures.get(name);
    }

    /** The value as a page writes it. */
    String text(String name) {
        Figure figure = find(name);
        if (figure == null) {
            return NONE;
        }
        return Math.abs(figure.value()) >= 1_000
                ? String.format(Locale.ROOT, "%,.0f", figure.value())
                : figure.text();
    }

    String latency(String of) {
        return "median %s ms, p99 %s ms".formatted(text(of + ".p50"), text(of + ".p99"));
    }

    /** What stands between the two, in the order of measuring. */
    Stream<String> between(String before, String after) {
        return figures.keySet().stream()
                .filter(name -> name.startsWith(before) && name.endsWith(after))
                .map(name -> name.substring(before.length(), name.length() - after.length()));
    }
}
