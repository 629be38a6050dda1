package dev.daybook.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The encoding of everything that comes in. */
public final class Utf8 {

    private Utf8() {}

    /**
     * False for anything but UTF-8 in its one form: no byte out of place, nothing written longer
     * than need be, no halves of surrogate pairs.
     */
    public static boolean isWellFormed(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i < end && bytes[i] >= 0) {
            i++;
        }
        if (i == end) {
            return true; // ASCII only, as almost always
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, i, end - i));
            return true;
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }
}
