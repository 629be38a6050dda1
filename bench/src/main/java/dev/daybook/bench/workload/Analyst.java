package dev.daybook.bench.workload;

import dev.daybook.bench.http.StackProcesses;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.LongAdder;

/** Asks the read side heavy questions, one after the other, until it is closed. */
final class Analyst implements AutoCloseable {

    /** Sorts and hashes what it reads: it takes a processor for itself. */
    private static final String QUESTION =
            """
            select md5(string_agg(line, '' order by line))
            from (select md5(s::text) as line from views_main.statements_v1 s limit 200000) lines
            """;

    private final Connection connection;
    private final LongAdder queries = new LongAdder();
    private final Thread thread =
            Thread.ofPlatform().name("bench-analyst").daemon().unstarted(this::ask);
    private volatile boolean closing;

    private Analyst(Connection connection) {
        this.connection = connection;
    }

    static Analyst at(StackProcesses stack) {
        try {
            Analyst analyst =
                    new Analyst(
                            DriverManager.getConnection(
                                    stack.setting("views.jdbc-url"),
                                    stack.setting("views.user"),
                                    stack.setting("views.password")));
            analyst.thread.start();
            return analyst;
        } catch (SQLException failed) {
            throw new IllegalStateException("The read side cannot be asked.", failed);
        }
    }

    private void ask() {
        try (Statement statement = connection.createStatement()) {
            while (!closing) {
                try (ResultSet answer = statement.executeQuery(QUESTION)) {
                    answer.next();
                    queries.increment();
                }
            }
        } catch (SQLException failed) {
            if (!closing) {
                throw new IllegalStateException("A question failed.", failed);
            }
        }
    }

    /** Answered so far. */
    long queries() {
        return queries.sum();
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
            connection.close();
        } catch (SQLException gone) {
            throw new IllegalStateException("The read side cannot be left.", gone);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
