package dev.daybook.acceptance;

import dev.daybook.acceptance.History.Operation;
import dev.daybook.acceptance.History.Read;
import dev.daybook.acceptance.History.Refused;
import dev.daybook.acceptance.History.Transferred;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Holds a {@link History} against the simplest bank there is, which does one thing after another.
 *
 * <p>In general it is hard to find an order that explains a history. Here the order is told: every
 * transfer says its position. What is left to check is that this order respects time (who was
 * answered before another was sent comes first), that each answer is what the simple bank would
 * have answered at that place, and that each read shows the simple bank at some place between what
 * had been answered before it was sent and what was sent before it was answered. For strong reads
 * these places must respect time among themselves as well. Each is given the earliest place that it
 * can have, in the order they were sent: if that leaves none for a later one, no choice does.
 */
final class StrictSerializability {

    private final List<Transferred> order;
    private final List<Refused> refusals;
    private final List<Read> reads;
    private final List<String> violations = new ArrayList<>();

    /** The balances of each account by position, from 0 on. */
    private final Map<String, NavigableMap<Long, Long>> balances = new HashMap<>();

    private StrictSerializability(History history) {
        this.order =
                history.of(Transferred.class).stream()
                        .sorted(Comparator.comparingLong(Transferred::position))
                        .toList();
        this.refusals = history.of(Refused.class);
        this.reads = history.of(Read.class);
    }

    /** What cannot be explained, in words; empty when everything can. */
    static List<String> violations(History history) {
        StrictSerializability check = new StrictSerializability(history);
        check.replay();
        check.checkTime();
        check.checkRefusals();
        check.checkReads();
        return check.violations;
    }

    private void replay() {
        long before = 0;
        for (Transferred transfer : order) {
            if (transfer.position() == before) {
                violations.add("Two transfers at one position: " + transfer);
            }
            before = transfer.position();
            if (transfer.from() != null) {
                long left = move(transfer.from(), -transfer.cents(), transfer.position());
                if (left < 0 || left != transfer.fromAfter()) {
                    violations.add("The payer has " + left + " after " + transfer);
                }
            }
            long now = move(transfer.to(), transfer.cents(), transfer.position());
            if (now != transfer.toAfter()) {
                violations.add("The payee has " + now + " after " + transfer);
            }
        }
    }

    private long move(String account, long cents, long position) {
        NavigableMap<Long, Long> steps = steps(account);
        long after = steps.lastEntry().getValue() + cents;
        steps.put(position, after);
        return after;
    }

    private NavigableMap<Long, Long> steps(String account) {
        return balances.computeIfAbsent(account, any -> new TreeMap<>(Map.of(0L, 0L)));
    }

    private long balance(String account, long position) {
        return steps(account).floorEntry(position).getValue();
    }

    /** Going back from the last position, nothing may have been answered before this was sent. */
    private void checkTime() {
        Transferred earliest = null;
        for (Transferred transfer : order.reversed()) {
            if (earliest != null && earliest.answeredNanos() < transfer.sentNanos()) {
                violations.add(earliest + " was answered before this was sent: " + transfer);
            }
            if (earliest == null || transfer.answeredNanos() < earliest.answeredNanos()) {
                earliest = transfer;
            }
        }
    }

    private void checkRefusals() {
        for (Refused refusal : refusals) {
            long had = balance(refusal.from(), refusal.position());
            if (had >= refusal.cents()) {
                violations.add("There was enough, " + had + ": " + refusal);
            }
            if (refusal.position() < answeredBefore(refusal)
                    || refusal.position() > sentAfter(refusal)) {
                violations.add("It was refused at a wrong time: " + refusal);
            }
        }
    }

    private void checkReads() {
        NavigableMap<Long, Long> strongPlaces = new TreeMap<>(); // by the moment of the answer
        for (Read read : reads) {
            long from = Math.max(read.atLeast(), read.position());
            if (read.strong()) {
                from = Math.max(from, answeredBefore(read));
                Map.Entry<Long, Long> earlier = strongPlaces.lowerEntry(read.sentNanos());
                from = Math.max(from, earlier == null ? 0 : earlier.getValue());
            }
            Long place = place(read, from, sentAfter(read));
            if (read.position() < read.atLeast() || place == null) {
                violations.add("It shows no state from " + from + " on: " + read);
            } else if (read.strong()) {
                noteGreatest(strongPlaces, read.answeredNanos(), place);
            }
        }
    }

    /** Keeps of each moment the greatest place of all reads that were answered by then. */
    private static void noteGreatest(NavigableMap<Long, Long> places, long moment, long place) {
        Map.Entry<Long, Long> before = places.floorEntry(moment);
        if (before == null || before.getValue() < place) {
            places.put(moment, place);
            places.tailMap(moment, false).values().removeIf(later -> later <= place);
        }
    }

    /** The earliest position in a span, both ends included, where the account has what was read. */
    private @Nullable Long place(Read read, long from, long to) {
        if (from > to) {
            return null;
        }
        if (balance(read.account(), from) == read.cents()) {
            return from;
        }
        for (Map.Entry<Long, Long> step :
                steps(read.account()).subMap(from, false, to, true).entrySet()) {
            if (step.getValue() == read.cents()) {
                return step.getKey();
            }
        }
        return null;
    }

    /** The last position of all that had been answered when this was sent. */
    private long answeredBefore(Operation operation) {
        return order.stream()
                .filter(each -> each.answeredNanos() < operation.sentNanos())
                .mapToLong(Transferred::position)
                .max()
                .orElse(0);
    }

    /** The last position before all that was sent when this had been answered. */
    private long sentAfter(Operation operation) {
        return order.stream()
                .filter(each -> each.sentNanos() > operation.answeredNanos())
                .mapToLong(each -> each.position() - 1)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
