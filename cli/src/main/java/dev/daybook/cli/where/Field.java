package dev.daybook.cli.where;

import tools.jackson.databind.JsonNode;

import java.util.List;

/**
 * A field of an event. A name is looked for in the event itself, then in its payload and in its
 * provenance, so that {@code amount} need not be written {@code payload.amount}.
 */
record Field(List<String> path) {

    private static final List<String> INSIDE = List.of("payload", "provenance");

    Value of(JsonNode event) {
        JsonNode found = follow(event);
        for (int i = 0; i < INSIDE.size() && found.isMissingNode(); i++) {
            found = follow(event.path(INSIDE.get(i)));
        }
        return found.isMissingNode() || found.isNull()
                ? Value.NULL
                : new Value(found.isValueNode() ? found.asString() : found.toString(), false);
    }

    private JsonNode follow(JsonNode from) {
        JsonNode node = from;
        for (String name : path) {
            node = node.path(name);
        }
        return node;
    }
}
