package dev.daybook.bench.peer.axon;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import dev.daybook.bench.load.Transfers;
import dev.daybook.bench.peer.axon.AccountEvents.AccountOpened;
import dev.daybook.bench.peer.axon.TransferMoney.Parties;
import dev.daybook.postgres.PostgresSettings;

import jakarta.persistence.EntityManagerFactory;

import org.axonframework.common.configuration.AxonConfiguration;
import org.axonframework.eventsourcing.configuration.EventSourcedEntityModule;
import org.axonframework.eventsourcing.configuration.EventSourcingConfigurer;
import org.axonframework.eventsourcing.eventstore.AppendCondition;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.GenericTaggedEventMessage;
import org.axonframework.eventsourcing.eventstore.TaggedEventMessage;
import org.axonframework.eventsourcing.eventstore.jpa.AggregateBasedJpaEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jpa.AggregateEventEntry;
import org.axonframework.eventsourcing.eventstore.jpa.SQLStateResolver;
import org.axonframework.messaging.commandhandling.configuration.CommandHandlingModule;
import org.axonframework.messaging.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.core.MessageType;
import org.axonframework.messaging.core.Metadata;
import org.axonframework.messaging.core.correlation.SimpleCorrelationDataProvider;
import org.axonframework.messaging.core.unitofwork.transaction.TransactionManager;
import org.axonframework.messaging.eventhandling.GenericEventMessage;
import org.axonframework.messaging.eventhandling.conversion.EventConverter;
import org.axonframework.messaging.eventstreaming.Tag;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.sql.DataSource;

/** The parts of Axon that transfers need, put together and started. */
final class AxonApplication implements AutoCloseable {

    /** Events that one query reads of a stream, and account openings of one transaction. */
    private static final int BATCH = 1_000;

    /** Who and why, as metadata of the command that its events inherit. */
    private static final Metadata PROVENANCE =
            Metadata.from(
                    Map.of(
                            "actor", "bench",
                            "channel", "bench",
                            "reason", "standing order of the customer"));

    private final HikariDataSource pool;
    private final EntityManagerFactory entities;
    private final AxonConfiguration axon;
    private final CommandGateway commands;

    /**
     * @param connections to the database, at most
     */
    AxonApplication(PostgresSettings settings, String schema, int connections) {
        this.pool = pool(settings, schema, connections);
        this.entities = entities(pool);
        this.axon = configure(new JpaTransactions(entities));
        axon.start();
        this.commands = axon.getComponent(CommandGateway.class);
    }

    private static HikariDataSource pool(
            PostgresSettings settings, String schema, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.jdbcUrl());
        config.setUsername(settings.user());
        config.setPassword(settings.password());
        config.setMaximumPoolSize(connections);
        config.setAutoCommit(false);
        config.addDataSourceProperty("currentSchema", schema);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        return new HikariDataSource(config);
    }

    private static EntityManagerFactory entities(DataSource pool) {
        return new HibernatePersistenceConfiguration("axon")
                .managedClass(AggregateEventEntry.class)
                .property("jakarta.persistence.nonJtaDataSource", pool)
                .property("jakarta.persistence.schema-generation.database.action", "create")
                .property("hibernate.dialect", ByteaDialect.class.getName())
                // The name of the sequence has hyphens.
                .property("hibernate.globally_quoted_identifiers", "true")
                // Lets a transaction begin without a question to the server.
                .property("hibernate.connection.provider_disables_autocommit", "true")
                .property("hibernate.jdbc.batch_size", "50")
                .createEntityManagerFactory();
    }

    private static AxonConfiguration configure(JpaTransactions transactions) {
        return EventSourcingConfigurer.create()
                .componentRegistry(components ->
                        components.registerComponent(TransactionManager.class, _ -> transactions))
                .registerEventStorageEngine(components ->
                        engine(transactions, components.getComponent(EventConverter.class)))
                .registerEntity(
                        EventSourcedEntityModule.autodetected(
                                Parties.class, TransferAccounts.class))
                .registerCommandHandlingModule(
                        CommandHandlingModule.named("transfers")
                                .commandHandlers()
                                .annotatedCommandHandlingComponent(_ -> new TransferHandler()))
                .messaging(messaging ->
                        messaging.registerCorrelationDataProvider(_ ->
                                new SimpleCorrelationDataProvider("actor", "channel", "reason")))
                .build();
    }

    private static EventStorageEngine engine(
            JpaTransactions transactions, EventConverter converter) {
        EventStorageEngine jpa =
                new AggregateBasedJpaEventStorageEngine(
                        transactions,
                        transactions,
                        converter,
                        engine ->
                                engine.persistenceExceptionResolver(new SQLStateResolver())
                                        .batchSize(BATCH)
                                        .finalBatchPredicate(batch -> batch.size() < BATCH));
        return new AccountSnapshots(jpa, converter);
    }

    /** Opens accounts past the command bus, as nobody measures that. */
    void openAccounts(int accounts) {
        EventStorageEngine engine = axon.getComponent(EventStorageEngine.class);
        for (int first = 0; first < accounts; first += BATCH) {
            List<TaggedEventMessage<?>> events = new ArrayList<>();
            for (int i = first; i < Math.min(accounts, first + BATCH); i++) {
                events.add(opened(i));
            }
            engine.appendEvents(AppendCondition.none(), null, events)
                    .thenCompose(transaction -> transaction.commit(null))
                    .join();
        }
    }

    private static TaggedEventMessage<?> opened(int number) {
        String account = String.valueOf(number);
        return new GenericTaggedEventMessage<>(
                new GenericEventMessage(
                        new MessageType(AccountOpened.class),
                        new AccountOpened(account, "Customer " + number, Transfers.OPENING_CENTS)),
                Set.of(Tag.of(AccountEvents.TAG, account)));
    }

    /** Handles a transfer on this thread; returns when it is committed, and else throws. */
    void post(TransferMoney command) {
        commands.send(command, PROVENANCE).getResultMessage().join();
    }

    DataSource pool() {
        return pool;
    }

    @Override
    public void close() {
        axon.shutdown();
        entities.close();
        pool.close();
    }
}
