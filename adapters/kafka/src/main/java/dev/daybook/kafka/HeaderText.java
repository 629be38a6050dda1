package dev.daybook.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.event.MalformedEventException;

import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Reads the headers of one record, which are texts in UTF-8, and trusts none of them. */
final class HeaderText {

    private final Headers headers;

    HeaderText(Headers headers) {
        this.headers = headers;
    }

    boolean has(String name) {
        return headers.lastHeader(name) != null;
    }

    /** The text of a header, or null when there is no such header. */
    @Nullable String optional(String name) {
        Header header = headers.lastHeader(name);
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
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException malformed) {
            throw new MalformedEventException("The " + what + " is not UTF-8.", malformed);
        }
    }
}
