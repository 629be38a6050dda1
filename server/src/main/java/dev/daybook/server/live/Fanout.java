package dev.daybook.server.live;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.feed.Feed;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.query.EventFilter;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells all who listen what happens: one thread follows the journal, and each event wakes those
 * alone who want it. Thousands may listen, each to an account of its own, without a commit waking
 * them all.
 */
@Component
final class Fanout implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Fanout.class);

    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int CHUNK = 1_000;

    private final Bank bank;
    private final Map<EntityId, Set<Listener>> ofEntity = new HashMap<>();
    private final Set<Listener> ofAll = ConcurrentHashMap.newKeySet();
    private long position;
    private volatile @Nullable Thread thread;
    private volatile boolean running;

    Fanout(Bank bank) {
        this.bank = bank;
    }

    /**
     * Listens to what happens from now on, until closed.
     *
     * @see Listener#from
     */
    Listener listen(EventFilter filter) {
        Listener listener = new Listener(this, filter);
        EntityId entity = filter.entity();
        synchronized (this) {
            listener.restart(position);
            if (entity == null) {
                ofAll.add(listener);
            } else {
                ofEntity.computeIfAbsent(entity, _ -> ConcurrentHashMap.newKeySet()).add(listener);
            }
        }
        return listener;
    }

    /** Everything up to here has been told; what follows will be. */
    synchronized void restart(Listener listener) {
        listener.restart(position);
    }

    synchronized void forget(Listener listener) {
        EntityId entity = listener.filter().entity();
        if (entity == null) {
            ofAll.remove(listener);
        } else {
            ofEntity.computeIfPresent(
                    entity,
                    (_, all) -> {
                        all.remove(listener);
                        return all.isEmpty() ? null : all;
                    });
        }
    }

    private void follow() {
        Feed feed = bank.book().feed();
        while (running) {
            try {
                List<RecordedEvent> events = feed.next(position, CHUNK, WAIT);
                if (!events.isEmpty()) {
                    tell(events);
                }
            } catch (InterruptedException stopping) {
                return;
            } catch (StorageException unreachable) {
                log.warn("What happens cannot be read: {}", unreachable.getMessage());
                pause();
            } catch (RuntimeException defect) {
                log.error("What happens could not be told to those who listen.", defect);
                pause();
            }
        }
    }

    private synchronized void tell(List<RecordedEvent> events) {
        for (RecordedEvent event : events) {
            Set<Listener> interested = ofEntity.get(event.entity());
            if (interested != null) {
                interested.forEach(listener -> listener.hear(event));
            }
            ofAll.forEach(listener -> listener.hear(event));
        }
        position = events.getLast().position();
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start() {
        position = bank.book().feed().head();
        running = true;
        thread = Thread.ofPlatform().daemon().name("daybook-fanout").start(this::follow);
    }

    @Override
    public void stop() {
        running = false;
        Thread following = thread;
        if (following != null) {
            following.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** As long as {@link LiveStreams} runs. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 1;
    }
}
