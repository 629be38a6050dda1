package dev.daybook.postgres;

import dev.daybook.engine.feed.Progress;
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
 * What one save of a view does, as one statement: rows are written and lanes move on, or neither,
 * in one round trip. Nothing is written unless each of these lanes is where the store left it, so
 * that of two writers of a lane one is refused before it applies an event twice. A repair moves no
 * lane, and is not guarded in this way.
 *
 * <p>The statement is a transaction of its own, and does not wait for the disk; see {@link
 * PostgresViews}.
 */
final class ViewWrite {

    private static final String MOVED =
            "with asked as (select * from unnest(?::smallint[], ?::bigint[], ?::bigint[]) as a"
                + " (lane, position, after)), moved as (update watermark w set position = a.after"
                + " from asked a where w.view = ? and w.lane = a.lane and w.position = a.position"
                + " returning 1)";

    /** To be a condition of everything that is written. */
    static final String IF_MOVED = " (select count(*) from moved) = (select count(*) from asked)";

    private static final String RESULT =
            " select count(*), set_config('synchronous_commit', 'off', true) from moved";

    private final String view;
    private final Progress from;
    private final Progress to;
    private final StringBuilder sql = new StringBuilder(MOVED);
    private int parts;
    private final List<Elements> arrays = new ArrayList<>();

    /** An array parameter. */
    private record Elements(String sqlType, @Nullable Object[] values) {}

    /**
     * @param from where the lanes are
     * @param to where some of them are afterwards
     */
    ViewWrite(String view, Progress from, Progress to) {
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
        // A statement moves one lane or none; of many it might move some before it finds that
        // another is not where it was left.
        if (released.isEmpty() && to.lanes().size() <= 1) {
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
            Object[] lanes = to.lanes().toArray();
            Object[] before = to.lanes().stream().map(from::of).toArray();
            Object[] after = to.positions().values().toArray();
            statement.setArray(1, connection.createArrayOf("smallint", lanes));
            statement.setArray(2, connection.createArrayOf("bigint", before));
            statement.setArray(3, connection.createArrayOf("bigint", after));
            statement.setString(4, view);
            int parameter = 5;
            for (Elements elements : arrays) {
                statement.setArray(
                        parameter++, connection.createArrayOf(elements.sqlType, elements.values));
            }
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || row.getLong(1) != lanes.length) {
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
