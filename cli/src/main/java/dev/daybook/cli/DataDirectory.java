package dev.daybook.cli;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/**
 * Where an instance keeps everything: the database, the search index, the signing key. {@code
 * --data} names it; else {@code DAYBOOK_DATA}; else it is {@code data} beside the launcher.
 */
final class DataDirectory {

    private DataDirectory() {}

    static Path of(@Nullable Path named) {
        if (named != null) {
            return named.toAbsolutePath().normalize();
        }
        String variable = System.getenv("DAYBOOK_DATA");
        if (variable != null && !variable.isBlank()) {
            return Path.of(variable).toAbsolutePath().normalize();
        }
        return home().resolve("data");
    }

    /** The repository's root, as the launcher says; the working directory when run without it. */
    static Path home() {
        return Path.of(System.getProperty("daybook.home", "")).toAbsolutePath().normalize();
    }
}
