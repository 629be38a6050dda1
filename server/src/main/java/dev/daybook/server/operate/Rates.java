package dev.daybook.server.operate;

import dev.daybook.engine.relay.RelayRunner;
import dev.daybook.engine.view.ViewStatus;
import dev.daybook.server.bank.Bank;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * How fast the line moves, from the journal to each view: looked at once a second, and remembered
 * for five minutes. For people who look at a page; what is kept for longer, monitoring keeps.
 */
@Component
public final class Rates implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Rates.class);

    private static final int REMEMBERED = 300;

    /** A rate is that of the last ten seconds. */
    private static final int SPAN = 10;

    private static final String BOOK = "";
    private static final String RELAY = "@relay";

    private final Bank bank;
    private final Deque<Look> looks = new ArrayDeque<>();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    work -> Thread.ofPlatform().name("daybook-rates").daemon().unstarted(work));
    private volatile boolean running;

    private record Look(long nanos, Map<String, Long> positions, Map<String, Long> lagMillis) {}

    Rates(Bank bank) {
        this.bank = bank;
    }

    /**
     * The course of one part of the line.
     *
     * @param perSecond events, over the last ten seconds
     * @param events a second, for each of the last seconds, the oldest first; at most 299
     * @param lagMillis the same of the time that it was behind
     */
    public record Course(double perSecond, List<Double> events, List<Double> lagMillis) {}

    /** What is recorded, by whichever node. */
    public Course book() {
        return course(BOOK);
    }

    /** What this node relays; nothing when another does. */
    public Course relay() {
        return course(RELAY);
    }

    /** What a view applies. */
    public Course view(String name) {
        return course(name);
    }

    private Course course(String name) {
        List<Look> seen;
        synchronized (looks) {
            seen = new ArrayList<>(looks);
        }
        List<Double> events = new ArrayList<>();
        List<Double> lag = new ArrayList<>();
        for (int i = 1; i < seen.size(); i++) {
            events.add(rate(seen.get(i - 1), seen.get(i), name));
            lag.add((double) seen.get(i).lagMillis.getOrDefault(name, 0L));
        }
        double perSecond =
                seen.size() < 2
                        ? 0
                        : rate(seen.get(Math.max(0, seen.size() - 1 - SPAN)), seen.getLast(), name);
        return new Course(perSecond, events, lag);
    }

    private static double rate(Look from, Look to, String name) {
        Long before = from.positions.get(name);
        Long after = to.positions.get(name);
        // A view that is made anew goes back, and one whose store does not answer is nowhere.
        if (before == null || after == null || before < 0 || after < before) {
            return 0;
        }
        return (after - before) * 1e9 / (to.nanos - from.nanos);
    }

    private void lookIfPossible() {
        try {
            look();
        } catch (RuntimeException failed) {
            log.debug("The line could not be looked at: {}", failed.toString());
        }
    }

    private void look() {
        Map<String, Long> positions = new HashMap<>();
        Map<String, Long> lag = new HashMap<>();
        positions.put(BOOK, bank.book().feed().head());
        for (ViewStatus view : bank.book().views().status()) {
            positions.put(view.name(), view.position());
            lag.put(view.name(), Math.max(0, view.lagMillis()));
        }
        RelayRunner relay = bank.relay();
        if (relay != null) {
            positions.put(RELAY, relay.status().position());
            lag.put(RELAY, relay.status().lagMillis());
        }
        synchronized (looks) {
            looks.addLast(new Look(System.nanoTime(), positions, lag));
            if (looks.size() > REMEMBERED) {
                looks.removeFirst();
            }
        }
    }

    @Override
    public void start() {
        running = true;
        var _ = timer.scheduleWithFixedDelay(this::lookIfPossible, 0, 1, TimeUnit.SECONDS);
    }

    @Override
    public void stop() {
        running = false;
        timer.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
