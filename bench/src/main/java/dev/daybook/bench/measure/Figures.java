package dev.daybook.bench.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The figures of a run in the order in which they were taken. For one thread. */
public final class Figures {

    private final List<Figure> all;
    private final String prefix;
    private final Consumer<Figure> listener;

    /**
     * @param listener hears of each figure as it comes
     */
    public Figures(Consumer<Figure> listener) {
        this(new ArrayList<>(), "", listener);
    }

    private Figures(List<Figure> all, String prefix, Consumer<Figure> listener) {
        this.all = all;
        this.prefix = prefix;
        this.listener = listener;
    }

    /** The same list; what is added through it bears this name in front. */
    public Figures of(String name) {
        return new Figures(all, prefix + name + ".", listener);
    }

    public void add(String name, double value, String unit) {
        Figure figure = new Figure(prefix + name, value, unit);
        all.add(figure);
        listener.accept(figure);
    }

    public void count(String name, long value, String unit) {
        add(name, (double) value, unit);
    }

    /** How often something happened a second. */
    public void rate(String name, long count, Duration window, String what) {
        add(name, perSecond(count, window), what + "/s");
    }

    public static double perSecond(long count, Duration window) {
        return count * 1e9 / window.toNanos();
    }

    public List<Figure> all() {
        return List.copyOf(all);
    }

    /** The value of a figure taken before. @throws IllegalArgumentException when there is none */
    public double value(String name) {
        return all.stream()
                .filter(figure -> figure.name().equals(prefix + name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No figure " + prefix + name + "."))
                .value();
    }
}
