package dev.daybook.bench.workload;

import dev.daybook.bench.http.ServerProcess;
import dev.daybook.bench.measure.Figures;
import dev.daybook.bench.measure.Processors;

import java.time.Duration;

/**
 * Processor time of the three that share the machine, up to a moment or between two.
 *
 * @param client this program, which sends the load
 */
record HttpUsage(Duration server, Duration postgres, Duration client) {

    static final HttpUsage NONE = new HttpUsage(Duration.ZERO, Duration.ZERO, Duration.ZERO);

    static HttpUsage now(ServerProcess server) {
        return new HttpUsage(
                Processors.process(server.pid()),
                Processors.tree(server.databasePid()),
                Processors.jvm());
    }

    HttpUsage since(HttpUsage earlier) {
        return new HttpUsage(
                server.minus(earlier.server),
                postgres.minus(earlier.postgres),
                client.minus(earlier.client));
    }

    /** Per transfer; nothing when there was none, or where the system does not tell. */
    void report(Figures into, long transfers) {
        if (transfers > 0 && server.isPositive()) {
            into.add("cpu-server", server.toNanos() / 1e3 / transfers, "us/transfer");
            into.add("cpu-postgres", postgres.toNanos() / 1e3 / transfers, "us/transfer");
            into.add("cpu-client", client.toNanos() / 1e3 / transfers, "us/transfer");
        }
    }
}
