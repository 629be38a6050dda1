package dev.daybook.elasticsearch;

import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON, as requests and answers are written in. */
final class Json {

    /** An answer is bounded as a whole; a long document in it is no reason to refuse it. */
    private static final StreamReadConstraints ANSWERS =
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build();

    static final JsonMapper MAPPER =
            JsonMapper.builder(JsonFactory.builder().streamReadConstraints(ANSWERS).build())
                    .build();

    private static final char REPLACEMENT = '\uFFFD';

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static byte[] bytes(JsonNode value) {
        return MAPPER.writeValueAsBytes(value);
    }

    /** Nothing is an empty object. */
    static JsonNode read(byte[] bytes) {
        return bytes.length == 0 ? object() : MAPPER.readTree(bytes);
    }

    /** Half a surrogate pair is no character, cannot be written, and stands for one unknown. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints()
                .map(point ->
                        point <= Character.MAX_VALUE && Character.isSurrogate((char) point)
                                ? REPLACEMENT
                                : point)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }
}
