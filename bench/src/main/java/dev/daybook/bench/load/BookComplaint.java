package dev.daybook.bench.load;

import dev.daybook.banking.postgres.BookSums;
import dev.daybook.postgres.PostgresBook;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;

/** The two things that must hold of any book, at a price that every run can pay. */
final class BookComplaint {

    private BookComplaint() {}

    /**
     * What is wrong: the book does not sum to zero, or its positions have gaps. Empty if nothing.
     */
    static Optional<String> about(PostgresBook<?> book) {
        return book.snapshot("check the book", BookComplaint::about);
    }

    private static Optional<String> about(Connection connection) throws SQLException {
        for (Map.Entry<String, BigInteger> sum : BookSums.byCurrency(connection).entrySet()) {
            if (sum.getValue().signum() != 0) {
                return Optional.of(
                        "The book sums to " + sum.getValue() + " cents in " + sum.getKey() + ".");
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                """
                                select count(*), coalesce(max(position), 0),
                                       (select position from head)
                                from journal
                                """)) {
            row.next();
            long events = row.getLong(1);
            long last = row.getLong(2);
            long head = row.getLong(3);
            return events == last && last == head
                    ? Optional.empty()
                    : Optional.of(
                            "The journal has %d events, the last at %d, and its head says %d."
                                    .formatted(events, last, head));
        }
    }
}
