package dev.daybook.engine.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.Lanes;
import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.event.Topic;
import dev.daybook.engine.feed.Progress;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.engine.journal.RecordedEvent;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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

/**
 * What cannot be applied parks its entity, in the order of the journal, and leaves no trace of
 * itself.
 */
class FoldTest {

    private static final Topic TOPIC = new Topic("note-events", 0);

    sealed interface Event {
        record Noted(String text) implements Event {}
    }

    record Note(String text) {}

    private static final EventCatalog<Event> CATALOG =
            EventCatalog.of(Event.class)
                    .topic(TOPIC, Event.class)
                    .build((topic, type) -> List.of(RecordCodec.of(Event.Noted.class).schema()));

    /** Writes each text under two keys; the text "poison" fails at the second. */
    private static final KeyedView<Event, Note> VIEW =
            new KeyedView<>(
                    "notes",
                    1,
                    Note.class,
                    Set.of(TOPIC),
                    new Projection<>() {
                        @Override
                        public Collection<String> keys(Delivery<Event> delivery) {
                            String entity = delivery.recorded().entity().value();
                            return List.of(entity + "/1", entity + "/2");
                        }

                        @Override
                        public Note fold(
                                String key, @Nullable Note before, Delivery<Event> delivery) {
                            String text = ((Event.Noted) delivery.event()).text();
                            if (text.equals("poison") && key.endsWith("/2")) {
                                throw new IllegalStateException("planted");
                            }
                            return new Note(before == null ? text : before.text() + "," + text);
                        }
                    });

    private final Map<String, Note> values = new HashMap<>();
    private final Map<String, Long> positions = new HashMap<>();
    private final List<String> loaded = new ArrayList<>();
    private final KnownValues<String, Note> known = new KnownValues<>(3);
    private final Map<EntityId, Long> parked = new HashMap<>();
    private final Fold<Event, String, Note> fold =
            new Fold<>(VIEW, CATALOG, new MapStore(), known, parked, InstantSource.system());

    private final class MapStore implements ViewStore<String, Note> {
        @Override
        public Progress open(Set<Integer> lanes) {
            return Progress.all(0);
        }

        @Override
        public Map<String, Stored<Note>> load(Collection<String> keys) {
            loaded.addAll(keys);
            Map<String, Stored<Note>> found = new HashMap<>();
            values.forEach((key, note) -> {
                if (keys.contains(key)) {
                    found.put(key, new Stored<>(note, positions.getOrDefault(key, 0L)));
                }
            });
            return found;
        }

        @Override
        public void save(List<Write<String, Note>> writes, Progress progress) {}

        @Override
        public Progress progress() {
            return Progress.all(0);
        }

        @Override
        public void scan(BiConsumer<String, Note> each) {}

        @Override
        public void drop() {}

        @Override
        public void close() {}
    }

    private static RecordedEvent event(long position, String entity, byte[] payload) {
        EntityId id = new EntityId("note", entity);
        return new RecordedEvent(
                position,
                id,
                1,
                TOPIC,
                Lanes.of(id),
                0,
                "Noted",
                1,
                payload,
                Instant.EPOCH,
                null,
                new UUID(0, 0),
                new Provenance("a", null, "test", "", "", null, null),
                new byte[32]);
    }

    private static RecordedEvent noted(long position, String entity, String text) {
        return event(position, entity, CATALOG.encode(new Event.Noted(text)));
    }

    private List<Long> parkedPositions() {
        return fold.parkedNow().stream().map(ParkedEvent::position).toList();
    }

    @Test
    void laterEventsOfOneBatchSeeTheEarlierOnes() {
        values.put("a/1", new Note("0"));
        fold.add(List.of(noted(1, "a", "1"), noted(2, "a", "2")));
        assertThat(fold.writes())
                .extracting(ViewStore.Write::key)
                .containsExactly("a/1", "a/2", "a/1", "a/2");
        assertThat(fold.writes().get(2).value()).isEqualTo(new Note("0,1,2"));
        assertThat(fold.writes().get(3).value()).isEqualTo(new Note("1,2"));
    }

    @Test
    void anEventThatAValueHasAlreadyIsNotAppliedAgain() {
        values.put("a/1", new Note("0,1"));
        positions.put("a/1", 1L);
        fold.add(List.of(noted(1, "a", "1"), noted(2, "a", "2")));
        assertThat(fold.writes())
                .extracting(ViewStore.Write::value)
                .containsExactly(new Note("1"), new Note("0,1,2"), new Note("1,2"));
    }

