package dev.daybook.elasticsearch;

import dev.daybook.engine.journal.StorageException;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * How far a view is, lane by lane: one document for each making of its index, in an index that all
 * views of a book share. Being one, it is read at once by who waits for it, and being read by its
 * id it is as it was written last, with no refresh.
 *
 * <p>Several nodes write it, each for its own lanes. Each takes over what the others have written,
 * and Elasticsearch refuses a write that has not seen the one before. So no write takes a lane
 * back, and none is forgotten.
 *
 * <p>It is written to disk every few seconds only, unlike the documents, which are there before it
 * is moved. A crash of Elasticsearch may take it back: who wrote it finds that out, and has the
 * events since read again.
 *
 * <p>{@link #read} is for any thread, everything else for the one that writes.
 */
final class Watermark {

    /** Nodes that write at the same time each get their turn long before this. */
    private static final int ATTEMPTS_MAX = 50;

    private static final String LANES = "lanes";

    private final ElasticsearchCluster cluster;
    private final String alias;
    private final String document;
    private Known known = Known.NOTHING;

    /**
     * What is stored.
     *
     * @param seqNo tells this write from any other, together with the term; -1 when there is none
     */
    private record Known(Map<Integer, Long> lanes, long seqNo, long term) {

        private static final Known NOTHING = new Known(Map.of(), -1, -1);
    }

    /**
     * @param making the name of the making of the index
     */
    Watermark(ElasticsearchCluster cluster, String book, String making) {
        this.cluster = cluster;
        this.alias = alias(book);
        this.document = making;
    }

    private static String alias(String book) {
        return book + "-watermarks";
    }

    /** Makes the index of a book's watermarks, where it is missing. */
    static void create(ElasticsearchCluster cluster, String book) {
        if (cluster.send("GET", "/_alias/" + alias(book)).isSuccess()) {
            return;
        }
        ObjectNode body = Json.object();
        body.putObject("settings")
                .put("number_of_shards", 1)
                .put("translog.durability", "async")
                .put("auto_expand_replicas", "0-" + cluster.settings().replicas());
        body.putObject("aliases").putObject(alias(book)).put("is_write_index", true);
        ObjectNode mappings = body.putObject("mappings").put("dynamic", "strict");
        mappings.putObject("properties")
                .putObject(LANES)
                .put("type", "object")
                .put("enabled", false);
        Answer answer = cluster.send("PUT", '/' + alias(book) + "-1", body);
        if (!answer.isError("resource_already_exists_exception")) {
            answer.required("create the index of watermarks of " + book);
        }
    }

    /** The positions of all lanes that anybody has moved, by their slots. */
    Map<Integer, Long> read() {
        return fetch().lanes;
    }

    /** Reads what is stored, and goes on from there. */
    Map<Integer, Long> open() {
        known = fetch();
        return known.lanes;
    }

    /**
     * Moves lanes forward; those that are as far already stay.
     *
     * @throws StorageException also when somebody has removed what had been written
     */
    void move(Map<Integer, Long> positions) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Map<Integer, Long> merged = new HashMap<>(known.lanes);
            positions.forEach((lane, position) -> merged.merge(lane, position, Math::max));
            if (merged.equals(known.lanes) || store(merged)) {
                return;
            }
            Known stored = fetch();
            known.lanes.forEach((lane, position) -> {
                if (stored.lanes.getOrDefault(lane, 0L) < position) {
                    throw failed("was at " + position + " in lane " + lane + " and is no longer");
                }
            });
            known = stored;
        }
        throw failed("is being written by too many at a time");
    }

    /** Whether nobody had written in between. */
    private boolean store(Map<Integer, Long> lanes) {
        String condition =
                known.seqNo < 0
                        ? "op_type=create"
                        : "if_seq_no=" + known.seqNo + "&if_primary_term=" + known.term;
        ObjectNode body = Json.object();
        ObjectNode stored = body.putObject(LANES);
        lanes.forEach((lane, position) -> stored.put(lane.toString(), position));
        Answer answer =
                cluster.send(
                        "PUT",
                        '/' + alias + "/_doc/" + document + "?require_alias=true&" + condition,
                        body);
        if (answer.status() == 409) {
            return false;
        }
        JsonNode written = answer.required("move the watermark of " + document).body();
        known =
                new Known(
                        Map.copyOf(lanes),
                        written.path("_seq_no").longValue(),
                        written.path("_primary_term").longValue());
        return true;
    }

    private Known fetch() {
        Answer answer = cluster.send("GET", '/' + alias + "/_doc/" + document);
        if (answer.status() == 404 && !answer.body().has("error")) {
            return Known.NOTHING;
        }
        JsonNode found = answer.required("read the watermark of " + document).body();
        Map<Integer, Long> lanes = new HashMap<>();
        found.path("_source")
                .path(LANES)
                .forEachEntry(
                        (lane, position) -> lanes.put(Integer.valueOf(lane), position.longValue()));
        return new Known(
                Map.copyOf(lanes),
                found.path("_seq_no").longValue(),
                found.path("_primary_term").longValue());
    }

    /** Forgets all lanes. Whoever moves one later fails, and has to begin again. */
    void remove() {
        Answer answer = cluster.send("DELETE", '/' + alias + "/_doc/" + document);
        if (answer.status() != 404) {
            answer.required("remove the watermark of " + document);
        }
        known = Known.NOTHING;
    }

    private StorageException failed(String what) {
        String message = "The watermark of " + document + ' ' + what + '.';
        return new StorageException(message, new IOException(message));
    }
}
