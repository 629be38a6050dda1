package dev.daybook.engine.commit;

import dev.daybook.engine.command.Domain;
import dev.daybook.engine.commit.CommitLine.Next;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * The single writer of a book on this node: a thread that drives a {@link CommitLine}. While one
 * batch is at the store the next one gathers, so batching needs no timer and an idle book answers
 * in the time of one commit. When much gathers, a second thread decides it ahead, so that a busy
 * book decides and writes at the same time.
 */
public final class Committer<C, S, E> implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Committer.class);

    /** How long a thread waits before it looks whether it should stop, in milliseconds. */
    private static final long IDLE_MILLIS = 100;

    /**
     * Fewer commands than this are left to the writer: they are decided in less time than a commit
     * takes, and to look up what each touches costs a question to the store.
     */
    private static final int WORTH_DECIDING_AHEAD = 256;

    private static final int NOTHING = Integer.MAX_VALUE;

    private final CommitLine<C, S, E> line;
    private final Thread writer;
    private final Thread decider;

    /** How many waiting commands the decider wants to be woken for. */
    private volatile int wanted = NOTHING;

    public Committer(
            Domain<C, S, E> domain,
            WriteStore<S> store,
            InstantSource clock,
            CommitLimits limits,
            CommitListener listener) {
        this.writer = Thread.ofPlatform().name("daybook-committer").unstarted(this::write);
        this.decider = Thread.ofPlatform().name("daybook-decider").unstarted(this::decideAhead);
        this.line =
                new CommitLine<>(domain, store, clock, limits, listener, this::batchIsAtTheStore);
    }

    public void start() {
        writer.start();
        decider.start();
    }

    /** Takes a command in; see {@link CommitLine#submit}. */
    public CompletableFuture<Receipt<S, E>> submit(Submission<C> submission) {
        CompletableFuture<Receipt<S, E>> answer = line.submit(submission);
        wakeDecider();
        if (line.isClosed() && !writer.isAlive()) {
            line.refuseTheRest(); // the writer may have stopped between the check and the offer
        }
        return answer;
    }

    /** A command that was taken in and is not decided yet, or null. */
    public @Nullable Submission<C> pending(UUID command) {
        return line.pending(command);
    }

    /** Commands that wait now. */
    public int waiting() {
        return line.waiting();
    }

    /** Whether a command was taken in that is not answered yet. */
    public boolean isBusy() {
        return line.isBusy();
    }

    /** Takes no more commands, finishes those that wait, and stops. */
    @Override
    public void close() {
        line.close();
        LockSupport.unpark(decider);
        try {
            decider.join();
            writer.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        line.refuseTheRest();
    }

    private void wakeDecider() {
        if (line.waiting() >= wanted) {
            LockSupport.unpark(decider);
        }
    }

    private void batchIsAtTheStore() {
        if (wanted == NOTHING || line.waiting() >= wanted) {
            LockSupport.unpark(decider);
        }
    }

    private void write() {
        while (!line.isClosed() || line.hasWork()) {
            try {
                if (line.await(IDLE_MILLIS) && line.step() instanceof Next.Retry(long millis)) {
                    Thread.sleep(millis);
                }
            } catch (InterruptedException interrupted) {
                line.close();
            } catch (Error error) {
                giveUp(error);
            }
        }
    }

    /**
     * Nobody may wait for ever, and other batches may fare better. When there is not even memory to
     * say so, what is left of the batch is tried again; what was recorded of it is then found.
     */
    private void giveUp(Error error) {
        try {
            line.giveUp(error);
            log.error("The committer failed; its batch is answered as unknown.", error);
        } catch (Error again) {
            error.addSuppressed(again);
        }
    }

    private void decideAhead() {
        while (!line.isClosed()) {
            try {
                if (line.waiting() < WORTH_DECIDING_AHEAD || !line.decideAhead()) {
                    awaitMore();
                }
            } catch (Error error) {
                log.error("Nothing was decided ahead.", error);
            }
        }
    }

    /** Woken by the command that makes it worth while, or when the next batch goes to the store. */
    private void awaitMore() {
        boolean room = line.hasRoomAhead();
        wanted = room ? WORTH_DECIDING_AHEAD : NOTHING;
        if (!room || line.waiting() < WORTH_DECIDING_AHEAD) {
            LockSupport.parkNanos(IDLE_MILLIS * 1_000_000);
        }
        wanted = NOTHING;
    }
}
