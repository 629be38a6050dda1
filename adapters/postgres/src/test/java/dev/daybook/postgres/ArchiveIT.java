package dev.daybook.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.archive.Archive;
import dev.daybook.engine.archive.ArchiveException;
import dev.daybook.engine.archive.ArchivedSegments;
import dev.daybook.engine.archive.Archiver;
import dev.daybook.engine.archive.DirectoryArchive;
import dev.daybook.engine.archive.Dropper;
import dev.daybook.engine.archive.JournalParts.Part;
import dev.daybook.engine.archive.Restored;
import dev.daybook.engine.archive.Restorer;
import dev.daybook.engine.book.Book;
import dev.daybook.engine.command.CommandIds;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.commit.CommitLimits;
import dev.daybook.engine.commit.Receipt;
import dev.daybook.engine.commit.Submission;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.verify.BookSnapshot;
import dev.daybook.engine.verify.Verification;
import dev.daybook.postgres.Counters.Command;
import dev.daybook.postgres.Counters.Event;
import dev.daybook.postgres.Counters.State;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A book goes into an archive and comes out again, on a real server. */
class ArchiveIT {

    private static final long PARTITION_EVENTS = 500;

    private static PostgresServer server;
    private static int databases;

    private final CommandIds ids = new CommandIds(InstantSource.system());
    private final List<AutoCloseable> open = new ArrayList<>();
    @TempDir private Path directory;
    private Archive archive;
    private PostgresSettings settings;
    private Book<Command, State, Event> book;

