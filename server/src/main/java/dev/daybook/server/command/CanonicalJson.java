package dev.daybook.server.command;

import dev.daybook.server.http.Json;

import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;

/** One form of each body: its components in their order, maps by key. */
final class CanonicalJson {

    private static final ObjectWriter WRITER =
            Json.MAPPER.writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private CanonicalJson() {}

    static byte[] bytes(CommandBody body) {
        return WRITER.writeValueAsBytes(body);
    }
}
