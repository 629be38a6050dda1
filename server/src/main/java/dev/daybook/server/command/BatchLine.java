package dev.daybook.server.command;

import dev.daybook.engine.commit.Submission;
import dev.daybook.server.http.Given;
import dev.daybook.server.http.Json;
import dev.daybook.server.http.Utf8;
import dev.daybook.server.problem.Problem;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.problem.Problems;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One line of a batch: a command with its key, or what is wrong with it.
 *
 * @param key as far as it could be read
 * @param requested null when there is a problem
 */
record BatchLine(@Nullable String key, @Nullable Requested requested, @Nullable Problem problem) {

    static BatchLine read(byte[] batch, int offset, int length, UUID id, String defaultReason) {
        String key = null;
        try {
            if (!Utf8.isWellFormed(batch, offset, length)) {
                return wrong(null, Problem.validation("The line is not encoded as UTF-8."));
            }
            JsonNode read = Json.MAPPER.readTree(batch, offset, length);
            if (!(read instanceof ObjectNode line)) {
                return wrong(null, Problem.validation("The line is not a JSON object."));
            }
            key = text(line, "key");
            if (key != null) {
                if (key.isEmpty()) {
                    throw ProblemException.validation("key", "'key' is empty.");
                }
                Given.text("key", key, Submission.KEY_MAX_CHARS);
            }
            String name = Given.required("type", text(line, "type"));
            CommandType<?> type = CommandTypes.of(name);
            if (type == null) {
                throw ProblemException.validation(
                        "type",
                        "There is no such type. There are: "
                                + String.join(", ", CommandTypes.names())
                                + ".");
            }
            return new BatchLine(key, request(id, type, line, defaultReason), null);
        } catch (ProblemException wrong) {
            return wrong(key, wrong.problem());
        } catch (JacksonException unreadable) {
            return wrong(key, Problems.ofJson(unreadable));
        }
    }

    private static <B extends CommandBody> Requested request(
            UUID id, CommandType<B> type, ObjectNode line, String defaultReason) {
        List<String> path = new ArrayList<>(type.path().size());
        for (String part : type.path()) {
            path.add(pathPart(line, part.split("\\|")));
        }
        B body = Json.MAPPER.treeToValue(line, type.body());
        return Requested.of(id, type, path, body, defaultReason);
    }

    private static String pathPart(ObjectNode line, String[] names) {
        for (String name : names) {
            String value = text(line, name);
            if (value != null) {
                return value;
            }
        }
        throw ProblemException.validation(names[0], "'" + names[0] + "' is missing.");
    }

    /** Takes a field out of the line; what is left is the body. */
    private static @Nullable String text(ObjectNode line, String name) {
        JsonNode value = line.remove(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw ProblemException.validation(name, "The field '" + name + "' has the wrong type.");
        }
        return value.stringValue();
    }

    private static BatchLine wrong(@Nullable String key, Problem problem) {
        return new BatchLine(key, null, problem);
    }
}
