package dev.daybook.bench.report;

import java.util.ArrayList;
import java.util.List;

/** Horizontal bars in SVG, readable on light and dark pages. */
public final class BarChart {

    private static final int WIDTH = 760;
    private static final int LABELS = 230;
    private static final int VALUES = 130;
    private static final int ROW = 30;
    private static final int BAR = 18;
    private static final int TOP = 44;

    private final String title;
    private final String unit;
    private final List<Bar> bars = new ArrayList<>();

    /**
     * @param text the value as it is to be written
     * @param ours whether it is one of Daybook's
     */
    private record Bar(String label, double value, String text, boolean ours) {}

    public BarChart(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    public BarChart add(String label, double value, String text, boolean ours) {
        bars.add(new Bar(label, value, text, ours));
        return this;
    }

    public String svg() {
        double largest = bars.stream().mapToDouble(Bar::value).max().orElse(1);
        StringBuilder svg = new StringBuilder();
        svg.append(
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="14" role="img" aria-label="%s">
                <style>text{fill:#24292f}.o{fill:#0b6e69}.p{fill:#9aa4ad}@media(prefers-color-scheme:dark){text{fill:#e6edf3}.o{fill:#3fb8b0}.p{fill:#6e7681}}</style>
                <text x="0" y="20" font-weight="bold">%s</text>
                """
                        .formatted(WIDTH, TOP + ROW * bars.size(), escaped(title), escaped(title)));
        int y = TOP;
        for (Bar bar : bars) {
            long length = Math.round(bar.value / largest * (WIDTH - LABELS - VALUES));
            svg.append(
                    """
                    <text x="%d" y="%d" text-anchor="end">%s</text>
                    <rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="2"/>
                    <text x="%d" y="%d">%s %s</text>
                    """
                            .formatted(
                                    LABELS - 10,
                                    y + 14,
                                    escaped(bar.label),
                                    bar.ours ? "o" : "p",
                                    LABELS,
                                    y,
                                    Math.max(1, length),
                                    BAR,
                                    LABELS + length + 8,
                                    y + 14,
                                    escaped(bar.text),
                                    escaped(unit)));
            y += ROW;
        }
        return svg.append("</svg>\n").toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
