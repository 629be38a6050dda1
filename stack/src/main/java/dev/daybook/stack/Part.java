package dev.daybook.stack;

import dev.daybook.postgres.PostgresSettings;
import dev.daybook.stack.Processes.Signal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The servers that a stack is made of. */
public enum Part {
    KAFKA(0) {
        @Override
        StackServer start(Path directory, int port, Lifetime lifetime) {
            return KafkaBroker.start(directory, port, lifetime);
        }

        @Override
        boolean isHealthy(Path directory, int port) {
            return KafkaProbe.isServing(port);
        }

        @Override
        Map<String, String> settings(Path directory, int port) {
            return Map.of("kafka.bootstrap", KafkaBroker.address(port));
        }
    },

    REGISTRY(1) {
        @Override
        StackServer start(Path directory, int port, Lifetime lifetime) {
            return SchemaRegistry.start(directory, port, lifetime);
        }

        @Override
        boolean isHealthy(Path directory, int port) {
            return SchemaRegistry.isHealthy(port);
        }

        @Override
        Map<String, String> settings(Path directory, int port) {
            return Map.of("registry.url", SchemaRegistry.url(port));
        }
    },

    ELASTICSEARCH(2) {
        @Override
        StackServer start(Path directory, int port, Lifetime lifetime) {
            return Elasticsearch.start(directory, port, lifetime);
        }

        @Override
        boolean isHealthy(Path directory, int port) {
            return Elasticsearch.isHealthy(port);
        }

        @Override
        Map<String, String> settings(Path directory, int port) {
            return Map.of("elasticsearch.url", Elasticsearch.url(port));
        }
    },

    REDIS(3) {
        @Override
        StackServer start(Path directory, int port, Lifetime lifetime) {
            return RedisServer.start(directory, port, lifetime);
        }

        @Override
        boolean isHealthy(Path directory, int port) {
            return RedisServer.isHealthy(directory, port);
        }

        @Override
        Map<String, String> settings(Path directory, int port) throws IOException {
            return Map.of("redis.url", RedisServer.url(port, RedisServer.password(directory)));
        }
    },

    S3(4) {
        @Override
        StackServer start(Path directory, int port, Lifetime lifetime) {
            return ObjectStore.start(directory, port, lifetime);
        }

        @Override
        boolean isHealthy(Path directory, int port) {
            return ObjectStore.isHealthy(port);
        }

        @Override
        Map<String, String> settings(Path directory, int port) throws IOException {
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("s3.endpoint", ObjectStore.url(port));
            settings.put("s3.bucket", ObjectStore.BUCKET);
            settings.put("s3.region", ObjectStore.REGION);
            settings.put("s3.access-key", ObjectStore.accessKey(directory));
            settings.put("s3.secret-key", ObjectStore.secretKey(directory));
            return settings;
        }
    },

    POSTGRES(5) {
        @Override
        StackServer start(Path directory, int port, Lifetime lifetime) {
            return ReadDatabase.start(directory, port, lifetime);
        }

        @Override
        boolean isHealthy(Path directory, int port) {
            try {
                return ReadDatabase.isHealthy(ReadDatabase.settings(directory, port));
            } catch (IOException unreadable) {
                return false;
            }
        }

        @Override
        Map<String, String> settings(Path directory, int port) throws IOException {
            PostgresSettings database = ReadDatabase.settings(directory, port);
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("views.jdbc-url", database.jdbcUrl());
            settings.put("views.user", database.user());
            settings.put("views.password", database.password());
            return settings;
        }

        @Override
        Signal stopSignal() {
            return Signal.INTERRUPT;
        }
    };

    private final int portOffset;

    Part(int portOffset) {
        this.portOffset = portOffset;
    }

    /** Where it listens in a stack that begins at a port. */
    int port(int basePort) {
        return basePort + portOffset;
    }

    abstract StackServer start(Path directory, int port, Lifetime lifetime);

    /** Whether one that another process started does its work. */
    abstract boolean isHealthy(Path directory, int port);

    /** What {@code serve} has to know of it, in the words of its configuration file. */
    abstract Map<String, String> settings(Path directory, int port) throws IOException;

    Signal stopSignal() {
        return Signal.TERMINATE;
    }

    /** As people write it, and as its directory is called. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
