package dev.daybook.postgres;

import static dev.daybook.fuzz.Seeds.forEachSeed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.daybook.engine.journal.EventHash;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.fuzz.Damage;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What the log says of events is what they say; what else may come is refused, or says nothing. */
class StreamedTransactionsFuzzTest {

    private static final String BOOK = "main";
    private static final String SCHEMA = "book_main";
    private static final short ADDED = 3;
    private static final short TAKEN = 4;

    private final StreamedTransactions transactions =
            new StreamedTransactions(SCHEMA, BOOK, StreamedTransactionsFuzzTest::contract);

    private static EventSchemas.Entry contract(short id) throws SQLException {
        if (id != ADDED && id != TAKEN) {
            throw new SQLException("There is no contract " + id + ".");
        }
        return new EventSchemas.Entry(id, Counters.TOPIC, id == ADDED ? "Added" : "Taken", 1);
    }

    /** Events of one contract, so that it can be named for all of them. */
    private static List<RecordedEvent> events(RandomGenerator random) {
        long after = random.nextLong(1_000_000);
        List<RecordedEvent> events;
        do {
            events = AnyEvents.after(after, 1 + random.nextInt(4), BOOK, random);
        } while (events.stream().anyMatch(event -> !event.type().equals("Added")));
        return events;
    }

    private @Nullable Streamed accept(List<byte[]> messages) throws SQLException {
        Streamed last = null;
        for (byte[] message : messages) {
            last = transactions.accept(ByteBuffer.wrap(message));
        }
        return last;
    }

    @Test
    void anyEventComesAsItWasRecorded() throws SQLException {
        accept(StreamBytes.tables(SCHEMA));
        forEachSeed(
                1_000,
                random -> {
                    List<RecordedEvent> events = events(random);
                    Streamed streamed = accept(StreamBytes.transaction(events, ADDED, 77));
                    assertThat(streamed).isInstanceOf(Streamed.Recorded.class);
                    Streamed.Recorded recorded = (Streamed.Recorded) streamed;
                    assertThat(recorded.events()).usingRecursiveComparison().isEqualTo(events);
                    assertThat(recorded.first()).isEqualTo(events.getFirst().position());
                    assertThat(recorded.last()).isEqualTo(events.getLast().position());
                    assertThat(recorded.endLsn()).isEqualTo(77);
                });
    }

    @Test
    void damagedMessagesAreRefusedOrLeftToTheJournalOrStillTrue() {
        EventHash hash = new EventHash(BOOK);
        forEachSeed(
                5_000,
                random -> {
                    StreamedTransactions fresh =
                            new StreamedTransactions(
                                    SCHEMA, BOOK, StreamedTransactionsFuzzTest::contract);
                    List<byte[]> messages = new ArrayList<>(StreamBytes.tables(SCHEMA));
                    messages.addAll(StreamBytes.transaction(events(random), ADDED, 77));
                    int at = random.nextInt(messages.size());
                    messages.set(at, Damage.to(messages.get(at), random));
                    try {
                        for (byte[] message : messages) {
                            if (fresh.accept(ByteBuffer.wrap(message))
                                    instanceof Streamed.Recorded recorded) {
                                assertThat(recorded.events()).allMatch(hash::matches);
                            }
                        }
                    } catch (MalformedStreamException | SQLException refused) {
                        assertThat(refused).hasMessageNotContaining("secret");
                    }
                });
    }

    @Test
    void noiseIsRefused() {
        forEachSeed(
                20_000,
                random -> {
                    byte[] noise = new byte[random.nextInt(60)];
                    random.nextBytes(noise);
                    if (noise.length > 0 && random.nextBoolean()) {
                        noise[0] = (byte) "BCRIMOYUDT".charAt(random.nextInt(10));
                    }
                    try {
                        Pgoutput.read(ByteBuffer.wrap(noise));
                    } catch (MalformedStreamException refused) {
                        assertThat(refused.getMessage()).startsWith("The stream of");
                    }
                });
    }

    @Test
    void anEventWhoseCommandDidNotComeIsLeftToTheJournal() throws SQLException {
        accept(StreamBytes.tables(SCHEMA));
        List<RecordedEvent> events = events(dev.daybook.fuzz.Seeds.of(1));
        List<byte[]> messages = new ArrayList<>(StreamBytes.transaction(events, ADDED, 9));
        messages.remove(messages.size() - 2);
        assertThat(accept(messages))
                .isInstanceOfSatisfying(
                        Streamed.Recorded.class,
                        recorded -> {
                            assertThat(recorded.events()).isEmpty();
                            assertThat(recorded.last()).isEqualTo(events.getLast().position());
                        });
    }

    @Test
    void aMarkSaysHowFarTheBookIsAndAStrangersSaysNothing() throws SQLException {
        assertThat(marked(SCHEMA, "4711")).isEqualTo(4711);
        assertThat(marked("book_other", "4711")).isZero();
        assertThat(marked(SCHEMA, "-1")).isZero();
        assertThat(marked(SCHEMA, "9".repeat(30))).isZero();
        assertThat(marked(SCHEMA, "')); drop table journal; --")).isZero();
        assertThat(marked(SCHEMA, "")).isZero();
    }

    private long marked(String prefix, String content) throws SQLException {
        Streamed streamed =
                accept(
                        List.of(
                                StreamBytes.begin(),
                                StreamBytes.emitted(prefix, content),
                                StreamBytes.commit(5)));
        assertThat(streamed).isInstanceOf(Streamed.Mark.class);
        return ((Streamed.Mark) streamed).position();
    }

    @Test
    void whatAnotherPublicationWouldBringIsRefused() throws SQLException {
        assertRefused(List.of(new byte[] {'T', 0, 0}), "truncated");
        assertRefused(
                List.of(
                        StreamBytes.begin(),
                        StreamBytes.relation(1, SCHEMA, "snapshot", List.of("state")),
                        StreamBytes.insert(1, List.of(new byte[1]))),
                "of no table of the book");
        assertRefused(
                List.of(StreamBytes.relation(1, SCHEMA, "journal", List.of("position"))),
                "leaves out the column");
        assertRefused(
                List.of(StreamBytes.begin(), StreamBytes.insert(99, List.of())),
                "of no table of the book");
    }

    private static void assertRefused(List<byte[]> messages, String why) {
        StreamedTransactions fresh =
                new StreamedTransactions(SCHEMA, BOOK, StreamedTransactionsFuzzTest::contract);
        assertThatExceptionOfType(MalformedStreamException.class)
                .isThrownBy(() -> {
                    for (byte[] message : messages) {
                        fresh.accept(ByteBuffer.wrap(message));
                    }
                })
                .withMessageContaining(why);
    }
}
