package dev.daybook.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * How to reach one database.
 *
 * @param jdbcUrl without user or password, for example {@code jdbc:postgresql://db.example/daybook}
 * @param connectionsMax connections for readers; each book adds a few for its writer
 */
public record PostgresSettings(String jdbcUrl, String user, String password, int connectionsMax) {

    /** A connection that hangs for longer than this is given up, in seconds. */
    private static final int SOCKET_TIMEOUT_SECONDS = 20;

    private static final int CONNECT_TIMEOUT_SECONDS = 5;
    private static final long POOL_WAIT_MILLIS = 3_000;

    /** The same with fewer or more connections. */
    PostgresSettings withConnections(int max) {
        return new PostgresSettings(jdbcUrl, user, password, max);
    }

    /** A pool of connections whose search path is one schema. */
    HikariDataSource pool(String name, String schema, boolean readOnly) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setJdbcUrl(jdbcUrl);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(connectionsMax);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(POOL_WAIT_MILLIS);
        config.setInitializationFailTimeout(-1);
        config.setReadOnly(readOnly);
        properties(schema)
                .forEach((key, value) -> config.addDataSourceProperty((String) key, value));
        return new HikariDataSource(config);
    }

    /** A single connection, for a thread that keeps it. */
    Connection connect(String schema) throws SQLException {
        Properties properties = properties(schema);
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return DriverManager.getConnection(jdbcUrl, properties);
    }

    /** A single connection for a statement that may take hours. */
    Connection connectPatiently(String schema) throws SQLException {
        Properties properties = properties(schema);
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("socketTimeout", "0");
        return DriverManager.getConnection(jdbcUrl, properties);
    }

    /**
     * A connection that only streams the log of its database. Reading from it takes as long as
     * nothing comes: with a timeout the driver gives up a stream that is idle (pgjdbc 4328), or
     * takes the middle of a message for its beginning. Whoever reads has to see for itself that the
     * server is there.
     */
    Connection connectForReplication(String schema) throws SQLException {
        Properties properties = properties(schema);
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("socketTimeout", "0");
        properties.setProperty("loginTimeout", String.valueOf(SOCKET_TIMEOUT_SECONDS));
        properties.setProperty("replication", "database");
        properties.setProperty("assumeMinServerVersion", "15");
        properties.setProperty("preferQueryMode", "simple");
        return DriverManager.getConnection(jdbcUrl, properties);
    }

    private static Properties properties(String schema) {
        Properties properties = new Properties();
        properties.setProperty("currentSchema", schema);
        properties.setProperty("ApplicationName", "daybook");
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_TIMEOUT_SECONDS));
        properties.setProperty("socketTimeout", String.valueOf(SOCKET_TIMEOUT_SECONDS));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("prepareThreshold", "2");
        properties.setProperty("binaryTransfer", "true");
        properties.setProperty("logServerErrorDetail", "false"); // the detail may quote a row
        // Every lookup here has its index. Without the hint, a plan made while a table was empty
        // reads all of it until
        // statistics are gathered, which takes a minute in a book that fills quickly.
        properties.setProperty(
                "options",
                "-c jit=off -c lock_timeout=10s -c timezone=UTC -c random_page_cost=1.1 -c"
                        + " enable_seqscan=off");
        return properties;
    }

    @Override
    public String toString() {
        return jdbcUrl;
    }
}
