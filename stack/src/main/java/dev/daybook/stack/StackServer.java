package dev.daybook.stack;

/** One server of the stack that runs on this machine. */
public sealed interface StackServer extends AutoCloseable
        permits KafkaBroker, SchemaRegistry, Elasticsearch, RedisServer, ObjectStore, ReadDatabase {

    /** The port on loopback where clients reach it. */
    int port();

    /** Whether it does its work just now; asks it, for at most a few seconds. */
    boolean isHealthy();

    /** Stops it cleanly; one that has not ended after a bounded time is killed. */
    @Override
    void close();

    /** Ends it as {@code kill -9} does, without giving it a chance to write anything. */
    void kill();
}
