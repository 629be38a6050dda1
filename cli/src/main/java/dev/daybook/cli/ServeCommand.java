package dev.daybook.cli;

import static java.util.Objects.requireNonNull;

import dev.daybook.cli.client.DaybookClient;
import dev.daybook.cli.demo.DemoBank;
import dev.daybook.cli.terminal.Complaint;
import dev.daybook.cli.terminal.Terminal;
import dev.daybook.postgres.BookFormatException;
import dev.daybook.postgres.LogicalDecodingException;
import dev.daybook.postgres.UnfinishedRestoreException;
import dev.daybook.server.DaybookServer;
import dev.daybook.server.bank.ConfigurationFile;
import dev.daybook.server.bank.DataInUseException;
import dev.daybook.server.bank.Settings;
import dev.daybook.server.security.Role;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.PortInUseException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** {@code serve}. */
@Command(
        name = "serve",
        header = "Runs the service, until Ctrl-C or SIGTERM.",
        description = {
            "One process with everything in it: the database, the search index, the HTTP service."
                    + " It listens on this machine only, unless a configuration file says"
                    + " otherwise.",
            "",
            "The data directory is made when it is not there, and kept between runs: --data, else"
                    + " DAYBOOK_DATA, else data beside the launcher."
        })
final class ServeCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept.")
    private @Nullable Path data;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Where to listen; 0 for any free port. Default: 8080.")
    private @Nullable Integer port;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings, as properties or YAML: real servers instead of embedded ones.")
    private @Nullable Path config;

    @Option(
            names = "--archive",
            paramLabel = "PLACE",
            description =
                    "The archive that has what was dropped from the journal, a directory or"
                            + " s3://BUCKET/PREFIX; default: s3.bucket, or where it was then.")
    private @Nullable String archive;

    @Option(names = "--demo", description = "Fills a bank that looks alive, and keeps it moving.")
    private boolean demo;

    @Override
    public Integer call() throws InterruptedException {
        long began = System.nanoTime();
        Path directory = DataDirectory.of(data);
        makeWritable(directory);
        Settings settings = settings(directory);
        DaybookServer server = start(settings);
        URI address = reachable(server.address());
        Stopping stopping = new Stopping(server, directory);
        try {
            new RunningInstance(address, ProcessHandle.current().pid()).announce(directory);
            greet(server, settings, address, (System.nanoTime() - began) / 1e9);
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(stopping));
        if (demo) {
            stopping.demo =
                    Thread.ofVirtual()
                            .name("daybook-demo")
                            .start(() -> live(server, directory, address));
        }
        CountDownLatch stopped = new CountDownLatch(1);
        stopped.await(); // for ever: a signal ends the process by way of the shutdown hook
        return 0;
    }

    /** Stops what runs, in order, and ends the process. */
    private static final class Stopping implements Runnable {

        private final DaybookServer server;
        private final Path directory;
        private volatile @Nullable Thread demo;

        Stopping(DaybookServer server, Path directory) {
            this.server = server;
            this.directory = directory;
        }

        @Override
        public void run() {
            Thread moving = demo;
            if (moving != null) {
                moving.interrupt();
            }
            RunningInstance.retract(directory);
            server.close();
            // Being told to stop is no failure; the JVM would answer 143 or 130.
            Runtime.getRuntime().halt(0);
        }
    }

    private void live(DaybookServer server, Path directory, URI address) {
        PrintWriter out = Output.of(spec);
        try (DaybookClient client =
                new DaybookClient(
                        address, Connection.localTokens(directory, "demo", Role.TELLER))) {
            DemoBank bank = new DemoBank(client, directory);
            long filling = System.nanoTime();
            int commands = bank.fill();
            out.printf(
                    Locale.ROOT,
                    "The demo bank is filled (%,d commands in %.1f s) and moves from now on.%n",
                    commands,
                    (System.nanoTime() - filling) / 1e9);
            if (Terminal.isWatched() && server.bank().settings().issuer() == null) {
                DemoBank.Customer customer = bank.customer();
                String code =
                        server.signInCodes()
                                .create(
                                        customer.name(),
                                        List.of(Role.CUSTOMER),
                                        List.of(customer.account()));
                out.println("As a customer: " + DaybookServer.signInPage(address, code));
            }
            bank.keepMoving();
        } catch (Complaint ended) {
            if (!Thread.currentThread().isInterrupted()) {
                Output.remarks(spec).println("daybook: The demo stopped: " + ended.getMessage());
            }
        }
    }

    private static void makeWritable(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException cannot) {
            throw notWritable(directory, cannot);
        }
        if (!Files.isWritable(directory)) {
            throw notWritable(directory, null);
        }
    }

    private static Complaint notWritable(Path directory, @Nullable Throwable cause) {
        return new Complaint(
                "The data directory " + directory + " cannot be written to.",
                "Name another with --data DIR.",
                cause);
    }

    private Settings settings(Path directory) {
        Settings settings = Settings.local(directory, Settings.PORT);
        if (config != null) {
            try {
                settings = ConfigurationFile.read(config, directory);
            } catch (IOException unreadable) {
                throw new Complaint(
                        "The configuration " + config + " cannot be read.",
                        "Look whether it is there.",
                        unreadable);
            } catch (IllegalArgumentException wrong) {
                throw new Complaint(
                        "The configuration is wrong: " + wrong.getMessage(),
                        "Correct " + config + ".",
                        wrong);
            }
        }
        if (port != null && (port < 0 || port > 65_535)) {
            throw new Complaint("There is no port " + port + ".", "Give one from 0 to 65535.");
        }
        settings =
                settings.withArchives(ArchivePlace.archives(archive, ArchivePlace.archive(config)));
        return port == null ? settings : settings.withPort(port);
    }

    private static DaybookServer start(Settings settings) {
        // What keeps it from starting is told here, in one line; Spring would tell it in sixty.
        System.setProperty("logging.level.org.springframework.boot.SpringApplication", "off");
        try {
            return DaybookServer.start(settings);
        } catch (RuntimeException failed) {
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                Complaint complaint = complaint(settings, cause);
                if (complaint != null) {
                    throw complaint;
                }
            }
            throw failed;
        }
    }

    /** What to tell of a reason that a user can do something about; null for any other. */
    private static @Nullable Complaint complaint(Settings settings, Throwable cause) {
        return switch (cause) {
            case PortInUseException taken ->
                    new Complaint(
                            "The port " + taken.getPort() + " is in use by another program.",
                            "Give another with --port, or 0 for any that is free.",
                            taken);
            case DataInUseException taken ->
                    new Complaint(
                            "Another Daybook uses the data directory " + settings.data() + ".",
                            "Stop it, or name another directory with --data.",
                            taken);
            case BookFormatException other ->
                    new Complaint(
                            String.valueOf(other.getMessage()),
                            "Open it with that version, or name another directory with --data.",
                            other);
            case UnfinishedRestoreException unfinished ->
                    new Complaint(
                            String.valueOf(unfinished.getMessage()),
                            "Run `./daybook restore` again: it goes on where it was interrupted.",
                            unfinished);
            case LogicalDecodingException notSetUp ->
                    new Complaint(
                            String.valueOf(notSetUp.getMessage()),
                            "Or leave relay.source out: the relay reads the journal then.",
                            notSetUp);
            case UncheckedIOException broken ->
                    new Complaint(
                            broken.getMessage()
                                    + ": "
                                    + requireNonNull(broken.getCause()).getMessage()
                                    + ".",
                            "Name another data directory with --data DIR.",
                            broken);
            default -> null;
        };
    }

    private void greet(DaybookServer server, Settings settings, URI address, double seconds) {
        PrintWriter out = Output.of(spec);
        out.printf("Daybook serves the book '%s' at %s%n", settings.book(), address);
        out.println("  data      " + settings.data());
        if (settings.issuer() == null) {
            String where =
                    settings.data().equals(DataDirectory.of(null))
                            ? ""
                            : " --data " + settings.data();
            out.println("  sign in   ./daybook token --actor me --roles admin" + where);
            // A code is not for log files: only where a person looks is one printed.
            if (Terminal.isWatched()) {
                String code =
                        server.signInCodes()
                                .create(
                                        System.getProperty("user.name", "local"),
                                        List.of(Role.ADMIN),
                                        List.of());
                out.println("  console   " + DaybookServer.signInPage(address, code));
            } else {
                out.println("  console   " + address + "/");
            }
        } else {
            out.println("  sign in   tokens come from " + settings.issuer().uri());
            out.println("  console   " + address + "/");
        }
        out.printf(Locale.ROOT, "Ready after %.1f s. Ctrl-C stops it.%n", seconds);
    }

    /** An address that reaches it from this machine, where it listens on every address. */
    private static URI reachable(URI address) {
        return switch (address.getHost()) {
            case "0.0.0.0" -> URI.create("http://127.0.0.1:" + address.getPort());
            case "[::]", "[0:0:0:0:0:0:0:0]" -> URI.create("http://[::1]:" + address.getPort());
            default -> address;
        };
    }
}
