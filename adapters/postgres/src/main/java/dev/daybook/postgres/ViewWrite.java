package dev.daybook.postgres;

import dev.daybook.engine.journal.StorageException;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import javax.sql.DataSource;

/**
 * What one save of a view does, as one statement: rows are written and the position moves, or
 * neither, in one round trip. Nothing is written unless the position is where the store left it, so
 * that of two writers by mistake one is refused before it applies an event twice. A repair moves no
 * position, and is not guarded in this way.
 *
 * <p>The statement is a transaction of its own, and does not wait for the disk; see {@link
 * PostgresViews}.
 */
final class ViewWrite {

    private static final String MOVED =
            "with moved as (update watermark set position = ? where view = ? and position = ?"
                    + " returning 1)";

    /** To be a condition of everything that is written. */
    static final String IF_MOVED = " exists (select from moved)";

    private static final String RESULT =
            " select count(*), set_config('synchronous_commit', 'off', true) from moved";

    private final String view;
    private final long from;
    private final long to;
    private final StringBuilder sql = new StringBuilder(MOVED);
    private int parts;
    private final List<Elements> arrays = new ArrayList<>();

    /** An array parameter. */
    private record Elements(String sqlType, @Nullable Object[] values) {}

    /**
     * @param from the position at which the view is
     * @param to the position at which it is afterwards
     */
    ViewWrite(String view, long from, long to) {
        this.view = view;
        this.from = from;
        this.to = to;
    }

    /**
     * Adds an insert, update or delete, which is to bear the condition {@link #IF_MOVED}.
     *
     * @param parameters adds those of the statement, by {@link #array}
     */
    ViewWrite with(String statement, Consumer<ViewWrite> parameters) {
        sql.append(", part_").append(++parts).append(" as (").append(statement).append(')');
        parameters.accept(this);
        return this;
    }

    /** An array parameter; typed ones travel in binary. */
    void array(String sqlType, @Nullable Object[] values) {
        arrays.add(new Elements(sqlType, values));
    }

    /**
     * @param released positions of parked events that are made good
     */
    void run(DataSource pool, List<Long> released) {
        String what = "write the view " + view;
        if (released.isEmpty()) {
            Sql.once(pool, what, this::run);
        } else {
            Sql.transaction(
                    pool,
                    what,
                    connection -> {
                        run(connection);
                        return PostgresViewLedger.release(connection, view, released);
                    });
        }
    }

    private boolean run(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql + RESULT)) {
            statement.setLong(1, to);
            statement.setString(2, view);
            statement.setLong(3, from);
            int parameter = 4;
            for (Elements elements : arrays) {
                statement.setArray(
                        parameter++, connection.createArrayOf(elements.sqlType, elements.values));
            }
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || row.getLong(1) != 1) {
                    throw new StorageException(
                            "The view "
                                    + view
                                    + " is not at "
                                    + from
                                    + " any more: somebody else writes to it.",
                            new SQLException("no row of watermark"));
                }
            }
        }
        return true;
    }
}
