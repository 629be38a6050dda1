package dev.daybook.bench.measure;

import java.util.Locale;

/**
 * One thing that was measured.
 *
 * @param name words of {@code a-z0-9_-} joined by points, from the general to the particular
 * @param unit what the value counts, such as {@code transfers/s} or {@code ms}
 */
public record Figure(String name, double value, String unit) {

    /** {@code name: value unit}. */
    @Override
    public String toString() {
        return name + ": " + text() + " " + unit;
    }

    /** The value with three digits that mean something, or all digits before the point. */
    public String text() {
        double size = Math.abs(value);
        int decimals = value == Math.rint(value) || size >= 100 ? 0 : size >= 10 ? 1 : 2;
        if (decimals == 2 && size < 0.1) {
            decimals = 4;
        }
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
