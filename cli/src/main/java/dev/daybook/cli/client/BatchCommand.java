package dev.daybook.cli.client;

import tools.jackson.databind.node.ObjectNode;

/**
 * One line of a batch.
 *
 * @param key the idempotency key; the same for every attempt
 * @param line the whole line: key, type, and the fields of the request
 */
public record BatchCommand(String key, ObjectNode line) {

    public static BatchCommand of(String key, String type, String reason) {
        ObjectNode line = Json.object();
        line.put("key", key).put("type", type).put("reason", reason);
        return new BatchCommand(key, line);
    }

    /** Adds a field; an empty value leaves it out. */
    public BatchCommand with(String field, String value) {
        if (!value.isEmpty()) {
            line.put(field, value);
        }
        return this;
    }
}
