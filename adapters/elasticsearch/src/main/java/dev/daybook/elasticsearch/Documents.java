package dev.daybook.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.SearchIndex.Result;
import dev.daybook.engine.view.ViewStore.Stored;
import dev.daybook.engine.view.ViewStore.Write;
import dev.daybook.search.Question;
import dev.daybook.search.SearchFields;
import dev.daybook.search.SearchTerms;
import dev.daybook.search.Words;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Documents as Elasticsearch takes and gives them. */
final class Documents<V> {

    /** Elasticsearch takes no longer ones. */
    static final int ID_MAX_BYTES = 512;

    /** Documents of one request to load. */
    private static final int LOAD_MAX = 500;

    /** The name of the field that holds the document, as part of an address. */
    private static final String SOURCE = URLEncoder.encode(Fields.DOCUMENT, UTF_8);

    private final RecordCodec<V> codec;
    private final SearchFields fields;

    Documents(RecordCodec<V> codec, SearchFields fields) {
        this.codec = codec;
        this.fields = fields;
    }

    /** Whether a document can have this id. */
    static boolean isId(String id) {
        return !id.isEmpty() && Json.wellFormed(id).getBytes(UTF_8).length <= ID_MAX_BYTES;
    }

    /**
     * A write as lines of a bulk request. The version is the position of the event, so that
     * Elasticsearch itself refuses to let an older one replace a newer one.
     *
     * @throws IllegalArgumentException when a document cannot have this id
     */
    byte[] lines(Write<String, V> write) {
        if (!isId(write.key())) {
            throw new IllegalArgumentException(
                    "The id of a document has 1 to "
                            + ID_MAX_BYTES
                            + " bytes of UTF-8, not "
                            + Json.wellFormed(write.key()).getBytes(UTF_8).length
                            + '.');
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);
        String id = Json.wellFormed(write.key());
        V value = write.value();
        try (JsonGenerator json = Json.MAPPER.createGenerator(out)) {
            json.writeStartObject();
            json.writeObjectPropertyStart(value == null ? "delete" : "index");
            json.writeStringProperty("_id", id);
            json.writeNumberProperty("version", write.position());
            json.writeStringProperty("version_type", "external");
            json.writeEndObject();
            json.writeEndObject();
            json.writeRaw('\n');
            if (value != null) {
                write(json, id, requireNonNull(value));
                json.writeRaw('\n');
            }
        }
        return out.toByteArray();
    }

    private void write(JsonGenerator json, String id, Object value) {
        Terms terms = new Terms();
        fields.read(value, terms);
        json.writeStartObject();
        json.writeStringProperty(Fields.ID, id);
        write(json, Fields.WORDS, terms.words);
        terms.keywords.forEach((field, values) -> write(json, field, values));
        terms.numbers.forEach(json::writeNumberProperty);
        json.writeBinaryProperty(Fields.DOCUMENT, codec.encode(value));
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String field, Set<String> values) {
        json.writeArrayPropertyStart(field);
        values.forEach(value -> json.writeString(Json.wellFormed(value)));
        json.writeEndArray();
    }

    /** The documents of these ids as they were written last, searchable or not. */
    Map<String, Stored<V>> load(
            ElasticsearchCluster cluster, String making, Collection<String> ids) {
        List<String> asked = ids.stream().distinct().filter(Documents::isId).toList();
        Map<String, Stored<V>> found = new HashMap<>();
        for (int from = 0; from < asked.size(); from += LOAD_MAX) {
            List<String> some = asked.subList(from, Math.min(asked.size(), from + LOAD_MAX));
            ObjectNode body = Json.object();
            ArrayNode wanted = body.putArray("ids");
            some.forEach(id -> wanted.add(Json.wellFormed(id)));
            JsonNode got =
                    cluster.send("POST", '/' + making + "/_mget?_source_includes=" + SOURCE, body)
                            .required("load documents of " + making)
                            .body()
                            .path("docs");
            for (int i = 0; i < some.size(); i++) { // in the order of the request
                JsonNode document = got.path(i);
                if (document.has("error")) {
                    String message = "Elasticsearch could not load a document of " + making + '.';
                    throw new StorageException(message, new IOException(message));
                }
                if (document.path("found").asBoolean(false)) {
                    found.put(
                            some.get(i),
                            new Stored<>(
                                    decode(document.path("_source")),
                                    document.path("_version").longValue()));
                }
            }
        }
        return found;
    }

    Result<V> search(
            ElasticsearchCluster cluster,
            String making,
            Question question,
            int limit,
            List<String> facets) {
        JsonNode answer =
                cluster.send(
                                "POST",
                                '/' + making + "/_search?allow_partial_search_results=false",
                                QuestionBody.of(
                                        question, limit, facets, cluster.settings().timeout()))
                        .requiredOfAllShards("search " + making)
                        .body();
        if (answer.path("timed_out").asBoolean(true)) {
            String message = "Elasticsearch took too long to search " + making + '.';
            throw new StorageException(message, new IOException(message));
        }
        JsonNode hits = answer.path("hits").path("hits");
        List<V> items = new ArrayList<>();
        for (int i = 0; i < Math.min(limit, hits.size()); i++) {
            items.add(decode(hits.path(i).path("_source")));
        }
        String next = null;
        if (hits.size() > limit) {
            next = question.next(QuestionBody.place(question.order(), hits.path(limit - 1)));
        }
        long total = answer.path("hits").path("total").path("value").longValue();
        return new Result<>(items, total, facets(answer.path("aggregations"), facets), next);
    }

    private static Map<String, Map<String, Long>> facets(JsonNode counted, List<String> facets) {
        Map<String, Map<String, Long>> all = new LinkedHashMap<>();
        for (int i = 0; i < facets.size(); i++) {
            Map<String, Long> counts = new LinkedHashMap<>();
            for (JsonNode value : counted.path(QuestionBody.facet(i)).path("buckets")) {
                counts.put(value.path("key").stringValue(), value.path("doc_count").longValue());
            }
            all.put(facets.get(i), counts);
        }
        return all;
    }

    /** A document out of what Elasticsearch has stored. */
    V decode(JsonNode source) {
        return codec.decode(source.path(Fields.DOCUMENT).binaryValue());
    }

    /** What one document is searched by. */
    private static final class Terms implements SearchTerms {

        private final Set<String> words = new LinkedHashSet<>();
        private final Map<String, Set<String>> keywords = new LinkedHashMap<>();
        private final Map<String, Long> numbers = new LinkedHashMap<>();

        @Override
        public void text(String plain) {
            Words.collect(plain, words);
        }

        @Override
        public void keyword(String field, String value) {
            keywords.computeIfAbsent(field, any -> new TreeSet<>()).add(value);
        }

        @Override
        public void number(String field, long value) {
            numbers.put(field, value);
        }
    }
}
