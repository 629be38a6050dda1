package dev.daybook.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The built product, run as the launcher runs it: unpacked from the executable jar, because a JVM
 * starts faster from plain jars, and with the JVM's note of an earlier run.
 *
 * <p>The jar is named by the system property {@code daybook.jar}.
 */
public final class Program {

    /** The launcher's flags; see {@code ./daybook}. */
    private static final List<String> FLAGS =
            List.of(
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-XX:+UseCompactObjectHeaders");

    /** What makes a command that ends soon end sooner. */
    private static final List<String> SHORT =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final Duration UNPACK_MAX = Duration.ofSeconds(60);
    private static final Duration WARM_UP_MAX = Duration.ofMinutes(3);
    private static final String CACHE = "daybook.aot";

    private static @Nullable Program built;

    private final Path jar;

    private Program(Path jar) {
        this.jar = jar;
    }

    /**
     * What a command did.
     *
     * @param out what it wrote to stdout
     * @param err what it wrote to stderr
     */
    public record Run(int exitCode, String out, String err, Duration took) {}

    /** The product that was built last. */
    public static synchronized Program built() {
        Program program = built;
        if (program == null) {
            String named = System.getProperty("daybook.jar");
            if (named == null || !Files.isRegularFile(Path.of(named))) {
                throw new IllegalStateException(
                        "There is no jar "
                                + named
                                + ". Build it with ./mvnw -pl cli -am package, and name it with"
                                + " -Ddaybook.jar.");
            }
            program = new Program(unpacked(Path.of(named).toAbsolutePath().normalize()));
            built = program;
        }
        return program;
    }

    /** The root of the repository that the jar was built in. */
    public static Path home() {
        Path jar = Path.of(System.getProperty("daybook.jar", "cli/target/daybook.jar"));
        Path target = Objects.requireNonNull(jar.toAbsolutePath().normalize().getParent());
        return Objects.requireNonNull(target.resolve("../..").normalize());
    }

    /** The command line that runs the product with these arguments. */
    public List<String> commandLine(List<String> arguments) {
        return commandLine(List.of(), arguments);
    }

    /** The same, with options of the JVM. */
    List<String> commandLine(List<String> flags, List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.add(java().toString());
        line.addAll(FLAGS);
        line.addAll(flags);
        line.add("-Ddaybook.home=" + home());
        line.add("-XX:AOTCache=" + jar.resolveSibling(CACHE));
        // A note that does not fit the options above is no news.
        line.add("-Xlog:aot=off");
        line.add("-Xlog:cds=off");
        line.add("-jar");
        line.add(jar.toString());
        line.addAll(arguments);
        return line;
    }

    /** Runs one command to its end, for at most two minutes. */
    public Run run(String... arguments) {
        return run(Map.of(), List.of(arguments));
    }

    /** Runs one command with variables in its environment. */
    public Run run(Map<String, String> environment, List<String> arguments) {
        try {
            Path out = Files.createTempFile("daybook", ".out");
            Path err = Files.createTempFile("daybook", ".err");
            try {
                boolean isLong = !arguments.isEmpty() && arguments.getFirst().equals("import");
                ProcessBuilder builder =
                        new ProcessBuilder(commandLine(isLong ? List.of() : SHORT, arguments))
                                .redirectInput(ProcessBuilder.Redirect.from(nothing().toFile()))
                                .redirectOutput(out.toFile())
                                .redirectError(err.toFile());
                builder.environment().keySet().removeIf(name -> name.startsWith("DAYBOOK_"));
                builder.environment().putAll(environment);
                long started = System.nanoTime();
                Process process = builder.start();
                if (!process.waitFor(2, TimeUnit.MINUTES)) {
                    process.destroyForcibly();
                    throw new AssertionError(
                            "After two minutes this had not ended: "
                                    + arguments
                                    + "\n"
                                    + Files.readString(err));
                }
                return new Run(
                        process.exitValue(),
                        Files.readString(out, UTF_8),
                        Files.readString(err, UTF_8),
                        Duration.ofNanos(System.nanoTime() - started));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** Starts a command that goes on until it is destroyed; its stdout is to be read. */
    public Process start(String... arguments) {
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(commandLine(SHORT, List.of(arguments)))
                            .redirectInput(ProcessBuilder.Redirect.from(nothing().toFile()))
                            .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().keySet().removeIf(name -> name.startsWith("DAYBOOK_"));
            return builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path nothing() {
        Path device = Path.of("/dev/null");
        return Files.exists(device) ? device : Path.of("NUL");
    }

    private static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /**
     * Unpacks into the build directory of the module that is tested, once for each build of the
     * jar: beside the jar it would go with the next build, from under a service that runs.
     */
    private static Path unpacked(Path jar) {
        Path directory = Path.of("target", "daybook-unpacked").toAbsolutePath();
        Path lock = directory.resolveSibling("daybook-unpacked.lock");
        // Another JVM may test the same module beside this one.
        try (FileChannel channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            Path unpacked = directory.resolve(Objects.requireNonNull(jar.getFileName()));
            Path stamp = directory.resolve("built-at");
            String builtAt = Files.getLastModifiedTime(jar).toString();
            if (!Files.exists(stamp) || !Files.readString(stamp).equals(builtAt)) {
                Directories.delete(directory);
                Files.createDirectories(directory);
                prepare(
                        "unpack " + jar,
                        UNPACK_MAX,
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--destination",
                        directory.toString());
                List<String> warmUp = new ArrayList<>(FLAGS);
                warmUp.addAll(
                        List.of(
                                "-Ddaybook.home=" + home(),
                                "-XX:AOTCacheOutput=" + directory.resolve(CACHE),
                                "-jar",
                                unpacked.toString(),
                                "warm-up"));
                prepare("warm up", WARM_UP_MAX, warmUp.toArray(String[]::new));
                Files.writeString(stamp, builtAt);
            }
            return unpacked;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void prepare(String what, Duration atMost, String... arguments)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(java().toString()));
        line.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IllegalStateException("Could not " + what + ".");
        }
    }
}
