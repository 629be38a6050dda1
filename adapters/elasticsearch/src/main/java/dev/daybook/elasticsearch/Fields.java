package dev.daybook.elasticsearch;

/** Fields of every index. No component of a record can be called any of these. */
final class Fields {

    /** Names a document; unique. Elasticsearch does not sort by an {@code _id} of its own. */
    static final String ID = "#id";

    /** All words of a document. */
    static final String WORDS = "#words";

    /** The whole document in Avro binary. */
    static final String DOCUMENT = "#document";

    private Fields() {}
}
