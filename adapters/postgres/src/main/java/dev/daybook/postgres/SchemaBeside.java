package dev.daybook.postgres;

import com.zaxxer.hikari.HikariDataSource;

/** A schema beside a book's own, for what is kept there and is no part of the book. */
final class SchemaBeside {

    private SchemaBeside() {}

    /**
     * Connections to it, once what was missing is made; several nodes may do so at once.
     *
     * @param poolName the name of the connections, as it is seen in metrics
     * @param schema a name that was checked
     * @param tables statements that make only what is not there
     */
    static HikariDataSource open(
            PostgresSettings settings, String poolName, String schema, String tables) {
        HikariDataSource pool = settings.pool(poolName, schema, false);
        try {
            Sql.transaction(
                    pool,
                    "make the schema " + schema,
                    connection -> {
                        // "If not exists" looks first and makes then: of two at once, one fails.
                        Sql.execute(
                                connection,
                                "select pg_advisory_xact_lock(hashtextextended('"
                                        + schema
                                        + "', 0))");
                        Sql.execute(connection, "create schema if not exists " + schema);
                        Sql.execute(connection, tables);
                        return true;
                    });
            return pool;
        } catch (RuntimeException failed) {
            pool.close();
            throw failed;
        }
    }
}
