package dev.daybook.bench.workload;

import dev.daybook.bench.load.Batches;
import dev.daybook.bench.load.ClosedLoop;
import dev.daybook.bench.load.TestBank;
import dev.daybook.bench.load.Transfers;
import dev.daybook.bench.load.Usage;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Processors;
import dev.daybook.bench.measure.Timing;

import java.time.Duration;

/**
 * What was seen of a bank between two moments while it wrote as fast as it could.
 *
 * @param committer processor time of the one thread that decides and writes
 */
record WriteWindow(
        Duration length,
        ClosedLoop.Answers answers,
        Batches.Count batches,
        Usage usage,
        Duration committer) {

    /** The name that the engine gives the thread of the committer. */
    private static final String COMMITTER = "daybook-committer";

    /** Runs a bank at full load, and looks at the books afterwards. */
    static WriteWindow measure(TestBank bank, Transfers transfers, int inFlight, Timing timing)
            throws InterruptedException {
        WriteWindow window;
        try (ClosedLoop loop = new ClosedLoop(bank, transfers, inFlight)) {
            loop.start();
            Thread.sleep(timing.warmUp());
            Moment start = Moment.now(bank, loop);
            Thread.sleep(timing.window());
            window = Moment.now(bank, loop).since(start);
        }
        BooksWrongException.throwIfWrong(bank);
        return window;
    }

    double perSecond() {
        return Figures.perSecond(answers.committed(), length);
    }

    void report(Figures into) {
        into.rate("committed", answers.committed(), length, "transfers");
        into.rate("events", batches.events(), length, "events");
        into.count("rejected", answers.rejected(), "commands");
        into.count("unknown", answers.unknown(), "commands");
        into.count("overloaded", answers.overloaded(), "commands");
        if (batches.batches() > 0) {
            into.add("batch", (double) batches.commands() / batches.batches(), "commands");
            into.add("batch-time", length.toNanos() / 1e6 / batches.batches(), "ms");
        }
        usage.report(into, answers.committed());
        if (answers.committed() > 0) {
            into.add(
                    "cpu-committer",
                    committer.toNanos() / 1e3 / answers.committed(),
                    "us/transfer");
        }
        into.add("committer-busy", 100.0 * committer.toNanos() / length.toNanos(), "%");
    }

    /** Counters at one moment. */
    private record Moment(
            long nanos,
            ClosedLoop.Answers answers,
            Batches.Count batches,
            Usage usage,
            Duration committer) {

        /** The slow readings first, so that they are in no window. */
        static Moment now(TestBank bank, ClosedLoop loop) {
            Usage usage = Usage.now(bank.server());
            return new Moment(
                    System.nanoTime(),
                    loop.answers(),
                    bank.batches().count(),
                    usage,
                    Processors.threads(COMMITTER));
        }

        WriteWindow since(Moment start) {
            return new WriteWindow(
                    Duration.ofNanos(nanos - start.nanos),
                    answers.since(start.answers),
                    batches.since(start.batches),
                    usage.since(start.usage),
                    committer.minus(start.committer));
        }
    }
}
