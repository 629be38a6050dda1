package dev.daybook.cli;

import dev.daybook.cli.client.Json;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An event on one line, for people. */
final class EventLine {

    /** Longer values are cut, so that one event stays one line. */
    private static final int VALUE_MAX_CHARS = 60;

    private EventLine() {}

    static String of(JsonNode event) {
        List<String> fields = new ArrayList<>();
        String entity = Json.text(event, "entity");
        event.path("payload")
                .properties()
                .forEach(field -> {
                    String text = text(field.getValue());
                    // The entity is in its own column already.
                    if (!text.isEmpty() && !entity.endsWith(":" + text)) {
                        fields.add(field.getKey() + "=" + cut(text));
                    }
                });
        return String.format(
                Locale.ROOT,
                "%8d  %-27s  %-20s  %s  %s",
                event.path("position").asLong(),
                Json.text(event, "recordedAt"),
                Json.text(event, "type"),
                entity,
                String.join(" ", fields));
    }

    private static String text(JsonNode value) {
        if (value.isNull() || (value.isContainer() && value.isEmpty())) {
            return "";
        }
        if (value.isArray()) {
            List<String> items = new ArrayList<>();
            value.forEach(item -> items.add(item.has("account") ? leg(item) : text(item)));
            return String.join(",", items);
        }
        return value.isValueNode() ? value.asString() : value.toString();
    }

    private static String leg(JsonNode leg) {
        return Json.text(leg, "account") + ":" + Json.text(leg, "amount");
    }

    private static String cut(String text) {
        return text.length() <= VALUE_MAX_CHARS
                ? text
                : text.substring(0, VALUE_MAX_CHARS - 1) + "…";
    }
}
