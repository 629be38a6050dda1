package dev.daybook.bench.workload;

import dev.daybook.bench.load.Batches;
import dev.daybook.bench.load.ClosedLoop;
import dev.daybook.bench.load.TestBank;
import dev.daybook.bench.load.Transfers;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Processors;
import dev.daybook.bench.measure.Timing;

import java.time.Duration;

/**
 * What was seen of a bank between two moments while it wrote as fast as it could.
 *
 * @param committerCpu of the one thread that decides and writes
 */
record WriteWindow(
        Duration length,
        ClosedLoop.Answers answers,
        Batches.Count batches,
        long walBytes,
        Duration jvmCpu,
        Duration committerCpu,
        Duration postgresCpu) {

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
        if (answers.committed() > 0) {
            into.add("wal", (double) walBytes / answers.committed(), "bytes/transfer");
            perTransfer(into, "cpu-jvm", jvmCpu);
            perTransfer(into, "cpu-committer", committerCpu);
            perTransfer(into, "cpu-postgres", postgresCpu);
        }
        into.add("committer-busy", 100.0 * committerCpu.toNanos() / length.toNanos(), "%");
    }

    private void perTransfer(Figures into, String name, Duration used) {
        into.add(name, used.toNanos() / 1e3 / answers.committed(), "us/transfer");
    }

    /** Counters at one moment. */
    private record Moment(
            long nanos,
            ClosedLoop.Answers answers,
            Batches.Count batches,
            long walBytes,
            Duration jvm,
            Duration committer,
            Duration postgres) {

        static Moment now(TestBank bank, ClosedLoop loop) {
            long wal = bank.server().walBytes();
            Duration postgres = Processors.tree(bank.server().pid());
            return new Moment(
                    System.nanoTime(),
                    loop.answers(),
                    bank.batches().count(),
                    wal,
                    Processors.jvm(),
                    Processors.threads(COMMITTER),
                    postgres);
        }

        WriteWindow since(Moment start) {
            return new WriteWindow(
                    Duration.ofNanos(nanos - start.nanos),
                    answers.since(start.answers),
                    batches.since(start.batches),
                    walBytes - start.walBytes,
                    jvm.minus(start.jvm),
                    committer.minus(start.committer),
                    postgres.minus(start.postgres));
        }
    }
}
