package dev.daybook.engine.event;

import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaFormatter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the code against the frozen contracts. Compatibility is FULL_TRANSITIVE: every version
 * reads every other, because replay starts at the first event and old readers may still run while
 * new events are written.
 */
public final class SchemaCheck {

    private SchemaCheck() {}

    /**
     * Something that is wrong with one event type.
     *
     * @param type the event type
     * @param problem what is wrong and what to do, in a sentence
     */
    public record Finding(String type, String problem) {}

    /** What is wrong with a catalog, type by type; empty when code and frozen schemas agree. */
    public static <E> List<Finding> check(EventCatalog<E> catalog) {
        List<Finding> findings = new ArrayList<>();
        for (EventType<E> type : catalog.types()) {
            if (type.frozen().isEmpty()) {
                findings.add(
                        new Finding(
                                type.name(),
                                "has no frozen schema: run `./daybook schema freeze`."));
            } else if (!type.isFrozen()) {
                findings.add(
                        new Finding(
                                type.name(),
                                "differs from its frozen version "
                                        + type.version()
                                        + ": undo the change, or run `./daybook schema freeze` to"
                                        + " make version "
                                        + (type.version() + 1)
                                        + "."));
                findings.addAll(incompatibilities(type, type.codec().schema()));
            }
            for (Schema frozen : type.frozen()) {
                findings.addAll(incompatibilities(type, frozen));
            }
        }
        return findings.stream().distinct().toList();
    }

    /** Why a schema cannot stand beside the frozen versions of its type; empty when it can. */
    public static <E> List<Finding> incompatibilities(EventType<E> type, Schema candidate) {
        List<Finding> findings = new ArrayList<>();
        for (int version = 1; version <= type.version(); version++) {
            Schema frozen = type.frozen().get(version - 1);
            if (!canRead(candidate, frozen)) {
                findings.add(
                        new Finding(
                                type.name(),
                                "cannot read version "
                                        + version
                                        + ": a new component needs @Nullable, a list or a map, so"
                                        + " that it has a default."));
            }
            if (!canRead(frozen, candidate)) {
                findings.add(
                        new Finding(
                                type.name(),
                                "cannot be read by version "
                                        + version
                                        + ": only a component that was @Nullable, a list or a map"
                                        + " may be removed."));
            }
        }
        return findings;
    }

    /**
     * Writes a new version for each type whose code has changed.
     *
     * @return the files written
     * @throws IllegalStateException when a change is incompatible; then nothing is written
     */
    public static <E> List<Path> freeze(EventCatalog<E> catalog, Path directory)
            throws IOException {
        for (EventType<E> type : catalog.types()) {
            List<Finding> reasons = incompatibilities(type, type.codec().schema());
            if (!reasons.isEmpty()) {
                throw new IllegalStateException(
                        type.name()
                                + " "
                                + reasons.getFirst().problem()
                                + " A change of meaning is a new event type with an upcaster.");
            }
        }
        List<Path> written = new ArrayList<>();
        for (EventType<E> type : catalog.types()) {
            if (!type.isFrozen()) {
                Path file =
                        directory.resolve(
                                FrozenSchemas.fileOf(
                                        type.topic(), type.name(), type.version() + 1));
                Files.createDirectories(file.getParent());
                Files.writeString(
                        file, SchemaFormatter.format("json/pretty", type.codec().schema()) + "\n");
                written.add(file);
            }
        }
        return written;
    }

    private static boolean canRead(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }
}
