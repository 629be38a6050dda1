package dev.daybook.engine.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.feed.Feed;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.feed.WholeJournal;
import dev.daybook.engine.journal.Head;
import dev.daybook.engine.journal.Journal;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.Snapshot;
import dev.daybook.engine.journal.StorageException;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;

/** What a view shows when its store fails at a bad moment. The simulator found each of these. */
class ViewFollowerTest {

    private static final Topic TOPIC = new Topic("counts", 0);
    private static final EntityId ENTITY = new EntityId("thing", "a");

    record Counted(int number) {}

    record Total(int events) {}

    private static final EventCatalog<Counted> CATALOG =
            EventCatalog.of(Counted.class)
                    .topic(TOPIC, Counted.class)
                    .build((topic, type) -> List.of(RecordCodec.of(Counted.class).schema()));

    private final List<RecordedEvent> events = new ArrayList<>();
    private final Map<String, Total> values = new HashMap<>();
    private final Map<Long, ParkedEvent> parked = new HashMap<>();
    private long saved;
    private boolean poisoned;
    private boolean refuseNextSave;
    private boolean loseNextReply;

    private final ViewFollower<Counted, String, Total> view =
            new ViewFollower<>(
                    new KeyedView<>("totals", 1, Total.class, Set.of(TOPIC), new Totals()),
                    CATALOG,
                    new WholeJournal(new Following()),
                    new Recorded(),
                    new Store(),
                    new Ledger(),
                    InstantSource.system());

    @Test
    void aLostReplyOfTheStoreAppliesNothingTwice() {
        happens(1);
        loseNextReply = true;
        assertThat(catchThrowable(this::step)).isInstanceOf(StorageException.class);
        view.failed(new IllegalStateException("lost"));
        happens(2);
        step();
        assertThat(values.get("all")).isEqualTo(new Total(2));
    }

    @Test
    void anEventParkedAheadOfThePositionIsNotRepairedBeforeItComes() {
        happens(1);
        poisoned = true;
        refuseNextSave = true;
        assertThat(catchThrowable(this::step)).isInstanceOf(StorageException.class);
        view.failed(new IllegalStateException("refused"));
        poisoned = false;
        assertThat(view.retry(ENTITY, false)).isZero();
        step();
        assertThat(view.retry(ENTITY, false)).isOne();
        assertThat(values.get("all")).isEqualTo(new Total(1));
        assertThat(parked).isEmpty();
    }

    @Test
    void whatAStoreLosesWhileNothingHappensIsNoticed() {
        happens(1);
        step();
        values.clear();
        saved = 0;
        assertThat(catchThrowable(this::step)).isInstanceOf(StorageException.class);
        view.failed(new IllegalStateException("lost"));
        step();
        assertThat(values.get("all")).isEqualTo(new Total(1));
    }

    @Test
    void aViewWhoseStoreIsNotOpenIsNotKnownHoweverOftenItIsAskedFor() throws Exception {
        try (ViewRunner<Counted, String, Total> runner =
                new ViewRunner<>(
                        new KeyedView<>("totals", 1, Total.class, Set.of(TOPIC), new Totals()),
                        CATALOG,
                        new WholeJournal(new Following()),
                        new Recorded(),
                        new Store(),
                        new Ledger(),
                        InstantSource.system())) {
            assertThat(runner.await(1, Duration.ofMillis(30))).isFalse();
            assertThat(runner.position()).isZero();
            assertThat(runner.applied().isKnown()).isFalse();
        }
    }

    private void step() {
        try {
            view.open();
            view.apply(view.next(Duration.ZERO));
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void happens(int number) {
        long position = events.size() + 1L;
        events.add(
                new RecordedEvent(
                        position,
                        ENTITY,
                        position,
                        TOPIC,
                        0,
                        position - 1,
                        "Counted",
                        1,
                        CATALOG.encode(new Counted(number)),
                        Instant.EPOCH,
                        null,
                        new UUID(0, position),
                        new Provenance("a", null, "test", "", "", null, null),
                        new byte[32]));
    }

    private final class Totals implements Projection<Counted, String, Total> {
        @Override
        public Collection<String> keys(Delivery<Counted> delivery) {
            return List.of("all");
        }

        @Override
        public Total fold(String key, Total before, Delivery<Counted> delivery) {
            if (poisoned) {
                throw new IllegalStateException("poison");
            }
            return new Total(before == null ? 1 : before.events + 1);
        }
    }

    private final class Following implements Feed {
        @Override
        public List<RecordedEvent> next(long after, int limit, Duration wait) {
            return new Recorded().read(after, limit);
        }

        @Override
        public long head() {
            return events.size();
        }
    }

    private final class Recorded implements Journal {
        @Override
        public List<RecordedEvent> read(long after, int limit) {
            return events.stream().skip(after).limit(limit).toList();
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

    private final class Store implements ViewStore<String, Total> {
        @Override
        public Progress open(Set<Integer> lanes) {
            return Progress.all(saved);
        }

        @Override
        public Map<String, Stored<Total>> load(Collection<String> keys) {
            Map<String, Stored<Total>> found = new HashMap<>();
            values.forEach((key, total) -> found.put(key, new Stored<>(total, 0)));
            return found;
        }

        @Override
        public Progress progress() {
            return Progress.all(saved);
        }

        @Override
        public void save(List<Write<String, Total>> writes, Progress progress) {
            if (refuseNextSave) {
                refuseNextSave = false;
                throw new StorageException("refused", new IOException());
            }
            writes.forEach(write -> values.put(write.key(), write.value()));
            saved = Math.max(saved, progress.lowest());
            if (loseNextReply) {
                loseNextReply = false;
                throw new StorageException("lost", new IOException());
            }
        }

        @Override
        public void scan(BiConsumer<String, Total> each) {}

        @Override
        public void drop() {}

        @Override
        public void close() {}
    }

    private final class Ledger implements ViewLedger {
        @Override
        public void park(Collection<ParkedEvent> more) {
            more.forEach(event -> parked.putIfAbsent(event.position(), event));
        }

        @Override
        public List<ParkedEvent> parked(String id) {
            return List.copyOf(parked.values());
        }

        @Override
        public void release(String id, Collection<Long> positions) {
            parked.keySet().removeAll(positions);
        }

        @Override
        public void reached(String id, Collection<Reached> entries) {}

        @Override
        public Reached firstReached(String id, int lane, long position) {
            return null;
        }
    }
}
