package dev.daybook.testkit;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** JSON as tests write and read it. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Json() {}

    /**
     * An object of names and values in turn. A value is a text, number, truth value, node, map or
     * list; a null leaves the field out.
     */
    public static ObjectNode object(@Nullable Object... namesAndValues) {
        ObjectNode object = MAPPER.createObjectNode();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                object.set(String.valueOf(namesAndValues[i]), MAPPER.valueToTree(value));
            }
        }
        return object;
    }

    public static ArrayNode array(Collection<?> values) {
        return MAPPER.valueToTree(List.copyOf(values));
    }

    public static ObjectNode of(Map<String, ?> fields) {
        return MAPPER.valueToTree(fields);
    }

    public static JsonNode parse(String text) {
        return MAPPER.readTree(text);
    }

    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** The text of a field, or of a field within fields as in {@code owner.name}. */
    public static String text(JsonNode node, String path) {
        JsonNode found = node;
        for (String step : path.split("\\.")) {
            found = found.path(step);
        }
        if (found.isMissingNode() || found.isNull()) {
            throw new AssertionError("There is no '" + path + "' in " + node);
        }
        return found.isString() ? found.stringValue() : found.toString();
    }
}
