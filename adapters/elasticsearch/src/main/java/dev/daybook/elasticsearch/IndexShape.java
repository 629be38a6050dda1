package dev.daybook.elasticsearch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.event.RecordCodec;
import dev.daybook.search.SearchFields;
import dev.daybook.search.SearchFields.Kind;

import org.apache.avro.SchemaNormalization;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.zip.CRC32C;

/** How the documents of a view are indexed, in Elasticsearch's words. */
final class IndexShape {

    /** Raised when documents are indexed in another way, so that indices are built anew. */
    private static final String FORMAT = "1";

    /**
     * For how long a removed document is remembered, so that an older event does not bring it back.
     * Only a request that was held up on its way for longer could.
     */
    private static final String REMOVED_REMEMBERED = "24h";

    private static final String SHAPE = "shape";

    private final SearchFields fields;
    private final String shape;

    IndexShape(RecordCodec<?> codec, SearchFields fields) {
        this.fields = fields;
        long fingerprint = SchemaNormalization.parsingFingerprint64(codec.schema());
        this.shape = FORMAT + ' ' + Long.toHexString(fingerprint) + ' ' + fields.shape();
    }

    /** Says in words what is indexed how. */
    String words() {
        return shape;
    }

    /** Eight hexadecimal digits that differ when documents are indexed in another way. */
    String generation() {
        CRC32C crc = new CRC32C();
        crc.update(shape.getBytes(UTF_8));
        return String.format("%08x", crc.getValue());
    }

    /** Whether an index was made for this shape. */
    boolean fits(JsonNode index) {
        return index.path("mappings").path("_meta").path(SHAPE).asString("").equals(shape);
    }

    /**
     * The body that creates an index.
     *
     * @param alias by which it is written to and read; hidden, so that a pattern does not meet it
     */
    ObjectNode creation(String alias, ElasticsearchSettings settings) {
        ObjectNode body = Json.object();
        body.putObject("settings")
                .put("number_of_shards", settings.shards())
                .put("auto_expand_replicas", "0-" + settings.replicas())
                // What is saved is made searchable by the store, which waits for it.
                .put("refresh_interval", "-1")
                .put("gc_deletes", REMOVED_REMEMBERED);
        body.putObject("aliases").putObject(alias).put("is_hidden", true);
        ObjectNode mappings = body.putObject("mappings").put("dynamic", "strict");
        mappings.putObject("_meta").put(SHAPE, shape);
        ObjectNode properties = mappings.putObject("properties");
        properties.putObject(Fields.ID).put("type", "keyword").put("index", false);
        properties.putObject(Fields.WORDS).put("type", "keyword").put("doc_values", false);
        properties.putObject(Fields.DOCUMENT).put("type", "binary");
        fields.names(Kind.KEYWORD)
                .forEach(name -> properties.putObject(name).put("type", "keyword"));
        fields.names(Kind.AMOUNT).forEach(name -> properties.putObject(name).put("type", "long"));
        fields.names(Kind.WHEN).forEach(name -> properties.putObject(name).put("type", "long"));
        return body;
    }
}
