package dev.daybook.engine.commit;

import dev.daybook.engine.command.Domain;
import dev.daybook.engine.commit.CommitLine.Next;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The single writer of a book on this node: a thread that drives a {@link CommitLine}. While one
 * batch is at the store the next one gathers, so batching needs no timer and an idle book answers
 * in the time of one commit.
 */
public final class Committer<C, S, E> implements AutoCloseable {

    /**
     * How long the writer waits for a command before it looks whether it should stop, in
     * milliseconds.
     */
    private static final long IDLE_MILLIS = 100;

    private final CommitLine<C, S, E> line;
    private final Thread writer;

    public Committer(
            Domain<C, S, E> domain,
            WriteStore<S> store,
            InstantSource clock,
            CommitLimits limits,
            CommitListener listener) {
        this.line = new CommitLine<>(domain, store, clock, limits, listener);
        this.writer = Thread.ofPlatform().name("daybook-committer").unstarted(this::run);
    }

    public void start() {
        writer.start();
    }

    /** Takes a command in; see {@link CommitLine#submit}. */
    public CompletableFuture<Receipt<S, E>> submit(Submission<C> submission) {
        CompletableFuture<Receipt<S, E>> answer = line.submit(submission);
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

    /** Takes no more commands, finishes those that wait, and stops. */
    @Override
    public void close() {
        line.close();
        try {
            writer.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        line.refuseTheRest();
    }

    private void run() {
        while (!line.isClosed() || line.hasWork()) {
            try {
                if (line.await(IDLE_MILLIS) && line.step() instanceof Next.Retry(long millis)) {
                    Thread.sleep(millis);
                }
            } catch (InterruptedException interrupted) {
                line.close();
            }
        }
    }
}
