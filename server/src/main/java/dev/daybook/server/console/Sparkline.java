package dev.daybook.server.console;

import java.util.List;
import java.util.Locale;

/**
 * A small line of how something went. Drawn in a square of a hundred by a hundred, which the page
 * stretches.
 *
 * @param points of the line, as a drawing has them; empty while there is nothing to draw
 */
public record Sparkline(String points) {

    private static final double SIZE = 100;

    /** From the oldest to the newest; the highest reaches the top, zero is the bottom. */
    static Sparkline of(List<Double> values) {
        double top = values.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        if (values.size() < 2) {
            return new Sparkline("");
        }
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            double x = SIZE * i / (values.size() - 1);
            double y = top == 0 ? SIZE : SIZE - SIZE * values.get(i) / top;
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
        }
        return new Sparkline(points.toString().strip());
    }
}
