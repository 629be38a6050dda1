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
 * @param writer processor time of the thread that writes, and decides what was not decided ahead
 * @param decider processor time of the thread that decides ahead
 */
record WriteWindow(
        Duration length,
        ClosedLoop.Answers answers,
        Batches.Count batches,
        Usage usage,
        Duration writer,
        Duration decider) {

    /** The names that the engine gives the threads of the committer. */
    private static final String WRITER = "daybook-committer";

    private static final String DECIDER = "daybook-decider";

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
        report(into, "committer", writer);
        report(into, "decider", decider);
    }

    private void report(Figures into, String thread, Duration used) {
        if (answers.committed() > 0) {
            into.add("cpu-" + thread, used.toNanos() / 1e3 / answers.committed(), "us/transfer");
        }
        into.add(thread + "-busy", 100.0 * used.toNanos() / length.toNanos(), "%");
    }

    /** Counters at one moment. */
    private record Moment(
            long nanos,
            ClosedLoop.Answers answers,
            Batches.Count batches,
            Usage usage,
            Duration writer,
            Duration decider) {

        /** The slow readings first, so that they are in no window. */
        static Moment now(TestBank bank, ClosedLoop loop) {
            Usage usage = Usage.now(bank.server());
            return new Moment(
                    System.nanoTime(),
                    loop.answers(),
                    bank.batches().count(),
                    usage,
                    Processors.threads(WRITER),
                    Processors.threads(DECIDER));
        }

        WriteWindow since(Moment start) {
            return new WriteWindow(
                    Duration.ofNanos(nanos - start.nanos),
                    answers.since(start.answers),
                    batches.since(start.batches),
                    usage.since(start.usage),
                    writer.minus(start.writer),
                    decider.minus(start.decider));
        }
    }
}
