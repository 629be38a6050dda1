package dev.daybook.engine.verify;

import dev.daybook.engine.command.Domain;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.verify.Verification.Finding;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * Reads the whole journal and checks that positions are gapless, recorded time never runs
 * backwards, each lane and each entity is an unbroken chain, each event's hash is that of what it
 * says, the Merkle root is that of the head, and that the fold of the events is the current state.
 *
 * <p>Memory is bounded: entities are folded in as many passes as are needed to hold {@value
 * #ENTITIES_PER_PASS} or fewer events' worth of them at a time.
 */
public final class Verifier<S, E> {

    private static final int CHUNK = 5_000;
    private static final long ENTITIES_PER_PASS = 2_000_000;
    private static final int FINDINGS_MAX = 1_000;

    private final Domain<?, S, E> domain;
    private final BookSnapshot<S> book;
    private final BookCheck<S, E> check;
    private final LongConsumer progress;
    private final List<Finding> findings = new ArrayList<>();
    private boolean cut;

    /**
     * @param progress told the number of events read so far, over all passes
     */
    public Verifier(
            Domain<?, S, E> domain,
            BookSnapshot<S> book,
            BookCheck<S, E> check,
            LongConsumer progress) {
        this.domain = domain;
        this.book = book;
        this.check = check;
        this.progress = progress;
    }

    public Verification verify() {
        long head = book.head().position();
        int passes = Math.toIntExact(head / ENTITIES_PER_PASS + 1);
        ChainCheck chain = new ChainCheck(book.head().book(), this::found);
        long entities = 0;
        for (int pass = 0; pass < passes; pass++) {
            Map<EntityId, Versioned<S>> folded = new HashMap<>();
            for (long position = 0; position < head; ) {
                List<RecordedEvent> events = book.read(position, CHUNK);
                if (events.isEmpty()) {
                    break; // the chain check says what is missing
                }
                for (RecordedEvent recorded : events) {
                    if (pass == 0) {
                        chain.add(recorded);
                    }
                    fold(recorded, pass, passes, folded);
                }
                position = events.getLast().position();
                progress.accept(pass * head + position);
            }
            entities += compare(folded);
        }
        chain.end(book.head());
        if (book.entities() != entities) {
            found(
                    0,
                    "There are "
                            + book.entities()
                            + " entities in the current state, and "
                            + entities
                            + " in the journal.");
        }
        check.findings().forEach(problem -> found(0, problem));
        String root = HexFormat.of().formatHex(chain.root());
        return new Verification(book.head().book(), chain.events(), entities, root, findings, cut);
    }

    private void fold(
            RecordedEvent recorded, int pass, int passes, Map<EntityId, Versioned<S>> folded) {
        boolean mine = Math.floorMod(recorded.entity().hashCode(), passes) == pass;
        if (!mine && pass != 0) {
            return;
        }
        try {
            E event =
                    domain.events().decode(recorded.type(), recorded.schema(), recorded.payload());
            if (pass == 0) {
                check.event(recorded, event);
            }
            if (mine) {
                Versioned<S> before = folded.getOrDefault(recorded.entity(), Versioned.none());
                if (recorded.version() != before.version() + 1) {
                    found(
                            recorded.position(),
                            "Version "
                                    + recorded.version()
                                    + " of "
                                    + recorded.entity()
                                    + " follows version "
                                    + before.version()
                                    + ".");
                }
                S after = domain.decider().evolve(before.state(), event);
                folded.put(recorded.entity(), new Versioned<>(after, recorded.version()));
            }
        } catch (RuntimeException unreadable) {
            found(
                    recorded.position(),
                    "The event cannot be read or applied: " + unreadable.getMessage());
        }
    }

    private long compare(Map<EntityId, Versioned<S>> folded) {
        List<EntityId> entities = new ArrayList<>(folded.keySet());
        for (int from = 0; from < entities.size(); from += CHUNK) {
            List<EntityId> some = entities.subList(from, Math.min(entities.size(), from + CHUNK));
            Map<EntityId, Versioned<S>> stored = book.load(some);
            for (EntityId entity : some) {
                Versioned<S> actual = stored.get(entity);
                if (actual == null || actual.state() == null) {
                    found(0, entity + " has no current state.");
                } else {
                    check.state(entity, actual.state());
                    if (!Objects.equals(actual, folded.get(entity))) {
                        found(
                                0,
                                "The current state of "
                                        + entity
                                        + " is not what its events say (version "
                                        + actual.version()
                                        + ").");
                    }
                }
            }
        }
        return entities.size();
    }

    private void found(long position, String problem) {
        if (findings.size() < FINDINGS_MAX) {
            findings.add(new Finding(position, problem));
        } else {
            cut = true;
        }
    }
}
