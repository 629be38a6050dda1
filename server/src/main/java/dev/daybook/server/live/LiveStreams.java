package dev.daybook.server.live;

import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.problem.ProblemType;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The streams that run now: bounded in number, and ended before the service stops. */
@Component
final class LiveStreams implements SmartLifecycle, MeterBinder {

    private static final Logger log = LoggerFactory.getLogger(LiveStreams.class);

    private static final int STREAMS_MAX = 10_000;

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean running;

    /** One stream's work. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** Runs a stream on this thread until its client goes or the service stops. */
    void run(Work work) throws IOException {
        if (count.incrementAndGet() > STREAMS_MAX || !running) {
            count.decrementAndGet();
            throw ProblemException.retryLater(
                    ProblemType.OVERLOADED, "There are too many streams. Try again later.", 10);
        }
        threads.add(Thread.currentThread());
        try {
            work.run();
        } catch (InterruptedException stopping) {
            // The service stops; the client comes back with the last identifier it has seen. The
            // interruption ends here: Tomcat goes on and ends the response properly.
            log.debug("A stream ends because the service stops.");
        } finally {
            threads.remove(Thread.currentThread());
            count.decrementAndGet();
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("daybook.streams", count, AtomicInteger::get)
                .description("Streams and subscriptions that run now")
                .register(registry);
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        threads.forEach(Thread::interrupt);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stopped before the web server waits for the requests that are left. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
