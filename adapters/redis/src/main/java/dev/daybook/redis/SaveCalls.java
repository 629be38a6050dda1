package dev.daybook.redis;

import dev.daybook.engine.view.ViewStore.Write;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The script calls that make up one save. A call is bounded, since Redis does nothing else
 * meanwhile; so a long save is several. Lanes move with the last of them, and only then are values
 * removed: until the lanes have moved, events that were saved in part may be read again, and a
 * value that was gone already would not say that they had been applied.
 */
final class SaveCalls {

    /** Values in one call, which take Redis about a millisecond. */
    static final int WRITES_MAX = 500;

    /** Removals in one save: they are all in its last call, and take a fraction of a write each. */
    static final int REMOVALS_MAX = 10_000;

    private static final int CALL_BYTES_MAX = 4_000_000;

    /** No Redis can be configured to take less than a mebibyte. */
    private static final int VALUE_BYTES_MAX = 1_000_000;

    /** Scripts count in floating point, which is exact up to here. */
    private static final long POSITION_MAX = 1L << 53;

    private final byte[] identity;
    private final byte[] standing;
    private final byte[] moving;
    private final List<byte[]> values = new ArrayList<>();
    private final List<byte[]> removals = new ArrayList<>();
    private int bytes;

    /**
     * @param from the view as the writer left it, and all lanes that it follows: that one has gone
     *     back is to be noticed by the next save of any
     * @param to the position of each lane that moves
     */
    SaveCalls(ViewHeader from, SortedMap<Integer, Long> to) {
        identity = from.identity();
        standing = lanes(from, to, false);
        moving = lanes(from, to, true);
    }

    private static byte[] lanes(ViewHeader from, SortedMap<Integer, Long> to, boolean moving) {
        Set<Integer> lanes = new TreeSet<>(from.lanes().keySet());
        lanes.addAll(to.keySet());
        ByteBuffer out = ByteBuffer.allocate(lanes.size() * (Integer.BYTES + 2 * Long.BYTES));
        for (int lane : lanes) {
            long before = from.at(lane);
            long after = to.getOrDefault(lane, before);
            if (after < before || after >= POSITION_MAX) {
                throw new IllegalStateException(
                        "Lane " + lane + " cannot go from " + before + " to " + after + ".");
            }
            out.putInt(lane).putLong(before).putLong(moving ? after : before);
        }
        return out.array();
    }

    /**
     * The calls, each as the arguments of the script, in the order in which they are to be made.
     *
     * @param writes the last write of each key
     * @param encode a value in Avro
     * @throws IllegalArgumentException when Redis could not take one of the writes
     */
    <V> List<byte[][]> of(Map<String, Write<String, V>> writes, Function<V, byte[]> encode) {
        List<byte[][]> calls = new ArrayList<>();
        writes.forEach((key, write) -> {
            V value = write.value();
            if (value == null) {
                removals.add(Entries.field(key));
                removals.add(Entries.removed(write.position()));
            } else {
                byte[] entry = Entries.value(write.position(), encode.apply(value));
                if (entry.length > VALUE_BYTES_MAX) {
                    throw new IllegalArgumentException(
                            "The value of a key has "
                                    + entry.length
                                    + " bytes; Redis is given at most "
                                    + VALUE_BYTES_MAX
                                    + ".");
                }
                if (values.size() == 2 * WRITES_MAX || bytes + entry.length > CALL_BYTES_MAX) {
                    calls.add(call(standing, List.of()));
                    values.clear();
                    bytes = 0;
                }
                values.add(Entries.field(key));
                values.add(entry);
                bytes += entry.length;
            }
        });
        if (removals.size() > 2 * REMOVALS_MAX) {
            throw new IllegalArgumentException(
                    "One save removes " + removals.size() / 2 + " keys; at most " + REMOVALS_MAX);
        }
        calls.add(call(moving, removals));
        return calls;
    }

    private byte[][] call(byte[] lanes, List<byte[]> removed) {
        List<byte[]> arguments = new ArrayList<>(3 + values.size() + removed.size());
        arguments.add(identity);
        arguments.add(lanes);
        arguments.add(Entries.decimal(values.size() / 2));
        arguments.addAll(values);
        arguments.addAll(removed);
        return arguments.toArray(byte[][]::new);
    }
}
