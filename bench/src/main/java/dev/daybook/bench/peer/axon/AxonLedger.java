package dev.daybook.bench.peer.axon;

import dev.daybook.bench.load.Pattern;
import dev.daybook.bench.load.Server;
import dev.daybook.bench.load.Transfers;
import dev.daybook.bench.measure.Timing;
import dev.daybook.bench.peer.Peer;
import dev.daybook.bench.peer.Score;
import dev.daybook.postgres.PostgresSettings;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The ledger on Axon Framework: accounts are streams of events, a transfer is one command that
 * appends an event to two of them in one transaction, and whoever comes second at an account sees a
 * conflict and tries again. It runs with each of several numbers of connections, and the best
 * counts.
 *
 * <p>It does less than Daybook: no idempotency, no record of commands and refusals, no hashes, no
 * order without gaps, no current state beside the events, and two events a transfer instead of
 * three. It does more in one thing: an event is readable text.
 */
public final class AxonLedger implements Peer {

    private static final String SCHEMA = "axon_ledger";

    private final List<Integer> connections;

    /**
     * @param connections the numbers of connections to try, each with as many threads
     */
    public AxonLedger(Integer... connections) {
        this.connections = List.of(connections);
    }

    @Override
    public String name() {
        return "axon";
    }

    @Override
    public boolean runs(Pattern pattern) {
        return true;
    }

    @Override
    public Score measure(Server server, Pattern pattern, int accounts, Timing timing)
            throws InterruptedException {
        List<Score> scores = new ArrayList<>();
        for (int each : connections) {
            scores.add(measure(server, pattern, accounts, timing, each));
        }
        return scores.stream().max(Comparator.comparingDouble(Score::perSecond)).orElseThrow();
    }

    private static Score measure(
            Server server, Pattern pattern, int accounts, Timing timing, int connections)
            throws InterruptedException {
        PostgresSettings settings = server.database("daybook");
        try {
            createSchema(settings);
            try (AxonApplication axon = new AxonApplication(settings, SCHEMA, connections)) {
                axon.openAccounts(accounts);
                server.settle();
                AxonLoad load = new AxonLoad(axon, connections);
                Score score = load.run(server, new Transfers(pattern, accounts, 1), timing);
                AxonBooks.check(axon.pool(), accounts, load.committed());
                return score;
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("The ledger on Axon failed.", failure);
        } finally {
            server.dropSchema(settings, SCHEMA);
        }
    }

    private static void createSchema(PostgresSettings settings) throws SQLException {
        try (Connection connection = Server.connect(settings);
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema if exists " + SCHEMA + " cascade");
            statement.execute("create schema " + SCHEMA);
        }
    }
}
