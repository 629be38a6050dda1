package dev.daybook.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A place in an answer, as text: the sort values and the id of the last document that was shown,
 * and a digest of these and of the question. The digest keeps cursors from being used with another
 * question or after an accident; it is not a secret, and a forged cursor only begins elsewhere.
 */
final class Cursor {

    private static final String TAG = "daybook-cursor-1";
    private static final int DIGEST_BYTES = 12;

    private Cursor() {}

    /**
     * @param question what tells the question from any other
     * @param last the last document shown, as found in this order
     */
    static String encode(byte[] question, Order order, Place last) {
        byte[] id = last.id().getBytes(UTF_8);
        ByteBuffer place = ByteBuffer.allocate(valuesBytes(order) + id.length);
        if (order.byMatch()) {
            place.putFloat(last.match());
        }
        if (order.field() != null) {
            place.putLong(last.number());
        }
        place.put(id);
        byte[] digest = digest(question, place.array());
        byte[] whole = Arrays.copyOf(digest, DIGEST_BYTES + place.capacity());
        System.arraycopy(place.array(), 0, whole, DIGEST_BYTES, place.capacity());
        return toText(whole);
    }

    /**
     * @throws IllegalArgumentException when the cursor was not made for this question
     */
    static Place decode(byte[] question, Order order, String cursor) {
        byte[] whole = fromText(cursor);
        if (whole.length <= DIGEST_BYTES + valuesBytes(order)) {
            throw refused();
        }
        byte[] place = Arrays.copyOfRange(whole, DIGEST_BYTES, whole.length);
        byte[] digest = Arrays.copyOf(whole, DIGEST_BYTES);
        if (!MessageDigest.isEqual(digest, digest(question, place))) {
            throw refused();
        }
        ByteBuffer in = ByteBuffer.wrap(place);
        float match = order.byMatch() ? in.getFloat() : 0;
        long number = order.field() != null ? in.getLong() : 0;
        return new Place(match, number, new String(place, in.position(), in.remaining(), UTF_8));
    }

    private static int valuesBytes(Order order) {
        return (order.byMatch() ? Float.BYTES : 0) + (order.field() != null ? Long.BYTES : 0);
    }

    private static String toText(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] fromText(String cursor) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException malformed) {
            throw refused();
        }
        if (!toText(bytes).equals(cursor)) {
            throw refused(); // the last character has bits that mean nothing
        }
        return bytes;
    }

    private static byte[] digest(byte[] question, byte[] place) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(TAG.getBytes(UTF_8));
            sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, question.length));
            sha256.update(question);
            return Arrays.copyOf(sha256.digest(place), DIGEST_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
    }

    private static IllegalArgumentException refused() {
        return new IllegalArgumentException(
                "This cursor does not belong to this question. Use the 'next' of an earlier answer"
                        + " with the same words, filters and sort, or none to begin again.");
    }
}
