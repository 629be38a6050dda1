package dev.daybook.cli;

import dev.daybook.cli.client.DaybookClient;
import dev.daybook.cli.terminal.Complaint;
import dev.daybook.server.security.LocalTokens;
import dev.daybook.server.security.Role;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Options that say which instance to talk to. Without them it is the one that runs on the data
 * directory, with a short-lived token signed by that directory's key: whoever can read the key may
 * do anything there anyway.
 */
final class Connection {

    private static final Duration LOCAL_TOKEN_TTL = Duration.ofMinutes(10);

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Address of the instance; default: the one that runs on the data directory.")
    private @Nullable URI url;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "Bearer token; default: one made with the data directory's key, as admin.")
    private @Nullable String token;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory; default: data beside the launcher.")
    private @Nullable Path data;

    Path dataDirectory() {
        return DataDirectory.of(data);
    }

    /** Whether a certain instance was asked for. */
    boolean namesInstance() {
        return url != null || variable("DAYBOOK_URL") != null;
    }

    /** The instance that was named, or that runs on the data directory. */
    DaybookClient open() {
        return new DaybookClient(address(), tokens());
    }

    private URI address() {
        String variable = variable("DAYBOOK_URL");
        URI named = url != null ? url : variable == null ? null : URI.create(variable);
        if (named == null) {
            return RunningInstance.on(dataDirectory())
                    .orElseThrow(() ->
                            new Complaint(
                                    "No instance runs on " + dataDirectory() + ".",
                                    "Start one with `./daybook serve`, or name one with"
                                            + " --url."))
                    .url();
        }
        if (named.getScheme() == null || named.getHost() == null) {
            throw new Complaint(
                    "'" + named + "' is not an address.", "It is written http://HOST:PORT.");
        }
        return named;
    }

    private Supplier<String> tokens() {
        String given = token != null ? token : variable("DAYBOOK_TOKEN");
        if (given != null) {
            return () -> given;
        }
        Path directory = dataDirectory();
        if (!Files.isReadable(directory.resolve(LocalTokens.KEY_FILE))) {
            throw new Complaint(
                    "There is no signing key in " + directory + " to make a token with.",
                    "Give a token with --token, or the instance's data directory with --data.");
        }
        return localTokens(directory, System.getProperty("user.name", "local"), Role.ADMIN);
    }

    /** Short-lived tokens of a local instance, made anew when the last one gets old. */
    static Supplier<String> localTokens(Path data, String actor, Role role) {
        LocalTokens local = LocalTokens.of(data);
        return new Supplier<>() {
            private String current = "";
            private long madeNanos;

            @Override
            public synchronized String get() {
                long now = System.nanoTime();
                if (current.isEmpty() || now - madeNanos > LOCAL_TOKEN_TTL.toNanos() / 2) {
                    current = local.create(actor, List.of(role), List.of(), LOCAL_TOKEN_TTL);
                    madeNanos = now;
                }
                return current;
            }
        };
    }

    private static @Nullable String variable(String name) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? null : value;
    }
}
