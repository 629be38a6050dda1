package dev.daybook.bench.load;

import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Processors;

import java.time.Duration;

/**
 * What has been used of the machine up to a moment, or between two.
 *
 * @param jvm processor time of this program, the sender of the load included
 * @param postgres processor time of the server's processes
 * @param walBytes write-ahead log written by the server
 */
public record Usage(Duration jvm, Duration postgres, long walBytes) {

    public static Usage now(Server server) {
        return new Usage(Processors.jvm(), Processors.tree(server.pid()), server.walBytes());
    }

    /** Where processors cannot be looked at, as the processes end with the load. */
    public static Usage ofWal(long bytes) {
        return new Usage(Duration.ZERO, Duration.ZERO, bytes);
    }

    public Usage since(Usage earlier) {
        return new Usage(
                jvm.minus(earlier.jvm),
                postgres.minus(earlier.postgres),
                walBytes - earlier.walBytes);
    }

    /** Per transfer; nothing when there was none, and no processor time where that is not known. */
    public void report(Figures into, long transfers) {
        if (transfers > 0) {
            into.add("wal", (double) walBytes / transfers, "bytes/transfer");
            cpu(into, "cpu-jvm", jvm, transfers);
            cpu(into, "cpu-postgres", postgres, transfers);
        }
    }

    private static void cpu(Figures into, String name, Duration used, long transfers) {
        if (used.isPositive()) {
            into.add(name, used.toNanos() / 1e3 / transfers, "us/transfer");
        }
    }
}
