package dev.daybook.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.engine.archive.Archives;
import dev.daybook.engine.command.CommandRecord;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.commit.WriteStore.Batch;
import dev.daybook.engine.commit.WriteStore.Transaction;
import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.fuzz.Seeds;
import dev.daybook.postgres.Counters.State;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Events come by the log as they stand in the journal, whatever happens to slot and stream. */
@Timeout(60)
class WalSourceIT {

    private static final Duration SHORTLY = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Four segments of the log. */
    private static final int SLOT_MEGABYTES = 64;

    /** So few that a new partition begins all the time. */
    private static final int PARTITION_EVENTS = 100;

    @AutoClose private static PostgresServer server;
    private static PostgresSettings settings;
    private static int books;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final RandomGenerator random = Seeds.of(1);
    private final List<RecordedEvent> recorded = new ArrayList<>();
    private String name;
    private PostgresBook<State> book;
    private WalSource source;

    @BeforeAll
    static void startServer(@TempDir Path directory) {
        server = PostgresServer.start(directory, 0, SLOT_MEGABYTES);
        settings = server.database("daybook");
    }

    @BeforeEach
    void openBook() {
        name = "w" + ++books;
        book = book(settings);
        source = source(book);
    }

    private PostgresBook<State> book(PostgresSettings database) {
        PostgresViews views = new PostgresViews(database, name);
        PostgresBook<State> opened =
                new PostgresBook<>(
                        database,
                        name,
                        Counters.DOMAIN,
                        new Counters.Tables(),
                        views.ledger(),
                        new PostgresBookOptions(PARTITION_EVENTS, Archives.NONE));
        open.addFirst(views);
        open.addFirst(opened);
        return opened;
    }

    private WalSource source(PostgresBook<State> of) {
        return source(of, System::nanoTime);
    }

    private WalSource source(PostgresBook<State> of, LongSupplier nanoTime) {
        WalSource wal = of.wal(nanoTime);
        open.addFirst(wal::end);
        return wal;
    }

