package dev.daybook.engine.view;

import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.feed.Feed;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** All views of a book on this node: started and stopped together, each on its own. */
public final class Views implements AutoCloseable {

    private final Feed feed;
    private final Map<String, ViewRunner<?, ?, ?>> runners = new LinkedHashMap<>();

    public Views(Feed feed, List<ViewRunner<?, ?, ?>> runners) {
        this.feed = feed;
        for (ViewRunner<?, ?, ?> runner : runners) {
            if (this.runners.put(runner.view().name(), runner) != null) {
                throw new IllegalArgumentException(
                        "Two views are called " + runner.view().name() + ".");
            }
        }
    }

    public void start() {
        runners.values().forEach(ViewRunner::start);
    }

    public Collection<ViewRunner<?, ?, ?>> runners() {
        return runners.values();
    }

    /** The runner of a view. @throws IllegalArgumentException when there is no view of that name */
    public ViewRunner<?, ?, ?> runner(String view) {
        ViewRunner<?, ?, ?> runner = runners.get(view);
        if (runner == null) {
            throw new IllegalArgumentException(
                    "There is no view '"
                            + view
                            + "'. There are: "
                            + String.join(", ", runners.keySet())
                            + ".");
        }
        return runner;
    }

    public List<ViewStatus> status() {
        return runners.values().stream().map(ViewRunner::status).toList();
    }

    /**
     * Waits until a view shows at least a position.
     *
     * @return the position it shows then
     * @throws ViewBehindException when it does not in time
     */
    public long await(String view, long position, Duration atMost) throws InterruptedException {
        ViewRunner<?, ?, ?> runner = runner(view);
        return await(runner, position, runner.view().lanes(), atMost);
    }

    /** The same of one entity, which is in one lane: others need not be waited for. */
    public long await(String view, EntityId entity, long position, Duration atMost)
            throws InterruptedException {
        ViewRunner<?, ?, ?> runner = runner(view);
        return await(runner, position, runner.view().lanes(entity), atMost);
    }

    private static long await(
            ViewRunner<?, ?, ?> runner, long position, Set<Integer> lanes, Duration atMost)
            throws InterruptedException {
        if (!runner.await(position, lanes, atMost)) {
            throw new ViewBehindException(runner.view().name(), position, runner.position(lanes));
        }
        return runner.position(lanes);
    }

    /**
     * Gives a view a moment to show what is recorded now, and says what it shows then. A view that
     * is stopped or whose store fails is not waited for.
     */
    public long settle(String view, Duration atMost) throws InterruptedException {
        ViewRunner<?, ?, ?> runner = runner(view);
        return settle(runner, runner.view().lanes(), atMost);
    }

    /** The same of one entity. */
    public long settle(String view, EntityId entity, Duration atMost) throws InterruptedException {
        ViewRunner<?, ?, ?> runner = runner(view);
        return settle(runner, runner.view().lanes(entity), atMost);
    }

    private long settle(ViewRunner<?, ?, ?> runner, Set<Integer> lanes, Duration atMost)
            throws InterruptedException {
        switch (runner.state()) {
            case LIVE, CATCHING_UP -> runner.await(feed.head(), lanes, atMost);
            case RETRYING, PAUSED, STOPPED -> {} // it would only be waited for in vain
        }
        return runner.position(lanes);
    }

    /** Ends all of them at once: one whose server is away takes seconds to give it up. */
    @Override
    public void close() {
        try (ExecutorService closers = Executors.newVirtualThreadPerTaskExecutor()) {
            runners.values().forEach(runner -> closers.execute(runner::close));
        }
    }
}
