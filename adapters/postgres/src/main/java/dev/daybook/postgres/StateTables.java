package dev.daybook.postgres;

import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.commit.WriteStore.StateChange;
import dev.daybook.engine.event.EntityId;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The normalised tables of a domain's current state: the only SQL that a domain writes for its
 * commands. Statements run on the given connection, whose {@code search_path} is the book's schema,
 * inside a transaction that the caller ends.
 *
 * @param <S> states of entities
 */
public interface StateTables<S> {

    /**
     * The statements that create the tables; run once, when the book is created, separated by
     * semicolons.
     */
    String schema();

    /**
     * The current state of entities of any kind, in a few statements however many there are;
     * missing ones are absent.
     */
    Map<EntityId, Versioned<S>> load(Connection connection, Collection<EntityId> entities)
            throws SQLException;

    /**
     * Writes changed entities, in a few statements however many there are. Each entity occurs once.
     */
    void save(Connection connection, List<StateChange<S>> changes) throws SQLException;

    /** Number of entities that have a state. */
    long count(Connection connection) throws SQLException;
}
