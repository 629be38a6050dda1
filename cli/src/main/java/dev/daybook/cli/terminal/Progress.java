package dev.daybook.cli.terminal;

import java.io.PrintWriter;
import java.util.Locale;

/**
 * One line that tells how far long work is, rewritten in place. It is silent when the output is not
 * a terminal. Safe for use by many threads.
 */
public final class Progress implements AutoCloseable {

    private static final long EVERY_NANOS = 100_000_000;
    private static final String CLEAR = "\r\033[K";

    private final PrintWriter out;
    private final boolean shown;
    private long lastShownNanos = Long.MIN_VALUE;

    private Progress(PrintWriter out, boolean shown) {
        this.out = out;
        this.shown = shown;
    }

    /** Writes to the given stream when a person is at the terminal. */
    public static Progress onTerminal(PrintWriter out) {
        return new Progress(out, Terminal.isWatched());
    }

    public static Progress silent() {
        return new Progress(new PrintWriter(PrintWriter.nullWriter()), false);
    }

    /** Of work whose end is known. */
    public void step(String what, long done, long total) {
        if (isDue(done >= total)) {
            long percent = total == 0 ? 100 : done * 100 / total;
            show(String.format(Locale.ROOT, "%s %,d of %,d (%d %%)", what, done, total, percent));
        }
    }

    /** Of work whose end is not known. */
    public void step(String what, long done) {
        if (isDue(false)) {
            show(String.format(Locale.ROOT, "%s %,d", what, done));
        }
    }

    private synchronized boolean isDue(boolean last) {
        long now = System.nanoTime();
        if (!shown
                || (!last
                        && now - lastShownNanos < EVERY_NANOS
                        && lastShownNanos != Long.MIN_VALUE)) {
            return false;
        }
        lastShownNanos = now;
        return true;
    }

    private synchronized void show(String line) {
        out.print(CLEAR + line);
        out.flush();
    }

    /** Takes the line away. */
    @Override
    public synchronized void close() {
        if (shown) {
            out.print(CLEAR);
            out.flush();
        }
    }
}
