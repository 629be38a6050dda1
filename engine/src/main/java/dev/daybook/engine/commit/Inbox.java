package dev.daybook.engine.commit;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Commands that were taken in and that nobody has looked at: bounded, in the order of their
 * arrival. It also knows those that were looked at, until they are answered. For any thread.
 */
final class Inbox<C, S, E> {

    private final BlockingQueue<Waiting<C, S, E>> queue;
    private final Map<UUID, Submission<C>> pending = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * @param max number of commands that can wait
     */
    Inbox(int max) {
        this.queue = new LinkedBlockingQueue<>(max);
    }

    /**
     * Takes a command in.
     *
     * @throws OverloadedException when the inbox is full or closed; nothing was done
     */
    CompletableFuture<Receipt<S, E>> submit(Submission<C> submission) {
        CompletableFuture<Receipt<S, E>> answer = new CompletableFuture<>();
        pending.put(submission.id(), submission);
        if (closed || !queue.offer(new Waiting<>(submission, answer))) {
            pending.remove(submission.id());
            throw new OverloadedException(queue.size());
        }
        return answer;
    }

    /** A command that is not answered yet, or null. */
    @Nullable Submission<C> pending(UUID command) {
        return pending.get(command);
    }

    int size() {
        return queue.size();
    }

    /** Whether every command that was taken in is answered. */
    boolean isSettled() {
        return pending.isEmpty();
    }

    /** Waits for a command, at most so many milliseconds; null when none came. */
    @Nullable Waiting<C, S, E> poll(long millis) throws InterruptedException {
        return queue.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** Moves what waits, at most so many. */
    void drainTo(Collection<Waiting<C, S, E>> target, int max) {
        queue.drainTo(target, Math.max(0, max));
    }

    void answer(Waiting<C, S, E> waiting, Receipt<S, E> receipt) {
        pending.remove(waiting.submission().id());
        waiting.answer().complete(receipt);
    }

    void fail(Waiting<C, S, E> waiting, RuntimeException failure) {
        pending.remove(waiting.submission().id());
        waiting.answer().completeExceptionally(failure);
    }

    /** Takes no more in. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** Once nobody will look at what waits: it is not left without an answer. */
    void refuseTheRest() {
        for (Waiting<C, S, E> left = queue.poll(); left != null; left = queue.poll()) {
            fail(left, new OverloadedException(0));
        }
    }
}