    @Test
    void aPoisonedEventLeavesNoneOfItsWritesAndParksWhatFollowsOfItsEntity() {
        fold.add(
                List.of(
                        noted(1, "a", "good"),
                        noted(2, "a", "poison"),
                        noted(3, "b", "fine"),
                        noted(4, "a", "late")));
        assertThat(parkedPositions()).containsExactly(2L, 4L);
        assertThat(fold.parkedNow().getFirst().error()).contains("planted");
        assertThat(fold.writes())
                .extracting(ViewStore.Write::position)
                .containsExactly(1L, 1L, 3L, 3L);
    }

    @Test
    void bytesThatCannotBeReadParkFromThereOnAndNotBefore() {
        fold.add(
                List.of(
                        noted(1, "a", "before"),
                        event(2, "a", new byte[] {99}),
                        noted(3, "a", "after")));
        assertThat(parkedPositions()).containsExactly(2L, 3L);
        assertThat(fold.writes()).extracting(ViewStore.Write::position).containsExactly(1L, 1L);
    }

    @Test
    void anEntityThatIsParkedAlreadyStaysParked() {
        parked.put(new EntityId("note", "a"), 1L);
        fold.add(List.of(noted(1, "a", "x"), noted(2, "b", "y")));
        assertThat(parkedPositions()).containsExactly(1L);
        assertThat(fold.writes()).extracting(ViewStore.Write::position).containsExactly(2L, 2L);
    }

    @Test
    void aStoreThatStartsAgainSeesTheGoodEventsBeforeTheParkedOne() {
        parked.put(new EntityId("note", "a"), 3L);
        fold.add(
                List.of(
                        noted(1, "a", "x"),
                        noted(2, "a", "y"),
                        noted(3, "a", "poison"),
                        noted(4, "a", "z")));
        assertThat(parkedPositions()).containsExactly(3L, 4L);
        assertThat(fold.writes())
                .extracting(ViewStore.Write::position)
                .containsExactly(1L, 1L, 2L, 2L);
    }

    @Test
    void whatWasLatelyLoadedOrSavedIsNotLoadedAgain() {
        values.put("a/1", new Note("0"));
        fold.add(List.of(noted(1, "a", "1")));
        fold.saved();
        Fold<Event, String, Note> next = again();
        next.add(List.of(noted(2, "a", "2")));
        assertThat(loaded).as("also that there was none").containsExactly("a/1", "a/2");
        assertThat(next.writes())
                .extracting(ViewStore.Write::value)
                .containsExactly(new Note("0,1,2"), new Note("1,2"));
    }

    /** As after a save of which only a part took effect. */
    @Test
    void aValueThatIsFurtherThanTheViewTakesNothingTwiceInAnyBatch() {
        values.put("a/1", new Note("1,2,3"));
        positions.put("a/1", 3L);
        values.put("a/2", new Note("1"));
        positions.put("a/2", 1L);
        fold.add(List.of(noted(2, "a", "2")));
        fold.saved();
        Fold<Event, String, Note> next = again();
        next.add(List.of(noted(3, "a", "3"), noted(4, "a", "4")));
        assertThat(loaded).containsExactly("a/1", "a/2");
        assertThat(next.writes())
                .extracting(ViewStore.Write::value)
                .containsExactly(new Note("1,2,3"), new Note("1,2,3,4"), new Note("1,2,3,4"));
    }

    @Test
    void whatWasNotSavedIsNotKnown() {
        fold.add(List.of(noted(1, "a", "lost")));
        Fold<Event, String, Note> next = again();
        next.add(List.of(noted(1, "a", "1")));
        assertThat(next.writes().getFirst().value()).isEqualTo(new Note("1"));
        next.saved();
        known.forget();
        again().add(List.of(noted(2, "a", "2")));
        assertThat(loaded).containsExactly("a/1", "a/2", "a/1", "a/2", "a/1", "a/2");
    }

    @Test
    void ofManyKeysTheLastUsedOnesAreKnown() {
        fold.add(List.of(noted(1, "a", "1"), noted(2, "b", "2")));
        fold.saved();
        loaded.clear();
        again().add(List.of(noted(3, "a", "1"), noted(4, "b", "2")));
        assertThat(loaded).containsExactly("a/1");
    }

    @Test
    void aValueThatIsReplacedWithoutALookIsNotKnownAsItWas() {
        known.remember(Map.of("a", new Note("old")), Map.of(), Set.of("a"));
        known.remember(Map.of("a", new Note("new"), "b", new Note("b")), Map.of(), Set.of());
        Map<String, @Nullable Note> found = new HashMap<>();
        List<String> missing = new ArrayList<>(List.of("a", "b"));
        known.take(missing, found, new HashMap<>());
        assertThat(found).isEqualTo(Map.of("a", new Note("new")));
        assertThat(missing).containsExactly("b");
    }

    private Fold<Event, String, Note> again() {
        return new Fold<>(VIEW, CATALOG, new MapStore(), known, parked, InstantSource.system());
    }
}
