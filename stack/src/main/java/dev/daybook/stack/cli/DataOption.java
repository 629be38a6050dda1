package dev.daybook.stack.cli;

import dev.daybook.stack.LocalStack;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/** Which data directory, as the other commands of {@code ./daybook} understand it. */
final class DataOption {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory; default: data beside the launcher.")
    private @Nullable Path data;

    LocalStack stack() {
        return new LocalStack(directory());
    }

    private Path directory() {
        if (data != null) {
            return data.toAbsolutePath().normalize();
        }
        String variable = System.getenv("DAYBOOK_DATA");
        if (variable != null && !variable.isBlank()) {
            return Path.of(variable).toAbsolutePath().normalize();
        }
        return Path.of(System.getProperty("daybook.home", "")).toAbsolutePath().resolve("data");
    }
}