    @AfterEach
    void closeAll() throws Exception {
        source.end();
        book.abandonWal();
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private void happens(int count) {
        List<RecordedEvent> events = AnyEvents.after(recorded.size(), count, name, random);
        Recording.of(book, events);
        recorded.addAll(events);
    }

    /** Everything after a position that has happened, as a relay would take it. */
    private List<RecordedEvent> taken(WalSource from, long after) throws InterruptedException {
        List<RecordedEvent> events = new ArrayList<>();
        long deadline = System.nanoTime() + SOON.toNanos();
        while (after + events.size() < recorded.size()) {
            assertThat(System.nanoTime()).as("after " + events.size()).isLessThan(deadline);
            events.addAll(from.next(after + events.size(), 100, SHORTLY));
        }
        return events;
    }

    private void assertTakesAllAfter(long after) throws InterruptedException {
        assertSame(taken(source, after), recorded.subList((int) after, recorded.size()));
        assertThat(source.next(recorded.size(), 100, SHORTLY)).as("nothing twice").isEmpty();
    }

    /** The hash of an event is over everything that it says. */
    private void assertSame(List<RecordedEvent> found, List<RecordedEvent> expected) {
        assertThat(hashes(found)).isEqualTo(hashes(expected));
        EventHash hash = new EventHash(name);
        assertThat(found).allMatch(hash::matches);
    }

    private static List<String> hashes(List<RecordedEvent> events) {
        return events.stream()
                .map(event -> event.position() + " " + HexFormat.of().formatHex(event.hash()))
                .toList();
    }

    private static String asked(String sql) throws SQLException {
        try (Connection connection = settings.connect("public");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "nothing";
        }
    }

    private static void does(String sql) throws SQLException {
        try (Connection connection = settings.connect("public")) {
            Sql.execute(connection, sql);
        }
    }

    private String ofSlot(String column) throws SQLException {
        return asked(
                "select "
                        + column
                        + " from pg_replication_slots where slot_name like 'book_"
                        + name
                        + "_%'");
    }

    @Test
    void whateverIsRecordedComesAsItStandsInTheJournal() throws Exception {
        source.begin(0);
        for (int i = 0; i < 20; i++) {
            happens(1 + random.nextInt(300));
            assertTakesAllAfter(recorded.size() - (recorded.size() > 50 ? 50 : 1));
        }
        source.begin(0);
        assertTakesAllAfter(0);
        assertSame(book.journal().read(0, recorded.size()), recorded);
    }

    @Test
    void partitionsThatBeginAreStreamedToo() throws Exception {
        source.begin(0);
        happens(PARTITION_EVENTS - 1);
        happens(2);
        happens(3 * PARTITION_EVENTS);
        assertTakesAllAfter(0);
        source.end();
        happens(PARTITION_EVENTS);
        source.begin(recorded.size() - PARTITION_EVENTS);
        assertTakesAllAfter(recorded.size() - PARTITION_EVENTS);
        assertThat(
                        asked(
                                "select count(*) from pg_inherits where inhparent = 'book_"
                                        + name
                                        + ".journal'::regclass"))
                .isEqualTo("6");
    }

    @Test
    void whatIsOlderThanTheSlotIsReadFromTheJournalAndJoined() throws Exception {
        happens(250);
        source.begin(0);
        happens(250);
        assertTakesAllAfter(0);
        happens(5);
        assertTakesAllAfter(500);
    }

    @Test
    void whatIsOlderThanTheSlotIsReadAlsoWhenNothingHappens() throws Exception {
        happens(250);
        source.begin(100);
        assertTakesAllAfter(100);
    }

    @Test
    void whatTheBrokerHasAlreadyIsDropped() throws Exception {
        source.begin(0);
        happens(100);
        assertTakesAllAfter(0);
        source.end(); // before anything was confirmed
        happens(100);
        source.begin(130); // it was published from elsewhere
        assertTakesAllAfter(130);
    }

    @Test
    void theSlotMovesOnlyBehindWhatIsPublished() throws Exception {
        source.begin(0);
        happens(10);
        String before = asked("select pg_current_wal_lsn()");
        assertThat(taken(source, 0)).hasSize(10); // and not published: nobody asks for more
        happens(10);
        source.end();
        assertThat(
                        asked(
                                "select '"
                                        + ofSlot("confirmed_flush_lsn")
                                        + "'::pg_lsn < '"
                                        + before
                                        + "'"))
                .isEqualTo("t");
        source.begin(0);
        assertTakesAllAfter(0);
        assertMovesPast(source, before);
    }

    /** Whatever has come is published by now. */
    private void assertMovesPast(WalSource from, String lsn) throws Exception {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (isBehind(lsn)) {
            assertThat(System.nanoTime()).as("confirmed up to " + lsn).isLessThan(deadline);
            assertThat(from.next(recorded.size(), 100, SHORTLY)).isEmpty();
            does("select pg_current_xact_id()"); // or the server says nothing for long
        }
    }

    private boolean isBehind(String lsn) throws SQLException {
        return asked("select '" + ofSlot("confirmed_flush_lsn") + "'::pg_lsn < '" + lsn + "'")
                .equals("t");
    }

    @Test
    void aBookAtRestDoesNotHoldTheLogOfADatabaseThatIsNot() throws Exception {
        AtomicLong nanos = new AtomicLong();
        WalSource idle = source(book, nanos::get);
        idle.begin(0);
        happens(10);
        assertThat(taken(idle, 0)).hasSize(10);
        assertThat(idle.next(10, 100, SHORTLY)).isEmpty();
        does("create table other_%1$s as select 1; drop table other_%1$s".formatted(name));
        String others = asked("select pg_current_wal_lsn()");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(11));
        assertMovesPast(idle, others);
    }

    @Test
    void refusedCommandsAndOtherBooksDoNotCome() throws Exception {
        source.begin(0);
        happens(3);
        try (Transaction<State> transaction = book.writes().begin()) {
            CommandRecord refused =
                    new CommandRecord(
                            UUID.randomUUID(),
                            "client",
                            null,
                            new byte[32],
                            "test",
                            recorded.getFirst().provenance(),
                            Instant.EPOCH,
                            Instant.EPOCH,
                            3,
                            new Outcome.Rejected("no", "It is not so.", Map.of()));
            transaction.write(
                    new Batch<>(
                            transaction.head(), List.of(), List.of(refused), List.of(), List.of()));
            transaction.commit();
        }
        does("select pg_logical_emit_message(true, 'book_other', '999')");
        does("select pg_logical_emit_message(true, 'book_" + name + "', '999')");
        happens(3);
        assertTakesAllAfter(0);
    }

