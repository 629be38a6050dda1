package dev.daybook.testkit.search;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.feed.Feed;
import dev.daybook.engine.feed.PositionSignal;
import dev.daybook.engine.feed.WholeJournal;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.Snapshot;
import dev.daybook.engine.view.Delivery;
import dev.daybook.engine.view.ParkedEvent;
import dev.daybook.engine.view.Projection;
import dev.daybook.engine.view.SearchView;
import dev.daybook.engine.view.ViewLedger;
import dev.daybook.engine.view.ViewRunner;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** The store under the engine's own runner, with a journal in memory. */
public abstract class RunnerContract {

    private static final Topic TOPIC = new Topic("payments", 0);
    private static final Provenance BY = new Provenance("test", null, "test", "", "c", null, null);
    private static final Duration SOON = Duration.ofSeconds(20);

    sealed interface Event permits Paid, Renamed {}

    record Paid(int number, String description) implements Event {}

    record Renamed(int number, String description) implements Event {}

    private static final EventCatalog<Event> CATALOG =
            EventCatalog.of(Event.class)
                    .topic(TOPIC, Event.class)
                    .build((topic, type) ->
                            List.of(
                                    type.equals("Paid")
                                            ? RecordCodec.of(Paid.class).schema()
                                            : RecordCodec.of(Renamed.class).schema()));

    private static final SearchView<Event, Payment> VIEW =
            new SearchView<>("payments", 1, Payment.class, Set.of(TOPIC), new Payments());

    private static final class Payments implements Projection<Event, String, Payment> {

        @Override
        public Collection<String> keys(Delivery<Event> delivery) {
            return List.of(
                    switch (delivery.event()) {
                        case Paid paid -> "p" + paid.number;
                        case Renamed renamed -> "p" + renamed.number;
                    });
        }

        @Override
        public Payment fold(String key, @Nullable Payment before, Delivery<Event> delivery) {
            return switch (delivery.event()) {
                case Paid paid -> Payment.of(paid.number, paid.description);
                case Renamed renamed ->
                        Payment.of(
                                renamed.number,
                                requireNonNull(before).description() + ' ' + renamed.description);
            };
        }
    }

    /** A journal in memory, and a feed of it. */
    private static final class Memory implements Journal {

        private final List<RecordedEvent> events = new CopyOnWriteArrayList<>();
        private final PositionSignal head = new PositionSignal(0);

        void record(List<Event> more) {
            List<RecordedEvent> recorded =
                    IntStream.range(0, more.size())
                            .mapToObj(i -> recorded(events.size() + i + 1, more.get(i)))
                            .toList();
            events.addAll(recorded);
            head.advance(events.size());
        }

        private static RecordedEvent recorded(long position, Event event) {
            int number = event instanceof Paid paid ? paid.number : ((Renamed) event).number;
            return new RecordedEvent(
                    position,
                    new EntityId("payment", "p" + number),
                    1,
                    TOPIC,
                    0,
                    position - 1,
                    CATALOG.typeOf(event).name(),
                    1,
                    CATALOG.encode(event),
                    Payment.START,
                    null,
                    new UUID(0, position),
                    BY,
                    new byte[32]);
        }

        Feed feed() {
            return new Feed() {
                @Override
                public List<RecordedEvent> next(long after, int limit, Duration wait)
                        throws InterruptedException {
                    head.await(after + 1, wait);
                    return read(after, limit);
                }

                @Override
                public long head() {
                    return head.position();
                }
            };
        }

        @Override
        public List<RecordedEvent> read(long after, int limit) {
            int to = (int) Math.min(events.size(), after + limit);
            return after >= to ? List.of() : List.copyOf(events.subList((int) after, to));
        }

        @Override
        public Head head() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<RecordedEvent> read(EntityId entity, long after, long upTo, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long positionAt(Instant instant) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Snapshot snapshot(EntityId entity, long upTo) {
            throw new UnsupportedOperationException();
        }
    }

    private static final class NothingRemembered implements ViewLedger {

        @Override
        public void park(Collection<ParkedEvent> events) {
            throw new AssertionError(events.toString());
        }

        @Override
        public List<ParkedEvent> parked(String view) {
            return List.of();
        }

        @Override
        public void release(String view, Collection<Long> positions) {}

        @Override
        public void reached(String view, Collection<Reached> entries) {}

        @Override
        public @Nullable Reached firstReached(String view, int lane, long position) {
            return null;
        }
    }

    /** A store with nothing in it. */
    protected abstract SearchStore make();

    @Test
    void whatTheRunnerAnnouncesIsFoundAndARebuiltViewIsTheSame() throws InterruptedException {
        Memory journal = new Memory();
        SearchStore store = make();
        Map<String, Payment> before;
        try (ViewRunner<Event, String, Payment> runner = runner(journal, store)) {
            runner.start();
            for (int round = 0; round < 20; round++) {
                journal.record(round(round));
                assertThat(runner.applied().await(journal.events.size(), SOON)).isTrue();
                assertThat(Payment.ids(store.search(Payment.words("round" + round))))
                        .as("read your own write")
                        .contains("p" + (round * 100 + 99));
            }
            before = store.contents();
        }
        assertThat(before).hasSize(2_000);
        SearchStore again = make();
        try (ViewRunner<Event, String, Payment> runner = runner(journal, again)) {
            runner.start();
            assertThat(runner.applied().await(journal.events.size(), SOON)).isTrue();
            assertThat(again.contents()).isEqualTo(before);
        }
    }

    @Test
    void searchingThreadsSeeOnlyWholeAnswersWhileTheRunnerWrites() throws InterruptedException {
        Memory journal = new Memory();
        SearchStore store = make();
        try (ViewRunner<Event, String, Payment> runner = runner(journal, store)) {
            runner.start();
            assertThat(runner.applied().await(0, SOON)).isTrue();
            AtomicBoolean done = new AtomicBoolean();
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            List<Thread> searching =
                    IntStream.range(0, 4)
                            .mapToObj(i ->
                                    Thread.ofVirtual()
                                            .start(() -> {
                                                long total = 0;
                                                while (!done.get()) {
                                                    try {
                                                        var result =
                                                                store.search(Payment.words("paid"));
                                                        assertThat(result.total())
                                                                .isGreaterThanOrEqualTo(total);
                                                        total = result.total();
                                                    } catch (Throwable failed) {
                                                        failures.add(failed);
                                                        return;
                                                    }
                                                }
                                            }))
                            .toList();
            for (int round = 0; round < 50; round++) {
                journal.record(round(round));
            }
            boolean applied = runner.applied().await(journal.events.size(), SOON);
            done.set(true);
            for (Thread thread : searching) {
                thread.join();
            }
            assertThat(applied).isTrue();
            assertThat(failures).isEmpty();
            assertThat(store.search(Payment.words("paid")).total()).isEqualTo(5_000);
        }
    }

    /** A hundred payments, and a change of every tenth and of some that came before. */
    private static List<Event> round(int round) {
        return IntStream.range(0, 100)
                .boxed()
                .<Event>mapMulti((i, out) -> {
                    int number = round * 100 + i;
                    out.accept(new Paid(number, "paid round" + round));
                    if (i % 10 == 0) {
                        out.accept(new Renamed(number, "changed"));
                        out.accept(new Renamed(number / 2, "later" + round));
                    }
                })
                .toList();
    }

    private static ViewRunner<Event, String, Payment> runner(Memory journal, SearchStore store) {
        return new ViewRunner<>(
                VIEW,
                CATALOG,
                new WholeJournal(journal.feed()),
                journal,
                store.store(),
                new NothingRemembered(),
                InstantSource.system());
    }
}
