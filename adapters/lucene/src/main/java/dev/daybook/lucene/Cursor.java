package dev.daybook.lucene;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.util.BytesRef;

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
    static String encode(byte[] question, Order order, FieldDoc last) {
        BytesRef id = (BytesRef) last.fields[last.fields.length - 1];
        ByteBuffer place = ByteBuffer.allocate(valuesBytes(order) + id.length);
        int next = 0;
        if (order.byMatch()) {
            place.putFloat((Float) last.fields[next++]);
        }
        if (order.field() != null) {
            place.putLong((Long) last.fields[next]);
        }
        place.put(id.bytes, id.offset, id.length);
        byte[] digest = digest(question, place.array());
        byte[] whole = Arrays.copyOf(digest, DIGEST_BYTES + place.capacity());
        System.arraycopy(place.array(), 0, whole, DIGEST_BYTES, place.capacity());
        return toText(whole);
    }

    /**
     * @throws IllegalArgumentException when the cursor was not made for this question
     */
    static FieldDoc decode(byte[] question, Order order, String cursor) {
        byte[] whole = fromText(cursor);
        if (whole.length <= DIGEST_BYTES + valuesBytes(order)) {
            throw refused();
        }
        byte[] place = Arrays.copyOfRange(whole, DIGEST_BYTES, whole.length);
        byte[] digest = Arrays.copyOf(whole, DIGEST_BYTES);
        if (!MessageDigest.isEqual(digest, digest(question, place))) {
            throw refused();
        }
        Object[] values = new Object[order.toSort().getSort().length];
        ByteBuffer in = ByteBuffer.wrap(place);
        int next = 0;
        if (order.byMatch()) {
            values[next++] = in.getFloat();
        }
        if (order.field() != null) {
            values[next++] = in.getLong();
        }
        values[next] = new BytesRef(place, in.position(), in.remaining());
        // Only the shown document itself equals it in all values, and it has been shown.
        return new FieldDoc(Integer.MAX_VALUE, Float.NaN, values);
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
