package dev.daybook.server.console;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Columns, one an hour, each of what is stacked in it. Drawn in a square of a hundred by a hundred,
 * which the page stretches.
 *
 * @param name of the chart, by which its texts are found
 * @param top what the whole height stands for, in words
 * @param series what is stacked, from the bottom up, in the order of its size; its number is its
 *     colour
 */
public record Chart(
        String name, String title, String top, List<Series> series, List<Column> columns) {

    /** More than that nobody tells apart; the smallest are drawn as one. */
    private static final int SERIES_MAX = 5;

    private static final double HEIGHT = 100;
    private static final double WIDTH = 100;

    /** How much of its place a column takes. */
    private static final double FILLED = 0.8;

    /**
     * One thing that is counted.
     *
     * @param total over all hours, in words
     */
    public record Series(int number, String name, String total) {}

    /** One hour. */
    public record Column(Instant hour, String total, List<Piece> pieces) {}

    /** A part of a column. */
    public record Piece(int series, double x, double y, double width, double height, String words) {

        /** As it is written in a drawing, whatever the language. */
        public String attribute(double value) {
            return String.format(java.util.Locale.ROOT, "%.3f", value);
        }
    }

    /** Counts of one name, one for each hour. */
    record Counts(String name, double[] byHour) {

        double total() {
            double total = 0;
            for (double count : byHour) {
                total += count;
            }
            return total;
        }
    }

    /** Adds up what is counted, before it is drawn. */
    static final class Builder {

        private final List<Instant> hours;
        private final Map<String, double[]> counts = new LinkedHashMap<>();

        Builder(List<Instant> hours) {
            this.hours = hours;
        }

        void add(Instant hour, String name, double count) {
            int index = hours.indexOf(hour);
            if (index >= 0) {
                counts.computeIfAbsent(name, _ -> new double[hours.size()])[index] += count;
            }
        }

        /**
         * The chart.
         *
         * @param others what the smallest are called together
         * @param words how a count is written
         */
        Chart draw(String name, String title, String others, Function<Double, String> words) {
            List<Counts> largest =
                    counts.entrySet().stream()
                            .map(entry -> new Counts(entry.getKey(), entry.getValue()))
                            .sorted((one, other) -> Double.compare(other.total(), one.total()))
                            .toList();
            List<Counts> shown = new ArrayList<>(largest.stream().limit(SERIES_MAX).toList());
            if (largest.size() > SERIES_MAX) {
                double[] rest = new double[hours.size()];
                largest.stream()
                        .skip(SERIES_MAX)
                        .forEach(each -> {
                            for (int hour = 0; hour < rest.length; hour++) {
                                rest[hour] += each.byHour[hour];
                            }
                        });
                shown.add(new Counts(others, rest));
            }
            double top =
                    IntStream.range(0, hours.size())
                            .mapToDouble(hour ->
                                    shown.stream().mapToDouble(each -> each.byHour[hour]).sum())
                            .max()
                            .orElse(0);
            List<Column> columns = new ArrayList<>();
            for (int hour = 0; hour < hours.size(); hour++) {
                columns.add(column(hour, shown, top, words));
            }
            return new Chart(
                    name,
                    title,
                    words.apply(top),
                    IntStream.range(0, shown.size())
                            .mapToObj(i ->
                                    new Series(
                                            i,
                                            shown.get(i).name,
                                            words.apply(shown.get(i).total())))
                            .toList(),
                    columns);
        }

        private Column column(
                int hour, List<Counts> shown, double top, Function<Double, String> words) {
            List<Piece> pieces = new ArrayList<>();
            double place = WIDTH / hours.size();
            double y = HEIGHT;
            double total = 0;
            for (int i = 0; i < shown.size(); i++) {
                double count = shown.get(i).byHour[hour];
                total += count;
                if (count > 0) {
                    double height = HEIGHT * count / top;
                    y -= height;
                    pieces.add(
                            new Piece(
                                    i,
                                    place * (hour + (1 - FILLED) / 2),
                                    y,
                                    place * FILLED,
                                    height,
                                    shown.get(i).name + ": " + words.apply(count)));
                }
            }
            return new Column(hours.get(hour), words.apply(total), pieces);
        }
    }

    /** Whether there is anything to draw. */
    public boolean isEmpty() {
        return series.isEmpty();
    }
}
