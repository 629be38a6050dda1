package dev.daybook.server.operate;

import dev.daybook.engine.relay.RelayRunner;
import dev.daybook.engine.relay.Violation;
import dev.daybook.engine.view.ViewRunner;
import dev.daybook.server.bank.Bank;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.stereotype.Component;

import java.util.concurrent.atomic.LongAdder;

/**
 * What is measured of the bank: the inbox, the batches, the journal, and each view's lag. What is
 * measured of single commands is in the gateway.
 */
@Component
final class Metrics implements MeterBinder {

    private final Bank bank;

    Metrics(Bank bank) {
        this.bank = bank;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("daybook.inbox.waiting", bank.book(), book -> book.waiting())
                .description("Commands that wait to be decided")
                .register(registry);
        Gauge.builder("daybook.journal.head", bank.book().feed(), feed -> feed.head())
                .description("The last position of the journal")
                .register(registry);
        DistributionSummary batches =
                DistributionSummary.builder("daybook.batch.commands")
                        .description("Commands committed in one transaction")
                        .publishPercentiles(0.5, 0.99)
                        .register(registry);
        LongAdder events = new LongAdder();
        FunctionCounter.builder("daybook.events", events, LongAdder::doubleValue)
                .description("Events recorded by this node")
                .register(registry);
        bank.listen((committed, commands) -> {
            batches.record(commands);
            events.add(committed.size());
        });
        bank.book().views().runners().forEach(runner -> bind(runner, registry));
        RelayRunner relay = bank.relay();
        if (relay != null) {
            bind(relay, registry);
        }
    }

    private static void bind(RelayRunner relay, MeterRegistry registry) {
        Gauge.builder("daybook.relay.lag.events", relay, each -> each.status().lagEvents())
                .description("Recorded events that this node has not published yet")
                .register(registry);
        Gauge.builder(
                        "daybook.relay.lag.seconds",
                        relay,
                        each -> seconds(each.status().lagMillis()))
                .description("For how long the oldest of these has been recorded")
                .register(registry);
        Gauge.builder(
                        "daybook.relay.withheld.events",
                        relay,
                        each ->
                                each.status().violations().stream()
                                        .mapToLong(Violation::withheld)
                                        .sum())
                .description("Events that went out without their content since the node began")
                .register(registry);
    }

    private static double seconds(long millis) {
        return millis < 0 ? Double.NaN : millis / 1000.0; // it cannot be told
    }

    private static void bind(ViewRunner<?, ?, ?> runner, MeterRegistry registry) {
        String name = runner.view().name();
        Gauge.builder("daybook.view.lag.events", runner, view -> view.status().lagEvents())
                .description("Recorded events that the view has not applied yet")
                .tag("view", name)
                .register(registry);
        Gauge.builder(
                        "daybook.view.lag.seconds",
                        runner,
                        view -> seconds(view.status().lagMillis()))
                .description("For how long the oldest of these has been recorded")
                .tag("view", name)
                .register(registry);
        Gauge.builder("daybook.view.position", runner, view -> view.status().position())
                .description("The last position that the view has applied")
                .tag("view", name)
                .register(registry);
        Gauge.builder(
                        "daybook.view.parked.entities",
                        runner,
                        view -> view.status().parkedEntities())
                .description("Entities whose events the view could not apply")
                .tag("view", name)
                .register(registry);
    }
}
