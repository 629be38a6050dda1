package dev.daybook.postgres;

import javax.sql.DataSource;

/** A schema beside a book's own, for what is kept there and is no part of the book. */
final class SchemaBeside {

    private SchemaBeside() {}

    /**
     * Makes what is missing; several nodes may do so at once.
     *
     * @param schema a name that was checked
     * @param tables statements that make only what is not there
     */
    static void make(DataSource pool, String schema, String tables) {
        Sql.transaction(
                pool,
                "make the schema " + schema,
                connection -> {
                    Sql.execute(
                            connection,
                            "select pg_advisory_xact_lock(hashtextextended('" + schema + "', 0))");
                    Sql.execute(connection, "create schema if not exists " + schema);
                    Sql.execute(connection, tables);
                    return true;
                });
    }
}
