package dev.daybook.acceptance;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What clients saw of a bank: each operation with the moments it was sent and answered, on one
 * clock, and its answer. Accounts start empty; amounts are in cents.
 */
final class History {

    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();

    /** Something that was asked for and answered. */
    sealed interface Operation {

        long sentNanos();

        long answeredNanos();
    }

    /**
     * A transfer that was done.
     *
     * @param from null stands for the world outside, where money comes from
     * @param position the last of its events
     * @param fromAfter what was answered to be the balances after it
     */
    record Transferred(
            long sentNanos,
            long answeredNanos,
            @Nullable String from,
            String to,
            long cents,
            long position,
            long fromAfter,
            long toAfter)
            implements Operation {}

    /**
     * A transfer that was refused because there was too little money.
     *
     * @param position the last of the journal when it was refused
     */
    record Refused(long sentNanos, long answeredNanos, String from, long cents, long position)
            implements Operation {}

    /**
     * A balance that was read.
     *
     * @param atLeast the position it had to show at least; 0 for none
     * @param strong whether it had to show all that was done before
     * @param position what it says to show
     */
    record Read(
            long sentNanos,
            long answeredNanos,
            String account,
            long atLeast,
            boolean strong,
            long position,
            long cents)
            implements Operation {}

    void add(Operation operation) {
        operations.add(operation);
    }

    List<Operation> operations() {
        return operations.stream().sorted(Comparator.comparingLong(Operation::sentNanos)).toList();
    }

    <T extends Operation> List<T> of(Class<T> type) {
        return operations().stream().filter(type::isInstance).map(type::cast).toList();
    }
}
