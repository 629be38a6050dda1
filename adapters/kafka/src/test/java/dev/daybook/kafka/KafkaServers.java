package dev.daybook.kafka;

import dev.daybook.stack.KafkaBroker;
import dev.daybook.stack.SchemaRegistry;

import java.nio.file.Path;

/** A real broker and a real registry, which a test may kill and start again where they were. */
final class KafkaServers implements AutoCloseable {

    private final Path directory;
    private KafkaBroker broker;
    private SchemaRegistry registry;

    private KafkaServers(Path directory) {
        this.directory = directory;
        this.broker = KafkaBroker.start(directory.resolve("kafka"), 0);
        try {
            this.registry = SchemaRegistry.start(directory.resolve("registry"), 0);
        } catch (RuntimeException failure) {
            broker.close();
            throw failure;
        }
    }

    static KafkaServers start(Path directory) {
        return new KafkaServers(directory);
    }

    /** The address of the broker. */
    String bootstrap() {
        return broker.address();
    }

    KafkaSettings kafka() {
        return KafkaSettings.at(bootstrap());
    }

    RegistrySettings registry() {
        return RegistrySettings.at(registry.url());
    }

    void killBroker() {
        broker.kill();
    }

    void startBroker() {
        broker = KafkaBroker.start(directory.resolve("kafka"), broker.port());
    }

    void killRegistry() {
        registry.kill();
    }

    void startRegistry() {
        registry = SchemaRegistry.start(directory.resolve("registry"), registry.port());
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
    }
}
