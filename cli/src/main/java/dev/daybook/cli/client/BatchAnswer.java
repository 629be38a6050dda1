package dev.daybook.cli.client;

import tools.jackson.databind.JsonNode;

/**
 * What became of one line of a batch.
 *
 * @param committed whether its events are in the journal, now or from an earlier attempt
 * @param replayed whether this is the answer that the same key got before
 * @param command the command's identifier; empty when the line was not understood
 * @param position the last position of its events
 * @param id what it made: an account, a transaction, a hold; empty when nothing
 * @param code the slug of the problem; empty when it is committed
 * @param detail the problem in plain language; empty when it is committed
 */
public record BatchAnswer(
        String key,
        boolean committed,
        boolean replayed,
        String command,
        long position,
        String id,
        String code,
        String detail) {

    static BatchAnswer of(JsonNode line) {
        JsonNode problem = line.path("problem");
        String type = Json.text(problem, "type");
        return new BatchAnswer(
                Json.text(line, "key"),
                Json.text(line, "status").equals("committed"),
                line.path("replayed").asBoolean(false),
                Json.text(line, "command"),
                line.path("position").asLong(0),
                Json.text(line, "id"),
                type.substring(type.lastIndexOf('/') + 1),
                Json.text(problem, "detail"));
    }

    /** Whether it was not decided, and has to be sent again under the same key. */
    boolean isUndecided() {
        return !committed
                && switch (code) {
                    case "overloaded", "outcome-unknown", "idempotency-key-in-progress" -> true;
                    default -> false;
                };
    }
}
