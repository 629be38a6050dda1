package dev.daybook.elasticsearch;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.function.Consumer;

/** Reads all documents of an index as of one moment, page by page. */
final class Scan {

    private static final int PAGE = 500;

    /** From one page to the next; Elasticsearch keeps what has been deleted since for that long. */
    private static final String KEEP_ALIVE = "2m";

    private final ElasticsearchCluster cluster;
    private final String making;

    Scan(ElasticsearchCluster cluster, String making) {
        this.cluster = cluster;
        this.making = making;
    }

    void forEach(Consumer<JsonNode> each) {
        String moment =
                cluster.send("POST", '/' + making + "/_pit?keep_alive=" + KEEP_ALIVE)
                        .requiredOfAllShards("keep a moment of " + making)
                        .body()
                        .path("id")
                        .stringValue();
        try {
            ObjectNode body = Json.object();
            body.put("size", PAGE).put("track_total_hits", false);
            body.putObject("query").putObject("match_all");
            body.putObject("pit").put("id", moment).put("keep_alive", KEEP_ALIVE);
            body.putArray("sort").add("_shard_doc");
            body.putArray("_source").add(Fields.DOCUMENT);
            JsonNode page = page(body);
            while (!page.isEmpty()) {
                page.forEach(each);
                body.set("search_after", page.path(page.size() - 1).path("sort"));
                page = page(body);
            }
        } finally {
            // Should this fail, the moment is forgotten when its time is up.
            cluster.send("DELETE", "/_pit", Json.object().put("id", moment));
        }
    }

    private JsonNode page(ObjectNode body) {
        return cluster.send("POST", "/_search?allow_partial_search_results=false", body)
                .requiredOfAllShards("read documents")
                .body()
                .path("hits")
                .path("hits");
    }
}
