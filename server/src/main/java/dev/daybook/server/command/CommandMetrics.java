package dev.daybook.server.command;

import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.commit.Receipt;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts commands by type and outcome, and how long each waited for it. */
@Component
final class CommandMetrics {

    private final MeterRegistry registry;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    CommandMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * @param receipt null when the outcome is not known
     */
    void answered(String type, @Nullable Receipt<?, ?> receipt, long nanos) {
        String outcome = outcome(receipt);
        timers.computeIfAbsent(
                        type + ' ' + outcome,
                        any ->
                                Timer.builder("daybook.commands")
                                        .description(
                                                "Commands, from the inbox to the durable outcome")
                                        .tag("type", type)
                                        .tag("outcome", outcome)
                                        .register(registry))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private static String outcome(@Nullable Receipt<?, ?> receipt) {
        if (receipt == null) {
            return "unknown";
        }
        if (receipt.replayed()) {
            return "replayed";
        }
        return switch (receipt.outcome()) {
            case Outcome.Committed _ -> "committed";
            case Outcome.Rejected rejected -> rejected.code();
        };
    }
}
