package dev.daybook.bench.report;

import dev.daybook.bench.measure.Figure;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * A figure that is aimed for. Whether it is met is computed from what was measured.
 *
 * @param what in words
 * @param figure the name of the figure that tells
 * @param bound the least or the most that the figure may be
 * @param size what the figure was to be measured on, if that matters
 */
record Aim(
        String what, String figure, Bound bound, double value, String unit, @Nullable Size size) {

    enum Bound {
        AT_LEAST("≥"),
        UNDER("<");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }
    }

    /**
     * @param figure how large it was
     * @param least how large it was to be
     */
    record Size(String figure, double least, String unit) {}

    static Aim atLeast(String what, String figure, double value, String unit) {
        return new Aim(what, figure, Bound.AT_LEAST, value, unit, null);
    }

    static Aim under(String what, String figure, double value, String unit) {
        return new Aim(what, figure, Bound.UNDER, value, unit, null);
    }

    Aim on(String sizeFigure, double least, String sizeUnit) {
        return new Aim(what, figure, bound, value, unit, new Size(sizeFigure, least, sizeUnit));
    }

    /** For example {@code ≥ 25,000 transfers/s}. */
    String aimed() {
        return bound.sign + " " + number(value) + " " + unit;
    }

    String measured(Measured figures) {
        Figure found = figures.find(figure);
        return found == null ? "–" : text(found) + " " + unit;
    }

    /** For people: met, not met, or why nobody can tell. */
    String verdict(Measured figures) {
        Figure found = figures.find(figure);
        if (found == null) {
            return "not measured";
        }
        boolean met =
                switch (bound) {
                    case AT_LEAST -> found.value() >= value;
                    case UNDER -> found.value() < value;
                };
        String verdict = met ? "met" : "**not met**";
        if (size != null) {
            Figure actual = figures.find(size.figure);
            if (actual == null || actual.value() < size.least) {
                return "%s, but on %s of %s %s"
                        .formatted(
                                verdict,
                                actual == null ? "fewer" : number(actual.value()),
                                number(size.least),
                                size.unit);
            }
        }
        return verdict;
    }

    private static String text(Figure figure) {
        return Math.abs(figure.value()) >= 1_000 ? number(figure.value()) : figure.text();
    }

    private static String number(double value) {
        return value == Math.rint(value) || Math.abs(value) >= 1_000
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.valueOf(value);
    }
}
