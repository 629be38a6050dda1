package dev.daybook.bench.report;

import dev.daybook.bench.measure.Figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A figure that is aimed for. Whether it is met is computed from what was measured.
 *
 * @param what in words
 * @param figure the name of the figure that tells
 * @param bound the least or the most that the figure may be
 * @param conditions what had to be so for the figure to count
 */
record Aim(
        String what,
        String figure,
        Bound bound,
        double value,
        String unit,
        List<Condition> conditions) {

    enum Bound {
        AT_LEAST("≥"),
        UNDER("<");

        private final String sign;

        Bound(String sign) {
            this.sign = sign;
        }
    }

    /**
     * How much there was, or how fast it was written.
     *
     * @param figure how much it was
     * @param least how much it was to be
     */
    record Condition(String figure, double least, String unit) {}

    static Aim atLeast(String what, String figure, double value, String unit) {
        return new Aim(what, figure, Bound.AT_LEAST, value, unit, List.of());
    }

    static Aim under(String what, String figure, double value, String unit) {
        return new Aim(what, figure, Bound.UNDER, value, unit, List.of());
    }

    Aim on(String least, double value, String unit) {
        List<Condition> all = new ArrayList<>(conditions);
        all.add(new Condition(least, value, unit));
        return new Aim(what, figure, bound, this.value, this.unit, List.copyOf(all));
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
        for (Condition condition : conditions) {
            Figure actual = figures.find(condition.figure);
            if (actual == null || actual.value() < condition.least) {
                return "%s, but at %s of %s %s"
                        .formatted(
                                verdict,
                                actual == null ? "fewer" : number(Math.rint(actual.value())),
                                number(condition.least),
                                condition.unit);
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
