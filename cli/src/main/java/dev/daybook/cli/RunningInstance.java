package dev.daybook.cli;

import dev.daybook.cli.client.Json;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The file {@code serve.json} in a data directory, by which the other commands find the instance
 * that runs on it. It is there while {@code serve} runs, and names a process, so that one left
 * behind by a crash is recognised.
 *
 * @param pid the process that serves
 */
record RunningInstance(URI url, long pid) {

    private static final String FILE = "serve.json";

    /** The instance that runs on a data directory now, if one does. */
    static Optional<RunningInstance> on(Path data) {
        try {
            JsonNode json = Json.parse(Files.readString(data.resolve(FILE)));
            RunningInstance instance =
                    new RunningInstance(
                            URI.create(Json.text(json, "url")), json.path("pid").asLong());
            boolean alive =
                    ProcessHandle.of(instance.pid).map(ProcessHandle::isAlive).orElse(false);
            return alive ? Optional.of(instance) : Optional.empty();
        } catch (IOException | JacksonException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /** Leaves the file for others to find; it appears whole or not at all. */
    void announce(Path data) {
        try {
            Path fresh = Files.createTempFile(data, FILE, ".new");
            Files.writeString(
                    fresh,
                    Json.write(Json.object().put("url", url.toString()).put("pid", pid)) + "\n");
            Files.move(
                    fresh,
                    data.resolve(FILE),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new UncheckedIOException("Cannot write to " + data, unwritable);
        }
    }

    /** Takes the file away. */
    static void retract(Path data) {
        try {
            Files.deleteIfExists(data.resolve(FILE));
        } catch (IOException left) {
            // It names a process that ends now, so nobody is misled by it.
        }
    }
}
