package dev.daybook.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.commit.CommitLimits;
import dev.daybook.engine.commit.OverloadedException;
import dev.daybook.engine.commit.Receipt;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.verify.Verification;
import dev.daybook.postgres.Counters.Command;
import dev.daybook.postgres.Counters.Event;
import dev.daybook.postgres.Counters.State;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The commit path and the journal, on a real server. */
class PostgresBookIT extends CounterBook {

    @Test
    void everyBatchIsGaplessChainedAndHashed() throws Exception {
        List<CompletableFuture<Receipt<State, Event>>> answers = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            answers.add(node.book().submit(submission(null, new Command.Add("c" + i % 50, i))));
            answers.add(
                    node.book()
                            .submit(
                                    submission(
                                            null,
                                            new Command.Move("c" + i % 50, "m" + i % 7, i % 3))));
        }
        for (var answer : answers) {
            done(answer);
        }
        Verification verification = verify();
        assertThat(verification.findings()).isEmpty();
        assertThat(verification.entities()).isEqualTo(57);
        assertThat(verification.events())
                .isEqualTo(node.book().storage().journal().head().position());
        List<RecordedEvent> events = node.book().storage().journal().read(0, 10_000);
        Map<Integer, Long> last = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            RecordedEvent event = events.get(i);
            assertThat(event.position()).isEqualTo(i + 1);
            assertThat(event.lane()).isEqualTo(Lanes.of(event.entity()));
            assertThat(event.previous()).isEqualTo(last.getOrDefault(event.lane(), 0L));
            last.put(event.lane(), event.position());
        }
    }

    @Test
    void aRefusalIsRecordedWithItsReason() throws Exception {
        Receipt<State, Event> receipt = run(node, new Command.Move("poor", "rich", 5));
        assertThat(receipt.outcome())
                .isEqualTo(
                        new Outcome.Rejected(
                                "too-little", "There are only 0.", Map.of("value", "0")));
        var recorded = node.book().storage().commands().rejections(null, 10);
        assertThat(recorded)
                .singleElement()
                .satisfies(command -> {
                    assertThat(command.id()).isEqualTo(receipt.command());
                    assertThat(command.outcome()).isEqualTo(receipt.outcome());
                    assertThat(command.by().reason()).isEqualTo("because");
                });
        assertThat(node.book().storage().journal().head().position()).isZero();
    }

    @Test
    void theSameKeyGivesTheFirstAnswerAndAnotherBodyIsRefused() throws Exception {
        Receipt<State, Event> first =
                done(node.book().submit(submission("k1", new Command.Add("a", 5))));
        Receipt<State, Event> again =
                done(node.book().submit(submission("k1", new Command.Add("a", 5))));
        Receipt<State, Event> other =
                done(node.book().submit(submission("k1", new Command.Add("a", 6))));
        assertThat(first.replayed()).isFalse();
        assertThat(again.replayed()).isTrue();
        assertThat(again.command()).isEqualTo(first.command());
        assertThat(again.outcome()).isEqualTo(first.outcome());
        assertThat(other.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        refused -> assertThat(refused.code()).isEqualTo("idempotency-key-reused"));
        assertThat(node.book().storage().journal().head().position()).isEqualTo(1);
    }

    @Test
    void theSameKeyTwiceInOneBatchIsDoneOnce() throws Exception {
        List<CompletableFuture<Receipt<State, Event>>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            answers.add(node.book().submit(submission("same", new Command.Add("a", 1))));
        }
        long fresh = 0;
        for (var answer : answers) {
            fresh += done(answer).replayed() ? 0 : 1;
        }
        assertThat(fresh).isEqualTo(1);
        assertThat(node.book().storage().journal().head().position()).isEqualTo(1);
    }

    @Test
    void aCommandWhoseDecisionThrowsFailsAlone() throws Exception {
        var before = node.book().submit(submission(null, new Command.Add("a", 1)));
        var poisoned = node.book().submit(submission(null, new Command.Explode("a")));
        var after = node.book().submit(submission(null, new Command.Add("a", 2)));
        assertThat(done(before).outcome()).isInstanceOf(Outcome.Committed.class);
        assertThat(done(poisoned).outcome())
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        refused -> assertThat(refused.code()).isEqualTo("defect"));
        assertThat(done(after).outcome()).isInstanceOf(Outcome.Committed.class);
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void twoNodesTakeTurnsOnOneBook() throws Exception {
        Node other = node(CommitLimits.STANDARD);
        List<CompletableFuture<Receipt<State, Event>>> answers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            Node on = i % 3 == 0 ? other : node;
            answers.add(on.book().submit(submission(null, new Command.Add("hot", 1))));
            answers.add(
                    on.book()
                            .submit(submission(null, new Command.Move("hot", "cold" + i % 10, 1))));
        }
        for (var answer : answers) {
            done(answer);
        }
        assertThat(verify().findings()).isEmpty();
        long sum = 0;
        for (String counter :
                List.of(
                        "hot", "cold0", "cold1", "cold2", "cold3", "cold4", "cold5", "cold6",
                        "cold7", "cold8", "cold9")) {
            var at =
                    node.storage()
                            .current()
                            .load(List.of(Counters.id(counter)))
                            .entities()
                            .get(Counters.id(counter));
            sum += at == null ? 0 : ((State.Counter) at.state()).value();
        }
        assertThat(sum).isEqualTo(2_000);
    }

    @Test
    void aCutConnectionLosesNothingAndRepeatsNothing() throws Exception {
        List<CompletableFuture<Receipt<State, Event>>> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 50; j++) {
                answers.add(
                        node.book().submit(submission("k" + i + "-" + j, new Command.Add("a", 1))));
            }
            cutWriter();
        }
        for (var answer : answers) {
            assertThat(done(answer).outcome()).isInstanceOf(Outcome.Committed.class);
        }
        assertThat(node.book().storage().journal().head().position()).isEqualTo(2_000);
        assertThat(verify().findings()).isEmpty();
    }

    @Test
    void aReaderDoesNotNoticeThatItsConnectionHadDied() throws Exception {
        Receipt<State, Event> receipt = run(node, new Command.Add("a", 1));
        for (int i = 0; i < 5; i++) {
            assertThat(node.book().storage().journal().head().position())
                    .isEqualTo(receipt.position());
            cutWriter();
            assertThat(node.book().storage().journal().head().position())
                    .isEqualTo(receipt.position());
        }
    }

    private void cutWriter() throws Exception {
        try (Connection connection = settings.connect("public")) {
            Sql.execute(
                    connection,
                    "select pg_terminate_backend(pid) from pg_stat_activity where pid <>"
                            + " pg_backend_pid() and datname = 'daybook' and query like '%head%'");
        }
    }

    @Test
    void aFullInboxSaysSoAndDoesNothing() throws Exception {
        Node small = node(new CommitLimits(10, 10, 100, 100, 4, 50));
        List<CompletableFuture<Receipt<State, Event>>> answers = new ArrayList<>();
        int refused = 0;
        try (Connection lock = settings.connect("book_" + name)) {
            lock.setAutoCommit(false);
            Sql.execute(lock, "select * from head for update");
            for (int i = 0; i < 100; i++) {
                try {
                    answers.add(small.book().submit(submission(null, new Command.Add("a", 1))));
                } catch (OverloadedException full) {
                    refused++;
                }
            }
            lock.rollback();
        }
        for (var answer : answers) {
            done(answer);
        }
        assertThat(refused)
                .isGreaterThanOrEqualTo(79); // ten wait, and at most eleven are taken meanwhile
        assertThat(small.book().storage().journal().head().position()).isEqualTo(100 - refused);
    }

    @Test
    void verificationFindsARowThatWasChangedByHand() throws Exception {
        for (int i = 0; i < 20; i++) {
            run(node, new Command.Add("a" + i % 3, i));
        }
        tamper("update journal set value_date = '2001-01-01' where position = 7");
        assertThat(verify().findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.position()).isEqualTo(7);
                    assertThat(finding.problem()).contains("hash");
                });
    }

    @Test
    void verificationFindsAChangedStateAMissingEventAndARewrittenReason() throws Exception {
        for (int i = 0; i < 20; i++) {
            run(node, new Command.Add("a" + i % 3, i));
        }
        tamper("update counter set value = value + 1 where id = 'a1'");
        assertThat(verify().findings())
                .extracting(Verification.Finding::problem)
                .anyMatch(p -> p.contains("counter:a1"));
        tamper("update command set reason = 'another' where position = 5");
        assertThat(verify().findings()).extracting(Verification.Finding::position).contains(5L);
        tamper("delete from journal where position = 11");
        assertThat(verify().findings())
                .extracting(Verification.Finding::problem)
                .anyMatch(p -> p.contains("missing"));
    }

    private void tamper(String sql) throws Exception {
        try (Connection connection = settings.connect("book_" + name)) {
            Sql.execute(connection, sql);
        }
    }

    @Test
    void anInstantHasAPosition() throws Exception {
        List<Receipt<State, Event>> receipts = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            receipts.add(run(node, new Command.Add("a", 1)));
        }
        var journal = node.book().storage().journal();
        assertThat(journal.positionAt(Instant.EPOCH)).isZero();
        assertThat(journal.positionAt(Instant.now())).isEqualTo(30);
        for (Receipt<State, Event> receipt : receipts) {
            assertThat(journal.positionAt(receipt.decidedAt()))
                    .isGreaterThanOrEqualTo(receipt.position());
            assertThat(journal.positionAt(receipt.decidedAt().minusNanos(1_000)))
                    .isLessThan(receipt.position());
        }
    }

    @Test
    void anEntityIsKnownAsOfAnyPosition() throws Exception {
        List<CompletableFuture<Receipt<State, Event>>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            answers.add(node.book().submit(submission(null, new Command.Add("a", 1))));
        }
        for (var answer : answers) {
            done(answer);
        }
        for (long position : new long[] {0, 1, 63, 64, 65, 128, 499, 500}) {
            var at = node.book().history().at(Counters.id("a"), position);
            assertThat(at.version()).isEqualTo(position);
            assertThat(at.state()).isEqualTo(position == 0 ? null : new State.Counter(position));
        }
        var steps = node.book().history().steps(Counters.id("a"), 100, 10);
        assertThat(steps).hasSize(10);
        assertThat(steps.getFirst().before()).isEqualTo(new State.Counter(100));
        assertThat(steps.getLast().after()).isEqualTo(new State.Counter(110));
    }

    @Test
    void anEntityNamedAfterItsCommandHasTheSameHistoryAsAnyOther() throws Exception {
        UUID id = ids.next();
        String namesake = id.toString();
        done(node.book().submit(submission(null, new Command.Add("a", 1))));
        done(node.book().submit(submission(id, null, new Command.Add(namesake, 5))));
        done(node.book().submit(submission(null, new Command.Move(namesake, "a", 2))));

        Journal journal = node.storage().journal();
        assertThat(journal.read(Counters.id(namesake), 0, 100, 10))
                .extracting(RecordedEvent::position, RecordedEvent::version)
                .containsExactly(tuple(2L, 1L), tuple(3L, 2L));
        assertThat(journal.read(Counters.id(namesake), 0, 100, 1)).hasSize(1);
        assertThat(journal.read(Counters.id(namesake), 2, 100, 10)).hasSize(1);
        assertThat(journal.read(Counters.id(namesake), 0, 2, 10)).hasSize(1);
        assertThat(node.book().history().at(Counters.id(namesake), 3).state())
                .isEqualTo(new State.Counter(3));
        assertThat(journal.read(1, 1).getFirst().entity()).isEqualTo(Counters.id(namesake));
    }

    @Test
    void aBookOfAnotherFormatIsNotTouched() throws Exception {
        try (Connection connection = settings.connect("book_" + name)) {
            Sql.execute(connection, "comment on schema book_" + name + " is 'something else'");
        }

        assertThatThrownBy(() -> node(CommitLimits.STANDARD))
                .isInstanceOf(BookFormatException.class)
                .hasMessageContaining("'something else'");
    }
}
