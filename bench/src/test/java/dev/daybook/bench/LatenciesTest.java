package dev.daybook.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Latencies;

import org.junit.jupiter.api.Test;

class LatenciesTest {

    @Test
    void percentilesAreTakenByNearestRank() {
        Latencies latencies = new Latencies();
        for (int millis = 2_000; millis >= 1; millis--) {
            latencies.add(millis * 1_000_000L);
        }
        Figures figures = new Figures(_ -> {});
        latencies.report(figures);
        assertThat(figures.value("p50")).isEqualTo(1_000);
        assertThat(figures.value("p99")).isEqualTo(1_980);
        assertThat(figures.value("p99-9")).isEqualTo(1_998);
        assertThat(figures.value("max")).isEqualTo(2_000);
    }
}