    @Test
    void aSlotThatHasLostItsLogIsMadeAgainAndNothingIsMissing() throws Exception {
        source.begin(0);
        happens(50);
        assertTakesAllAfter(0);
        source.end();
        happens(50);
        for (int segment = 0; segment < 7; segment++) {
            does("select pg_logical_emit_message(true, 'x', 'y')");
            does("select pg_switch_wal()");
        }
        does("checkpoint");
        assertThat(ofSlot("wal_status")).isEqualTo("lost");
        source.begin(50);
        assertTakesAllAfter(50);
        assertThat(ofSlot("wal_status")).isEqualTo("reserved");
        happens(1);
        assertTakesAllAfter(100);
    }

    @Test
    void aPublicationThatSomebodyDroppedOrChangedIsMadeAgain() throws Exception {
        source.begin(0);
        happens(50);
        assertTakesAllAfter(0);
        source.end();
        does("drop publication book_" + name + "_relay");
        happens(50);
        source.begin(50);
        assertTakesAllAfter(50);
        source.end();
        does("alter publication book_" + name + "_relay set (publish_via_partition_root = false)");
        happens(50);
        source.begin(100);
        assertTakesAllAfter(100);
    }

    @Test
    void aStreamThatIsCutIsAnErrorAndGoesOnAfterAnotherBeginning() throws Exception {
        source.begin(0);
        happens(50);
        assertTakesAllAfter(0);
        does("select pg_terminate_backend(" + ofSlot("active_pid") + ")");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        source.next(50, 100, SHORTLY);
                    }
                })
                .withMessageContaining("has ended");
        happens(50);
        source.begin(50);
        assertTakesAllAfter(50);
    }

    @Test
    void anotherNodeTakesTheSlotFromOneThatDoesNotKnowYet() throws Exception {
        source.begin(0);
        happens(50);
        assertTakesAllAfter(0);
        WalSource second = source(book(settings));
        second.begin(50);
        happens(50);
        assertThat(taken(second, 50)).hasSize(50);
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        source.next(50, 100, SHORTLY);
                    }
                });
        second.end();
    }

    @Test
    void whatIsGivenUpHoldsNothing() throws Exception {
        source.begin(0);
        happens(5);
        assertTakesAllAfter(0);
        book.abandonWal();
        assertThat(ofSlot("slot_name")).isEqualTo("nothing");
        assertThat(asked("select 1 from pg_publication where pubname = 'book_" + name + "_relay'"))
                .isEqualTo("nothing");
        book.abandonWal(); // there is nothing left
    }

    @Test
    void aUserWhoMayNotReplicateIsToldWhatIsMissing() throws Exception {
        does("drop role if exists clerk");
        does("create role clerk login password 'clerk'");
        does("grant create on database daybook to clerk");
        PostgresSettings clerk = new PostgresSettings(settings.jdbcUrl(), "clerk", "clerk", 2);
        name = "clerk" + books;
        WalSource refused = source(book(clerk));
        assertThatExceptionOfType(LogicalDecodingException.class)
                .isThrownBy(refused::check)
                .withMessageContaining("alter role \"clerk\" replication");
        does("alter role clerk replication");
        refused.check();
        refused.begin(0); // which is all that it needs
        refused.end();
    }

    @Test
    void aServerThatDoesNotDecodeItsLogIsToldWhatToSet(@TempDir Path directory) throws Exception {
        try (PostgresServer plain = PostgresServer.start(directory)) {
            WalSource refused = source(book(plain.database("daybook")));
            assertThatExceptionOfType(LogicalDecodingException.class)
                    .isThrownBy(refused::check)
                    .withMessageContaining("wal_level = 'logical'");
            assertThatExceptionOfType(LogicalDecodingException.class)
                    .isThrownBy(() -> refused.begin(0));
        }
        try (PostgresServer decoding = PostgresServer.start(directory, 0, SLOT_MEGABYTES)) {
            WalSource again = source(book(decoding.database("daybook")));
            again.begin(0);
            again.end();
        }
        try (PostgresServer leftOver = PostgresServer.start(directory)) {
            PostgresSettings database = leftOver.database("daybook");
            assertThat(walLevel(database)).as("it would not start otherwise").isEqualTo("logical");
            book(database).abandonWal();
        }
        try (PostgresServer plain = PostgresServer.start(directory)) {
            assertThat(walLevel(plain.database("daybook"))).isEqualTo("replica");
        }
    }

    private static String walLevel(PostgresSettings of) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(of.jdbcUrl(), of.user(), of.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show wal_level")) {
            row.next();
            return row.getString(1);
        }
    }
}
