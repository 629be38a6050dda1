package dev.daybook.redis;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What the header of a view says: 8 bytes for its life, which is another whenever the view starts
 * anew; 8 for the shape of its values; and 12 for each lane, its number and position, big-endian.
 * The scripts read and write the same.
 *
 * @param identity life and shape
 * @param lanes the position of each lane; one that is absent is at 0
 */
record ViewHeader(byte[] identity, Map<Integer, Long> lanes) {

    private static final int IDENTITY_BYTES = 16;
    private static final int LANE_BYTES = Integer.BYTES + Long.BYTES;

    ViewHeader {
        lanes = Map.copyOf(lanes);
    }

    /**
     * @throws IllegalArgumentException when these bytes are not a header
     */
    static ViewHeader of(byte[] bytes) {
        int rest = bytes.length - IDENTITY_BYTES;
        if (rest < 0 || rest % LANE_BYTES != 0) {
            throw new IllegalArgumentException(
                    "A header of a view does not have " + bytes.length + " bytes.");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, IDENTITY_BYTES, rest);
        Map<Integer, Long> lanes = HashMap.newHashMap(rest / LANE_BYTES);
        while (in.hasRemaining()) {
            lanes.put(in.getInt(), in.getLong());
        }
        return new ViewHeader(Arrays.copyOf(bytes, IDENTITY_BYTES), lanes);
    }

    long at(int lane) {
        return lanes.getOrDefault(lane, 0L);
    }

    boolean isOfTheLifeOf(ViewHeader other) {
        return Arrays.equals(identity, other.identity);
    }
}
