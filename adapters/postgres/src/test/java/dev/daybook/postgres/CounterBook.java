package dev.daybook.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.book.Book;
import dev.daybook.engine.book.ViewBinding;
import dev.daybook.engine.command.CommandIds;
import dev.daybook.engine.commit.CommitLimits;
import dev.daybook.engine.commit.Receipt;
import dev.daybook.engine.commit.Submission;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.verify.Verification;
import dev.daybook.postgres.Counters.Command;
import dev.daybook.postgres.Counters.Event;
import dev.daybook.postgres.Counters.State;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A book of counters on a server of its own; each test has a new one. */
@Execution(ExecutionMode.CONCURRENT) // most of its time it waits
@ResourceLock("beside others") // one test at a time, and one class: they have the server in common
abstract class CounterBook {

    private static PostgresServer server;
    static PostgresSettings settings;
    private static int books;

    final CommandIds ids = new CommandIds(InstantSource.system());
    final List<AutoCloseable> open = new ArrayList<>();
    final Counters.Tallies tallies = new Counters.Tallies();
    String name;
    Node node;

    /** One server process, as far as the book is concerned. */
    record Node(
            Book<Command, State, Event> book,
            PostgresBook<State> storage,
            PostgresKeyedStore<Counters.Tally> tallies) {}

    @BeforeAll
    static void startServer(@TempDir Path directory) {
        server = PostgresServer.start(directory);
        settings = server.database("daybook");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void openBook() {
        name = "t" + ++books;
        node = node(CommitLimits.STANDARD);
    }

    Node node(CommitLimits limits) {
        PostgresViews views = new PostgresViews(settings, name);
        PostgresBook<State> storage =
                new PostgresBook<>(
                        settings, name, Counters.DOMAIN, new Counters.Tables(), views.ledger());
        var view = Counters.tallies(tallies);
        var store = views.keyed(view);
        var totals = Counters.totals();
        Book<Command, State, Event> book =
                new Book<>(
                        Counters.DOMAIN,
                        storage,
                        List.of(
                                new ViewBinding<>(view, store),
                                new ViewBinding<>(totals, views.table(totals))),
                        InstantSource.system(),
                        limits,
                        (events, commands) -> {});
        book.start();
        open.addFirst(views);
        open.addFirst(storage);
        open.addFirst(book);
        return new Node(book, storage, store);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    Submission<Command> submission(@Nullable String key, Command command) {
        return submission(ids.next(), key, command);
    }

    static Submission<Command> submission(UUID id, @Nullable String key, Command command) {
        Provenance by = new Provenance("alice", null, "test", "because", id.toString(), null, null);
        return new Submission<>(
                id,
                "alice",
                key,
                command.toString().getBytes(UTF_8),
                "test",
                command,
                by,
                Instant.now());
    }

    static Receipt<State, Event> done(CompletableFuture<Receipt<State, Event>> answer)
            throws Exception {
        return answer.get(20, TimeUnit.SECONDS);
    }

    Receipt<State, Event> run(Node on, Command command) throws Exception {
        return done(on.book.submit(submission(null, command)));
    }

    Verification verify() {
        return node.book.verify(new NoCheck(), done -> {});
    }
}
