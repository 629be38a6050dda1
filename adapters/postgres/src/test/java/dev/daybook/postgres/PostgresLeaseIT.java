package dev.daybook.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A lease goes from one node to the next, whatever happens to the first. */
@Timeout(60)
class PostgresLeaseIT {

    private static final Duration NEVER = Duration.ofSeconds(30);

    private static PostgresServer server;
    private static PostgresSettings settings;

    private final List<PostgresLease> leases = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    @BeforeAll
    static void startServer(@TempDir Path directory) {
        server = PostgresServer.start(directory);
        settings = server.database("daybook");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void endAll() {
        processes.forEach(Process::destroyForcibly);
        leases.forEach(PostgresLease::close);
    }

    private PostgresLease lease() {
        PostgresLease lease = new PostgresLease(settings, "main", "relay");
        leases.add(lease);
        return lease;
    }

    /** A process that holds the lease. */
    private Process holder() throws IOException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                LeaseHolder.class.getName(),
                                settings.jdbcUrl(),
                                settings.user(),
                                settings.password())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        processes.add(process);
        assertThat(said(process.inputReader())).isEqualTo("held");
        return process;
    }

    private static String said(BufferedReader out) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.equals("held") || line.equals("lost")) {
                return line;
            }
        }
        return "nothing";
    }

    private static void signal(Process process, String signal) throws Exception {
        assertThat(
                        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                                .start()
                                .waitFor())
                .isZero();
    }

    private static long millisUntilHeld(PostgresLease lease) throws InterruptedException {
        long begun = System.nanoTime();
        assertThat(lease.await(NEVER)).isTrue();
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }

    @Test
    void oneNodeHasItAtATime() throws Exception {
        PostgresLease first = lease();
        assertThat(first.await(NEVER)).isTrue();
        PostgresLease second = lease();
        assertThat(second.await(Duration.ofSeconds(5)))
                .as("however long it waits, as the first gives signs of life")
                .isFalse();
        assertThat(first.await(Duration.ZERO)).isTrue();
    }

    @Test
    void anotherWhoWaitsHasItAtOnceWhenItIsGivenUp() throws Exception {
        PostgresLease first = lease();
        assertThat(first.await(NEVER)).isTrue();
        PostgresLease second = lease();
        assertThat(second.await(Duration.ofMillis(700))).isFalse();
        first.release();
        assertThat(first.await(Duration.ZERO)).isFalse();
        assertThat(millisUntilHeld(second)).isLessThan(600);
        second.close();
        assertThat(first.await(NEVER)).as("it has asked for it again").isTrue();
    }

    @Test
    void anotherHasItAtOnceWhenTheProcessIsKilled() throws Exception {
        Process holder = holder();
        PostgresLease second = lease();
        assertThat(second.await(Duration.ofSeconds(1))).isFalse();
        holder.destroyForcibly();
        assertThat(millisUntilHeld(second)).isLessThan(1_000);
    }

    @Test
    void anotherHasItSoonWhenTheProcessStandsStillAndThatOneFindsOut() throws Exception {
        Process holder = holder();
        PostgresLease second = lease();
        assertThat(second.await(Duration.ofSeconds(1))).isFalse();
        signal(holder, "STOP");
        assertThat(millisUntilHeld(second)).isLessThan(PostgresLease.SILENCE_MILLIS + 2_000L);
        signal(holder, "CONT");
        assertThat(said(holder.inputReader())).isEqualTo("lost");
        assertThat(second.await(Duration.ZERO)).isTrue();
    }

    @Test
    void aLostSessionIsALostLease() throws Exception {
        PostgresLease first = lease();
        assertThat(first.await(NEVER)).isTrue();
        try (Connection connection = settings.connect("public");
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                                        + " where application_name = 'lease book_main'")) {
            row.next();
            assertThat(row.getInt(1)).isEqualTo(1);
        }
        PostgresLease second = lease();
        assertThat(first.await(NEVER) || second.await(NEVER)).as("one of them is next").isTrue();
    }
}
