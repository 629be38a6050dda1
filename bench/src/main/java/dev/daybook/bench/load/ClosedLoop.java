package dev.daybook.bench.load;

import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.BankingState;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.commit.OverloadedException;
import dev.daybook.engine.commit.Receipt;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends transfers to a bank so that a fixed number of them is always under way: the next goes out
 * as one is answered. It tells the rate that can be sustained, and nothing of latency under a load
 * that does not wait.
 */
public final class ClosedLoop implements AutoCloseable {

    /** A pause before trying again what was refused as overloaded, in nanoseconds. */
    private static final long PAUSE_NANOS = 1_000_000;

    private final TestBank bank;
    private final Transfers transfers;
    private final int inFlightMax;
    private final Semaphore free;
    private final LongAdder committed = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder overloaded = new LongAdder();
    private final Thread sender = Thread.ofPlatform().name("bench-sender").unstarted(this::send);
    private volatile boolean closing;

    public ClosedLoop(TestBank bank, Transfers transfers, int inFlightMax) {
        this.bank = bank;
        this.transfers = transfers;
        this.inFlightMax = inFlightMax;
        this.free = new Semaphore(inFlightMax);
    }

    public void start() {
        sender.start();
    }

    private void send() {
        while (!closing) {
            free.acquireUninterruptibly();
            Transfers.Transfer transfer = transfers.next();
            try {
                var _ = bank.submit(transfer).whenComplete(this::answered);
            } catch (OverloadedException full) {
                overloaded.increment();
                free.release();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    private void answered(
            @Nullable Receipt<BankingState, BankingEvent> receipt, @Nullable Throwable failure) {
        if (receipt == null) {
            unknown.increment();
        } else {
            switch (receipt.outcome()) {
                case Outcome.Committed _ -> committed.increment();
                case Outcome.Rejected _ -> rejected.increment();
            }
        }
        free.release();
    }

    /** Up to now. */
    public Answers answers() {
        return new Answers(committed.sum(), rejected.sum(), unknown.sum(), overloaded.sum());
    }

    /** Sends no more and waits until all is answered. */
    @Override
    public void close() {
        closing = true;
        try {
            sender.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        free.acquireUninterruptibly(inFlightMax);
    }

    /**
     * How commands were answered.
     *
     * @param unknown neither yes nor no, as the store failed
     * @param overloaded not taken in
     */
    public record Answers(long committed, long rejected, long unknown, long overloaded) {

        public Answers since(Answers earlier) {
            return new Answers(
                    committed - earlier.committed,
                    rejected - earlier.rejected,
                    unknown - earlier.unknown,
                    overloaded - earlier.overloaded);
        }
    }
}
