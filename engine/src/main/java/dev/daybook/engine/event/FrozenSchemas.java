package dev.daybook.engine.event;

import org.apache.avro.Schema;
import org.apache.avro.SchemaParser;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where frozen schemas are kept: {@code <topic>/<EventType>/<version>.avsc}, versions from 1
 * without a gap. A file once there is never edited.
 */
public interface FrozenSchemas {

    /** The versions of a type, version 1 first; empty when none is frozen. */
    List<Schema> of(Topic topic, String type);

    /** Those that were built into the program, under {@code schemas/} on the class path. */
    static FrozenSchemas onClassPath(Class<?> anchor) {
        ClassLoader loader = anchor.getClassLoader();
        return (topic, type) -> {
            List<Schema> versions = new ArrayList<>();
            while (true) {
                String path = "schemas/" + fileOf(topic, type, versions.size() + 1);
                try (InputStream in = loader.getResourceAsStream(path)) {
                    if (in == null) {
                        return List.copyOf(versions);
                    }
                    versions.add(new SchemaParser().parse(in).mainSchema());
                } catch (IOException broken) {
                    throw new UncheckedIOException("Cannot read " + path, broken);
                }
            }
        };
    }

    /** Those in a directory of the repository. */
    static FrozenSchemas in(Path directory) {
        return (topic, type) -> {
            List<Schema> versions = new ArrayList<>();
            while (true) {
                Path file = directory.resolve(fileOf(topic, type, versions.size() + 1));
                if (!Files.exists(file)) {
                    return List.copyOf(versions);
                }
                try {
                    versions.add(new SchemaParser().parse(file).mainSchema());
                } catch (IOException broken) {
                    throw new UncheckedIOException("Cannot read " + file, broken);
                }
            }
        };
    }

    /** The file of one version, relative to the directory of schemas. */
    static String fileOf(Topic topic, String type, int version) {
        return topic.name() + "/" + type + "/" + version + ".avsc";
    }
}
