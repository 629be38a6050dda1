package dev.daybook.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class Utf8Test {

    @Test
    void onlyTheOneFormOfEachCharacterIsWellFormed() {
        for (String text : new String[] {"", "a", "Köln", "日本", "a😀b"}) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(Utf8.isWellFormed(bytes, 0, bytes.length)).as(text).isTrue();
        }
        int[][] malformed = {
            {'a', 0xff},
            {0xc0, 0x80},
            {0xc1, 0x81},
            {0xe0, 0x80, 0x80},
            {0xed, 0xa0, 0x80},
            {0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80},
            {0xf5, 0x80, 0x80, 0x80},
            {0xc3},
            {0x80}
        };
        for (int[] each : malformed) {
            byte[] bytes = new byte[each.length];
            for (int i = 0; i < each.length; i++) {
                bytes[i] = (byte) each[i];
            }
            assertThat(Utf8.isWellFormed(bytes, 0, bytes.length)).isFalse();
        }
    }

    @Test
    void onlyTheGivenPartIsLookedAt() {
        byte[] bytes = {(byte) 0xff, 'a', 'b', (byte) 0xff};
        assertThat(Utf8.isWellFormed(bytes, 1, 2)).isTrue();
        assertThat(Utf8.isWellFormed(bytes, 1, 3)).isFalse();
    }
}
