package dev.daybook.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.event.MalformedEventException;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Reads the headers of one record, which are texts in UTF-8, and trusts none of them. Of two with
 * one name either is read.
 */
final class HeaderText {

    /** What stands in a decoded text for bytes that are not UTF-8, or for itself. */
    private static final char REPLACEMENT = '\uFFFD';

    private final Header[] headers;

    /**
     * Where the next is looked for first: they are asked for mostly in the order in which they are
     * written, and every view asks for all of every event.
     */
    private int next;

    HeaderText(Headers headers) {
        this.headers = headers.toArray();
    }

    private @Nullable Header find(String name) {
        for (int i = 0; i < headers.length; i++) {
            int at = next + i < headers.length ? next + i : next + i - headers.length;
            if (headers[at].key().equals(name)) {
                next = at + 1;
                return headers[at];
            }
        }
        return null;
    }

    boolean has(String name) {
        return find(name) != null;
    }

    /** The text of a header, or null when there is no such header. */
    @Nullable String optional(String name) {
        Header header = find(name);
        return header == null ? null : utf8(name, header.value());
    }

    String required(String name) {
        String text = optional(name);
        if (text == null) {
            throw new MalformedEventException("There is no header " + name + ".");
        }
        return text;
    }

    /** A number from {@code least} up. */
    long number(String name, long least) {
        try {
            long number = Long.parseLong(required(name));
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException none) {
            // said below
        }
        throw new MalformedEventException(
                "The header " + name + " is not a number from " + least + " up.");
    }

    static String utf8(String what, byte @Nullable [] bytes) {
        if (bytes == null) {
            throw new MalformedEventException("The " + what + " is null.");
        }
        String text = new String(bytes, UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : strictly(what, bytes);
    }

    private static String strictly(String what, byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException malformed) {
            throw new MalformedEventException("The " + what + " is not UTF-8.", malformed);
        }
    }
}