    @BeforeAll
    static void startServer(@TempDir Path home) {
        server = PostgresServer.start(home);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void openBook() {
        archive = new DirectoryArchive(directory);
        settings = server.database("d" + ++databases);
        book = book(settings);
    }

    private Book<Command, State, Event> book(PostgresSettings where) {
        PostgresViews views = opening(new PostgresViews(where, "counters"));
        PostgresBook<State> storage =
                opening(
                        new PostgresBook<>(
                                where,
                                "counters",
                                Counters.DOMAIN,
                                new Counters.Tables(),
                                views.ledger(),
                                options()));
        Book<Command, State, Event> made =
                opening(
                        new Book<>(
                                Counters.DOMAIN,
                                storage,
                                List.of(),
                                InstantSource.system(),
                                CommitLimits.STANDARD,
                                (events, commands) -> {}));
        made.start();
        return made;
    }

    private <T extends AutoCloseable> T opening(T part) {
        open.addFirst(part);
        return part;
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private Receipt<State, Event> run(Book<Command, State, Event> on, String key, Command command)
            throws Exception {
        return submit(on, key, command).get(20, TimeUnit.SECONDS);
    }

    private CompletableFuture<Receipt<State, Event>> submit(
            Book<Command, State, Event> on, String key, Command command) {
        return submit(on, ids.next(), key, command);
    }

    private static CompletableFuture<Receipt<State, Event>> submit(
            Book<Command, State, Event> on, UUID id, String key, Command command) {
        return on.submit(
                new Submission<>(
                        id,
                        "alice",
                        key,
                        command.toString().getBytes(UTF_8),
                        "test",
                        command,
                        new Provenance("alice", null, "test", "because", "c", null, null),
                        Instant.now()));
    }

    private void fill(int commands) throws Exception {
        List<CompletableFuture<Receipt<State, Event>>> answers = new ArrayList<>();
        for (int i = 0; i < commands; i++) {
            Command command =
                    i % 3 == 0
                            ? new Command.Move("c" + i % 11, "m" + i % 7, 40)
                            : new Command.Add("c" + i % 11, i % 20);
            answers.add(submit(book, "k" + i, command));
        }
        for (int i = 0; i < commands / 100; i++) { // named after the command that makes them
            UUID id = ids.next();
            answers.add(submit(book, id, "n" + id, new Command.Add(id.toString(), 3)));
            answers.add(submit(book, ids.next(), "o" + id, new Command.Add(id.toString(), 4)));
        }
        for (var answer : answers) {
            answer.get(20, TimeUnit.SECONDS);
        }
    }

    private void archiveAll() {
        try (PostgresArchiveSource source =
                new PostgresArchiveSource(settings, "counters", Counters.DOMAIN.events())) {
            new Archiver(source, Counters.DOMAIN.events(), archive, 500, (_, _, _) -> {})
                    .archiveAll();
        }
    }

    private PostgresBook<State> restoring(PostgresSettings where) {
        PostgresViews views = opening(new PostgresViews(where, "counters"));
        return opening(
                PostgresBook.restoring(
                        where,
                        "counters",
                        Counters.DOMAIN,
                        new Counters.Tables(),
                        views.ledger(),
                        options()));
    }

    private PostgresBookOptions options() {
        return new PostgresBookOptions(
                PARTITION_EVENTS, place -> new DirectoryArchive(Path.of(place)));
    }

    private Restored restore(PostgresBook<State> into) {
        return new Restorer<>(Counters.DOMAIN, into.writes(), archive, (_, _, _) -> {}).restore();
    }

    @Test
    void anOldKeyIsAnsweredAsBeforeAndTheNextCommandGetsTheNextPosition() throws Exception {
        fill(2_000);
        Receipt<State, Event> done = run(book, "done", new Command.Add("c1", 5));
        Receipt<State, Event> refused = run(book, "refused", new Command.Move("poor", "c1", 5));
        archiveAll();
        PostgresSettings fresh = server.database("d" + ++databases);
        PostgresBook<State> into = restoring(fresh);
        Restored restored = restore(into);
        into.restored();
        Book<Command, State, Event> again = book(fresh);
        assertThat(restored.head().isSameAs(book.storage().journal().head())).isTrue();
        Receipt<State, Event> doneAgain = run(again, "done", new Command.Add("c1", 5));
        assertThat(doneAgain.replayed()).isTrue();
        assertThat(doneAgain.command()).isEqualTo(done.command());
        assertThat(doneAgain.position()).isEqualTo(done.position());
        assertThat(doneAgain.outcome()).isEqualTo(done.outcome());
        Receipt<State, Event> refusedAgain =
                run(again, "refused", new Command.Move("poor", "c1", 5));
        assertThat(refusedAgain.replayed()).isTrue();
        assertThat(refusedAgain.outcome()).isEqualTo(refused.outcome());
        assertThat(run(again, "done", new Command.Add("c1", 6)).outcome())
                .isInstanceOf(Outcome.Rejected.class);
        Receipt<State, Event> next = run(again, "next", new Command.Add("c1", 1));
        assertThat(next.position()).isEqualTo(restored.head().position() + 1);
        assertThat(again.storage().commands().rejections(null, 10_000))
                .hasSizeGreaterThan(10)
                .hasSize(book.storage().commands().rejections(null, 10_000).size() + 1);
    }

    @Test
    void whileWritersWriteOnlyWholeCommandsAreArchived() throws Exception {
        fill(300);
        List<CompletableFuture<Receipt<State, Event>>> answers = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            answers.add(submit(book, "w" + i, new Command.Move("c1", "c2", i % 9)));
            answers.add(submit(book, "v" + i, new Command.Add("c1", 9)));
            if (i % 500 == 0) {
                archiveAll();
            }
        }
        for (var answer : answers) {
            answer.get(20, TimeUnit.SECONDS);
        }
        archiveAll();
        Restored restored = restore(restoring(server.database("d" + ++databases)));
        assertThat(restored.head().isSameAs(book.storage().journal().head())).isTrue();
        assertThat(restored.commands() + restored.refused()).isEqualTo(6_306);
    }

    @Test
    void aBookThatIsNotEmptyIsNotRestoredInto() throws Exception {
        fill(100);
        archiveAll();
        assertThatThrownBy(() -> restoring(settings)).isInstanceOf(BookNotEmptyException.class);
        assertThat(run(book, "goes-on", new Command.Add("c1", 1)).outcome())
                .isInstanceOf(Outcome.Committed.class);
        PostgresSettings onlyRefused = server.database("d" + ++databases);
        run(book(onlyRefused), "k", new Command.Move("poor", "c1", 5));
        assertThatThrownBy(() -> restoring(onlyRefused)).isInstanceOf(BookNotEmptyException.class);
    }

    @Test
    void anUnfinishedRestorationIsOpenedByNobodyAndGoneOnWith() throws Exception {
        fill(8_000);
        archiveAll();
        PostgresSettings fresh = server.database("d" + ++databases);
        Archive whole = archive;
        archive = new DirectoryArchive(directory.resolve("away")); // in the middle, as it were
        PostgresBook<State> first = restoring(fresh);
        assertThatThrownBy(() -> restore(first)).isInstanceOf(ArchiveException.class);
        assertThatThrownBy(() -> book(fresh)).isInstanceOf(UnfinishedRestoreException.class);
        assertThatThrownBy(() ->
                        new PostgresArchiveSource(fresh, "counters", Counters.DOMAIN.events()))
                .isInstanceOf(UnfinishedRestoreException.class);
        archive = whole;
        PostgresBook<State> second = restoring(fresh);
        assertThat(restore(second).events()).isPositive();
        Restored nothingLeft = restore(restoring(fresh));
        assertThat(nothingLeft.events()).isZero();
        assertThat(nothingLeft.refused()).isZero();
        second.restored();
        assertThat(book(fresh).storage().journal().head().isSameAs(book.storage().journal().head()))
                .isTrue();
    }

    @Test
    void whereThereIsNoBookNoneIsMade() {
        PostgresSettings empty = server.database("d" + ++databases);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() ->
                            new PostgresArchiveSource(empty, "counters", Counters.DOMAIN.events()))
                    .isInstanceOf(NoSuchBookException.class);
        }
    }

    private List<Part> drop() {
        try (PostgresArchiveSource source =
                new PostgresArchiveSource(settings, "counters", Counters.DOMAIN.events())) {
            return new Dropper(source.journal(), source.parts(), archive, (_, _, _) -> {})
                    .drop(Instant.now());
        }
    }

    /** Everything that a book says of its past. */
    private List<Object> past(Book<Command, State, Event> of) {
        List<Object> answers = new ArrayList<>();
        List<RecordedEvent> all = of.storage().journal().read(0, 10_000);
        all.forEach(event -> answers.add(HexFormat.of().formatHex(event.hash())));
        all.stream()
                .map(RecordedEvent::entity)
                .distinct()
                .forEach(entity -> {
                    answers.add(of.history().at(entity, all.size() / 3));
                    of.history()
                            .steps(entity, 0, 5_000)
                            .forEach(step -> answers.add(step.before() + " " + step.after()));
                    of.storage()
                            .journal()
                            .read(entity, all.size() / 4, all.size() / 2, 5)
                            .forEach(event -> answers.add(event.position()));
                });
        for (int i = 0; i < all.size(); i += all.size() / 20) {
            Instant instant = all.get(i).recordedAt();
            answers.add(of.storage().journal().positionAt(instant));
            answers.add(of.storage().journal().positionAt(instant.minusNanos(1_000)));
        }
        return answers;
    }

    @Test
    void whatWasDroppedIsReadFromTheArchive() throws Exception {
        fill(2_000);
        archiveAll();
        run(book, "later", new Command.Add("c1", 1));
        List<Object> before = past(book);
        List<Part> gone = drop();
        assertThat(gone).hasSizeGreaterThan(2);
        assertThat(past(book)).isEqualTo(before);
        Verification verified = book.verify(new NoCheck(), _ -> {});
        assertThat(verified.findings()).isEmpty();
        assertThat(verified.events()).isEqualTo(book.storage().journal().head().position());
        assertThat(drop()).as("nothing more to drop").isEmpty();
        fill(2_000);
        archiveAll();
        before = past(book);
        Book<Command, State, Event> another = book(settings); // which has not dropped anything
        assertThat(past(another)).isEqualTo(before);
        assertThat(drop()).isNotEmpty();
        assertThat(past(another)).isEqualTo(before);
        assertThat(run(another, "k1", new Command.Add("c1", 1)).replayed()).isTrue();
        Restored restored = restore(restoring(server.database("d" + ++databases)));
        assertThat(restored.events()).isEqualTo(ArchivedSegments.of(archive, "counters").last());
    }

    @Test
    void writersGoOnWhileAPartIsDroppedAndACheckKeepsItUntilItIsDone() throws Exception {
        fill(2_000);
        archiveAll();
        CompletableFuture<List<Part>> dropping;
        try (BookSnapshot<State> check = book.storage().snapshot()) {
            dropping = CompletableFuture.supplyAsync(this::drop);
            for (int i = 0; i < 50; i++) {
                run(book, "meanwhile" + i, new Command.Add("c1", 1));
            }
            for (long position = 0; position < check.head().position(); ) {
                List<RecordedEvent> events = check.read(position, 700);
                assertThat(events.getFirst().position()).isEqualTo(position + 1);
                position = events.getLast().position();
            }
            assertThat(dropping).isNotDone();
        }
        assertThat(dropping.get(60, TimeUnit.SECONDS)).hasSizeGreaterThan(2);
    }

    @Test
    void anArchiveThatIsNotTheBooksKeepsEverythingWhereItIs() throws Exception {
        fill(2_000);
        archiveAll();
        try (Connection connection = settings.connect("book_counters")) {
            Sql.execute(
                    connection, "update journal set hash = '\\x00' || hash where position = 900");
        }
        assertThatThrownBy(this::drop)
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("Position 900");
        assertThat(book.storage().journal().read(500, 1)).hasSize(1);
    }
}
