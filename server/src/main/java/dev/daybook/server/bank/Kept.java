package dev.daybook.server.bank;

/** What a view is kept in. */
public enum Kept {
    POSTGRESQL,
    REDIS,
    ELASTICSEARCH,
    /** Lucene, in the data directory of the node. */
    INDEX
}
