package dev.daybook.elasticsearch;

import dev.daybook.engine.journal.StorageException;

import tools.jackson.databind.JsonNode;

import java.io.IOException;

/**
 * What the cluster answered to a request that it could deal with.
 *
 * @param status of HTTP, below 500
 */
record Answer(int status, JsonNode body) {

    boolean isSuccess() {
        return status < 300;
    }

    boolean isError(String type) {
        return type.equals(body.path("error").path("type").asString(""));
    }

    /** This, if it says that the request was carried out. */
    Answer required(String what) {
        if (!isSuccess()) {
            throw failed("Elasticsearch refused to " + what + ": " + reason());
        }
        return this;
    }

    /** This, if every copy of every shard did what was asked. */
    Answer requiredOfAllShards(String what) {
        if (required(what).body.path("_shards").path("failed").asInt(0) > 0) {
            throw failed("Elasticsearch could not " + what + " on every shard.");
        }
        return this;
    }

    /** The kind of error only: what else Elasticsearch says may quote a document. */
    String reason() {
        String type = body.path("error").path("type").asString("");
        String cause = body.path("error").path("caused_by").path("type").asString("");
        return "status "
                + status
                + (type.isEmpty() ? "" : " " + type)
                + (cause.isEmpty() ? "" : ": " + cause);
    }

    private static StorageException failed(String message) {
        return new StorageException(message, new IOException(message));
    }
}
