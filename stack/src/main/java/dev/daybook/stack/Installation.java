package dev.daybook.stack;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Where the servers' own files are: the build of this module puts them into its build directory.
 * That is where this class was loaded from; or, when its jar was copied elsewhere, the one in the
 * checkout that {@code daybook.home} names.
 */
final class Installation {

    private static final String BUILD = "./mvnw -pl :daybook-stack -am package -DskipTests";

    private Installation() {}

    /** The directory of a server's files, for reading. */
    static Path of(String server) {
        Path directory = target().resolve(paths().getProperty(server)).normalize();
        if (!Files.isDirectory(directory)) {
            throw missing(directory);
        }
        return directory;
    }

    /** The class path of a server that comes as jars, as one option for {@code java}. */
    static String classPath(String server) {
        Path directory = of(server);
        Path list = directory.resolve("classpath");
        try {
            return Arrays.stream(Files.readString(list).strip().split(":"))
                    .map(jar -> directory.resolve(jar).toString())
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (IOException none) {
            throw missing(list);
        }
    }

    /** The Java that runs this, which the servers are run by too. */
    static Path javaHome() {
        return Path.of(System.getProperty("java.home"));
    }

    static String java() {
        return javaHome().resolve("bin").resolve("java").toString();
    }

    private static ServerFailedException missing(Path what) {
        return new ServerFailedException(
                what + " is missing. This puts the servers' files in their places: " + BUILD);
    }

    private static Properties paths() {
        Properties properties = new Properties();
        try (InputStream file =
                requireNonNull(Installation.class.getResourceAsStream("servers.properties"))) {
            properties.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return properties;
    }

    private static Path target() {
        try {
            Path classes =
                    Path.of(
                            Installation.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            Path own = requireNonNull(classes.getParent());
            @Nullable String home = System.getProperty("daybook.home");
            return Files.isDirectory(own.resolve("servers")) || home == null
                    ? own
                    : Path.of(home, "stack", "target").toAbsolutePath();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
