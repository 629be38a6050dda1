package dev.daybook.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of our own in a directory, for one machine: durable, reachable on loopback
 * only, with a password made up when the directory was. What a killed process left running is
 * stopped cleanly first, and when it ends by itself, as on a full disk, it is started again on the
 * same port until that succeeds. The caller sees to it that no two processes use one directory.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);

    /**
     * What a slot may hold by default, in MB: as much as the log itself may grow between
     * checkpoints.
     */
    public static final int SLOT_MEGABYTES = 4_096;

    private static final String USER = "postgres";
    private static final Duration START_MAX = Duration.ofSeconds(30);
    private static final int CONNECTIONS_MAX = 16;

    /** Where {@code postmaster.pid} tells the port, from 0. */
    private static final int PORT_LINE = 3;

    private static final long STOP_SECONDS = 15;

    /**
     * Durability first: the library's defaults switch these off. The rest suits a machine that also
     * runs the service and many small transactions.
     */
    private static final Map<String, String> CONFIGURATION =
            Map.ofEntries(
                    Map.entry("fsync", "on"),
                    Map.entry("synchronous_commit", "on"),
                    Map.entry("full_page_writes", "on"),
                    Map.entry("listen_addresses", "127.0.0.1"),
                    Map.entry("unix_socket_directories", ""),
                    Map.entry("max_connections", "100"),
                    Map.entry("shared_buffers", "256MB"),
                    // A batch's log goes to disk while the batch is still being written, by the
                    // log's own writer; the commit waits for the rest.
                    Map.entry("wal_buffers", "32MB"),
                    Map.entry("wal_writer_delay", "10ms"),
                    Map.entry("max_wal_size", "4GB"),
                    Map.entry("checkpoint_timeout", "15min"),
                    Map.entry("checkpoint_completion_target", "0.9"),
                    Map.entry("jit", "off"),
                    // The password is 192 random bits. Stretching it protects nothing, and costs
                    // every connection of a JVM that has just started.
                    Map.entry("scram_iterations", "1"),
                    Map.entry("log_min_messages", "warning"),
                    Map.entry(
                            "log_min_error_statement",
                            "panic")); // a statement may hold personal data

    /** Where the server keeps a directory for each replication slot. */
    private static final String SLOTS = "pg_replslot";

    private static final long START_AGAIN_MILLIS = 1_000;

    private final Path directory;
    private final String password;
    private final int slotMegabytes;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ReentrantLock lifecycle = new ReentrantLock();
    private EmbeddedPostgres postgres;

    private PostgresServer(Path directory, String password, int port, int slotMegabytes)
            throws IOException {
        this.directory = directory;
        this.password = password;
        this.slotMegabytes = slotMegabytes;
        this.postgres = launch(directory, password, port, slotMegabytes);
    }

    /**
     * Starts the server in a directory, making a new one if there is none.
     *
     * @throws UncheckedIOException when it does not start; the file {@code postgres.log} in the
     *     directory tells why
     */
    public static PostgresServer start(Path directory) {
        return start(directory, 0);
    }

    /**
     * The same on a port.
     *
     * @param port 0 for any that is free
     */
    public static PostgresServer start(Path directory, int port) {
        return start(directory, port, 0);
    }

    /**
     * The same, with a log that can be decoded. That costs a little more log; see {@code
     * docs/decisions/0022}.
     *
     * @param slotMegabytes how much log a slot may hold whose reader is away, in MB; 0 for a log
     *     that cannot be decoded, unless slots are left of a time in which it could: PostgreSQL
     *     does not start without then
     */
    public static PostgresServer start(Path directory, int port, int slotMegabytes) {
        try {
            Files.createDirectories(directory);
            Path data = directory.resolve("data");
            stopLeftover(data);
            String password = password(directory.resolve("password"));
            boolean fresh = !Files.exists(data.resolve("postgresql.conf"));
            PostgresServer server = new PostgresServer(directory, password, port, slotMegabytes);
            if (fresh || !Files.readString(data.resolve("pg_hba.conf")).equals(ACCESS)) {
                server.requirePassword(data);
            }
            server.watch(postmaster(data));
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(
                    "The embedded PostgreSQL in "
                            + directory
                            + " did not start; see postgres.log there.",
                    failure);
        }
    }

    /**
     * @param port 0 for any that is free
     */
    private static EmbeddedPostgres launch(
            Path directory, String password, int port, int slotMegabytes) throws IOException {
        ProcessBuilder.Redirect output =
                ProcessBuilder.Redirect.appendTo(directory.resolve("postgres.log").toFile());
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder()
                        .setDataDirectory(directory.resolve("data"))
                        .setCleanDataDirectory(false)
                        .setRegisterShutdownHook(false)
                        .setOverrideWorkingDirectory(binaries().toFile())
                        .setLocaleConfig("locale", "C")
                        .setPGStartupWait(START_MAX)
                        .setConnectConfig("password", password)
                        .setErrorRedirector(output)
                        .setOutputRedirector(output);
        if (port > 0) {
            builder.setPort(port);
        }
        CONFIGURATION.forEach(builder::setServerConfig);
        if (slotMegabytes > 0 || hasSlots(directory.resolve("data"))) {
            builder.setServerConfig("wal_level", "logical");
            builder.setServerConfig(
                    "max_slot_wal_keep_size",
                    (slotMegabytes > 0 ? slotMegabytes : SLOT_MEGABYTES) + "MB");
        }
        return builder.start();
    }

    private static boolean hasSlots(Path data) throws IOException {
        Path slots = data.resolve(SLOTS);
        if (!Files.isDirectory(slots)) {
            return false;
        }
        try (Stream<Path> found = Files.list(slots)) {
            return found.findAny().isPresent();
        }
    }

    /** Starts it again when it ends without having been told to. */
    private void watch(@Nullable ProcessHandle postmaster) {
        if (postmaster != null) {
            Thread.ofVirtual()
                    .name("daybook-postgres-watch")
                    .start(() -> {
                        postmaster.onExit().join();
                        startAgain();
                    });
        }
    }

    private void startAgain() {
        try {
            do {
                if (startedAgain()) {
                    return;
                }
            } while (!closing.await(START_AGAIN_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether there is nothing more to do. */
    private boolean startedAgain() {
        lifecycle.lock();
        try {
            if (closing.getCount() == 0) {
                return true;
            }
            log.warn("The embedded PostgreSQL has ended, and is started again.");
            int port = postgres.getPort();
            postgres.close(); // lets go of the directory
            stopLeftover(directory.resolve("data"));
            postgres = launch(directory, password, port, slotMegabytes);
            watch(postmaster(directory.resolve("data")));
            return true;
        } catch (IOException | RuntimeException failure) {
            log.warn("The embedded PostgreSQL does not start: {}", failure.toString());
            return false;
        } finally {
            lifecycle.unlock();
        }
    }

    private static final String ACCESS =
            """
            # Written by Daybook: this machine only, and never without the password.
            host all all 127.0.0.1/32 scram-sha-256
            """;

    private void requirePassword(Path data) throws IOException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection()) {
            Sql.execute(connection, "alter role " + USER + " password '" + password + "'");
            Files.writeString(data.resolve("pg_hba.conf"), ACCESS);
            Sql.execute(connection, "select pg_reload_conf()");
        } catch (SQLException failure) {
            throw new IOException("The password of the database could not be set.", failure);
        }
    }

    /** Creates a database unless it is there, and tells how to reach it. */
    public PostgresSettings database(String name) {
        Sql.checkedName(name);
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                PreparedStatement query =
                        connection.prepareStatement(
                                "select 1 from pg_database where datname = ?")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                if (!rows.next()) {
                    Sql.execute(connection, "create database " + name);
                }
            }
        } catch (SQLException failure) {
            throw Sql.failed("create the database " + name, failure);
        }
        return new PostgresSettings(
                "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + name,
                USER,
                password,
                CONNECTIONS_MAX);
    }

    /**
     * How to reach a database of the server that runs on a directory, started by another process;
     * empty when none runs.
     */
    public static Optional<PostgresSettings> running(Path directory, String database) {
        Sql.checkedName(database);
        try {
            Path data = directory.resolve("data");
            if (postmaster(data) == null) {
                return Optional.empty();
            }
            String port = Files.readAllLines(data.resolve("postmaster.pid")).get(PORT_LINE);
            return Optional.of(
                    new PostgresSettings(
                            "jdbc:postgresql://127.0.0.1:" + port.strip() + "/" + database,
                            USER,
                            Files.readString(directory.resolve("password")).strip(),
                            CONNECTIONS_MAX));
        } catch (IOException | IndexOutOfBoundsException justEnding) {
            return Optional.empty();
        }
    }

    public int port() {
        return postgres.getPort();
    }

    /** From now on it is not started again when it ends, and goes on when this process ends. */
    public void leave() {
        closing.countDown();
    }

    @Override
    public void close() {
        closing.countDown();
        lifecycle.lock();
        try {
            postgres.close();
        } catch (IOException failure) {
            log.warn(
                    "The embedded PostgreSQL did not stop cleanly; it recovers at the next start.",
                    failure);
        } finally {
            lifecycle.unlock();
        }
    }

    /** Where the server's programs are unpacked, once for all data directories of a user. */
    private static Path binaries() throws IOException {
        String configured = System.getProperty("daybook.cache", System.getenv("XDG_CACHE_HOME"));
        Path cache =
                configured != null
                        ? Path.of(configured)
                        : Path.of(System.getProperty("user.home"), ".cache");
        return Files.createDirectories(cache.resolve("daybook").resolve("postgres"));
    }

    private static String password(Path file) throws IOException {
        if (Files.exists(file)) {
            return Files.readString(file).strip();
        }
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = HexFormat.of().formatHex(random);
        if (Files.getFileStore(file.toAbsolutePath().getParent())
                .supportsFileAttributeView("posix")) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, password, UTF_8);
        return password;
    }

    /**
     * Stops the server that a killed process left running on the directory. Its clients are gone
     * with that process, so that the polite signal ends it at once.
     */
    private static void stopLeftover(Path data) throws IOException {
        ProcessHandle leftover = postmaster(data);
        if (leftover == null) {
            return; // a machine that went down leaves the file too; PostgreSQL sees for itself that
            // it is stale
        }
        log.info(
                "Stopping the PostgreSQL that an earlier process left running (pid {}).",
                leftover.pid());
        leftover.destroy();
        try {
            leftover.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException stubborn) {
            leftover.descendants().forEach(ProcessHandle::destroyForcibly);
            leftover.destroyForcibly();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The server that runs on a directory, if any does. */
    private static @Nullable ProcessHandle postmaster(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return null;
        }
        List<String> lines = Files.readAllLines(pidFile);
        long pid = lines.isEmpty() ? 0 : Long.parseLong(lines.getFirst().strip());
        return ProcessHandle.of(pid)
                .filter(process -> process.info().command().orElse("").contains("postgres"))
                .orElse(null);
    }
}
