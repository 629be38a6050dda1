package dev.daybook.elasticsearch;

import dev.daybook.engine.journal.StorageException;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;

/**
 * Writes documents in requests of a bounded size, one after another. Whatever fails, everything can
 * be written again: what is there already is refused as a version conflict, and that is success.
 *
 * <p>Once a request has failed nothing more is sent; what went before has been written.
 */
final class BulkWrite {

    private static final int DOCUMENTS_MAX = 2_000;

    /** A longer document goes alone. Elasticsearch takes 100 MB. */
    private static final int BYTES_MAX = 4 << 20;

    /** Of the whole index, though they come with the status of a document that is refused. */
    private static final Set<String> OF_THE_INDEX =
            Set.of(
                    "strict_dynamic_mapping_exception",
                    "cluster_block_exception",
                    "index_closed_exception");

    private final ElasticsearchCluster cluster;
    private final String path;
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private int documents;

    /**
     * @param making the name of the making of the index
     */
    BulkWrite(ElasticsearchCluster cluster, String making) {
        this.cluster = cluster;
        this.path =
                '/'
                        + making
                        + "/_bulk?require_alias=true"
                        + "&filter_path=errors,error,status,items.*.status,items.*.error.type";
    }

    /**
     * Adds a document; may send those before it.
     *
     * @throws StorageException as {@link #flush}
     * @throws IllegalArgumentException as {@link #flush}
     */
    void add(byte[] document) {
        if (documents > 0
                && (documents >= DOCUMENTS_MAX || lines.size() + document.length > BYTES_MAX)) {
            flush();
        }
        lines.writeBytes(document);
        documents++;
    }

    /**
     * Sends what has been added.
     *
     * @throws StorageException when it may go better at another time
     * @throws IllegalArgumentException when Elasticsearch cannot take a document, ever
     */
    void flush() {
        if (documents == 0) {
            return;
        }
        Answer answer = cluster.sendLines(path, lines.toByteArray());
        lines.reset();
        documents = 0;
        if (answer.status() == 400 || answer.status() == 413) {
            throw refused(answer.reason());
        }
        JsonNode body = answer.required("write documents").body();
        if (body.path("errors").asBoolean(true)) {
            check(body.path("items"));
        }
    }

    private static void check(JsonNode items) {
        String refused = null;
        for (JsonNode item : items) {
            for (JsonNode outcome : item) { // one, named by what was to be done
                String error = outcome.path("error").path("type").asString("");
                int status = outcome.path("status").asInt(0);
                if (error.isEmpty() || error.equals("version_conflict_engine_exception")) {
                    continue;
                }
                if (status != 400 || OF_THE_INDEX.contains(error)) {
                    String message =
                            "Elasticsearch did not write a document: status "
                                    + status
                                    + ' '
                                    + error;
                    throw new StorageException(message, new IOException(message));
                }
                refused = error;
            }
        }
        if (refused != null) {
            throw refused(refused);
        }
    }

    private static IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("Elasticsearch cannot take a document: " + why);
    }
}
