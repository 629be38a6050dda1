package dev.daybook.bench.measure;

import java.time.Duration;

/**
 * How long a run is.
 *
 * @param warmUp what runs first and is not measured
 * @param window what is measured
 */
public record Timing(Duration warmUp, Duration window) {

    public static Timing seconds(long warmUp, long window) {
        return new Timing(Duration.ofSeconds(warmUp), Duration.ofSeconds(window));
    }
}
