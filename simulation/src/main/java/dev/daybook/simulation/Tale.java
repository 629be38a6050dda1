package dev.daybook.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What happened in a history, line by line: a digest of all of it, and the newest lines. */
final class Tale {

    private final int linesMax;
    private final Deque<String> lines = new ArrayDeque<>();
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private long digest = 1;

    /**
     * @param linesMax the most lines that are kept
     */
    Tale(int linesMax) {
        this.linesMax = linesMax;
    }

    void add(String line) {
        digest = digest * 1_000_003 + line.hashCode();
        if (lines.size() == linesMax) {
            lines.removeFirst();
        }
        lines.add(line);
    }

    void count(Fault fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    long digest() {
        return digest;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    Map<Fault, Long> faults() {
        return faults;
    }
}
