package dev.daybook.bench.load;

import dev.daybook.engine.commit.OverloadedException;

import java.util.concurrent.atomic.LongAdder;

/** Writes at a fixed rate while something else is measured. A rate of 0 writes nothing. */
public final class SteadyWriter implements AutoCloseable {

    private final TestBank bank;
    private final Transfers transfers;
    private final int rate;
    private final LongAdder answered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Thread thread;
    private volatile boolean closing;

    public static SteadyWriter start(TestBank bank, Transfers transfers, int rate) {
        SteadyWriter writer = new SteadyWriter(bank, transfers, rate);
        if (rate > 0) {
            writer.thread.start();
        }
        return writer;
    }

    private SteadyWriter(TestBank bank, Transfers transfers, int rate) {
        this.bank = bank;
        this.transfers = transfers;
        this.rate = rate;
        this.thread = Thread.ofPlatform().name("bench-writer").unstarted(this::write);
    }

    private void write() {
        OpenLoop.run(rate, _ -> !closing, _ -> send());
    }

    private void send() {
        try {
            var _ =
                    bank.submit(transfers.next())
                            .whenComplete((receipt, _) -> {
                                if (receipt == null) {
                                    refused.increment();
                                } else {
                                    answered.increment();
                                }
                            });
        } catch (OverloadedException full) {
            refused.increment();
        }
    }

    /** Answered so far. */
    public long answered() {
        return answered.sum();
    }

    /** Not taken in, or without an answer. */
    public long refused() {
        return refused.sum();
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
