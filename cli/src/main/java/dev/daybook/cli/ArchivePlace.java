package dev.daybook.cli;

import dev.daybook.cli.terminal.Complaint;
import dev.daybook.engine.archive.Archive;
import dev.daybook.engine.archive.ArchiveException;
import dev.daybook.engine.archive.Archives;
import dev.daybook.engine.archive.DirectoryArchive;
import dev.daybook.s3.S3Archive;
import dev.daybook.s3.S3Settings;
import dev.daybook.server.bank.ArchiveSettings;
import dev.daybook.server.bank.ConfigurationFile;
import dev.daybook.server.bank.Settings;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** Options that say which book, and the archive that is named with it. */
final class ArchivePlace {

    private static final String S3 = "s3://";
    private static final String NO_RETENTION = "none";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory; default: data beside the launcher.")
    private @Nullable Path data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The configuration of the service: where the book is, and s3.bucket, s3.prefix,"
                            + " s3.endpoint, s3.region, s3.access-key, s3.secret-key,"
                            + " s3.retention.")
    private @Nullable Path config;

    Settings settings() {
        Path directory = DataDirectory.of(data);
        Path file = config;
        return file == null
                ? Settings.local(directory, Settings.PORT)
                : read(file, path -> ConfigurationFile.read(path, directory));
    }

    /**
     * The archive to read from.
     *
     * @param named what the command says; null for what the configuration says
     */
    Archive toRead(@Nullable String named, String option) {
        ArchiveSettings settings = archive();
        return toRead(place(named, settings, option), settings);
    }

    /**
     * Finds the archive that has what was dropped from the journal.
     *
     * @param named where it is, as the command says; null for what the configuration says, or for
     *     where it was when the events were dropped
     */
    static Archives archives(@Nullable String named, ArchiveSettings settings) {
        return recorded -> {
            String said = named != null ? named : settings.place();
            try {
                return toRead(said != null ? said : recorded, settings);
            } catch (Complaint wrong) {
                throw new ArchiveException(String.valueOf(wrong.getMessage()), wrong);
            }
        };
    }

    private static Archive toRead(String place, ArchiveSettings settings) {
        return place.startsWith(S3)
                ? new S3Archive(s3(place, settings, null))
                : new DirectoryArchive(Path.of(place));
    }

    /** The archive to write to. A store has to be told for how long it keeps. */
    Archive toWrite(@Nullable String named, @Nullable String retention, String option) {
        ArchiveSettings settings = archive();
        String place = place(named, settings, option);
        String keep = retention != null ? retention : settings.retention();
        if (!place.startsWith(S3)) {
            if (retention != null && !retention.equals(NO_RETENTION)) {
                throw new Complaint(
                        "A directory cannot keep its files from being deleted; they are only"
                                + " read-only.",
                        "Leave --retain out, or name an object store.");
            }
            return new DirectoryArchive(Path.of(place));
        }
        if (keep == null) {
            throw new Complaint(
                    "Nothing says for how long the store is to lock what it gets.",
                    "Say it with --retain, such as 3650d, or none; it cannot be shortened later.");
        }
        Duration lock = keep.equals(NO_RETENTION) ? null : Span.parse(keep);
        return new S3Archive(s3(place, settings, lock));
    }

    ArchiveSettings archive() {
        return archive(config);
    }

    /** What a configuration says of archives; nothing when there is none. */
    static ArchiveSettings archive(@Nullable Path file) {
        return file == null ? ArchiveSettings.NONE : read(file, ConfigurationFile::readArchive);
    }

    private static String place(@Nullable String named, ArchiveSettings settings, String option) {
        String place = named != null ? named : settings.place();
        if (place == null || place.isBlank()) {
            throw new Complaint(
                    "Nothing says where the archive is.",
                    "Name a directory or s3://BUCKET/PREFIX with "
                            + option
                            + ", or s3.bucket in the configuration.");
        }
        return place;
    }

    private static S3Settings s3(
            String place, ArchiveSettings settings, @Nullable Duration retention) {
        String path = place.substring(S3.length());
        int slash = path.indexOf('/');
        String prefix = slash < 0 ? "" : path.substring(slash + 1);
        URI endpoint = settings.endpoint();
        String variable = variable("AWS_ENDPOINT_URL_S3");
        String region = variable("AWS_REGION");
        try {
            return new S3Settings(
                    slash < 0 ? path : path.substring(0, slash),
                    prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/",
                    endpoint != null || variable == null ? endpoint : URI.create(variable),
                    settings.equals(ArchiveSettings.NONE) && region != null
                            ? region
                            : settings.region(),
                    settings.accessKey(),
                    settings.secretKey(),
                    retention);
        } catch (IllegalArgumentException wrong) {
            throw new Complaint(
                    "The archive cannot be at " + place + ": " + wrong.getMessage(),
                    "It is written s3://BUCKET/PREFIX.",
                    wrong);
        }
    }

    private static @Nullable String variable(String name) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? null : value;
    }

    private interface Reading<T> {
        T of(Path file) throws IOException;
    }

    private static <T> T read(Path file, Reading<T> reading) {
        try {
            return reading.of(file);
        } catch (IOException unreadable) {
            throw new Complaint(
                    "The configuration " + file + " cannot be read.",
                    "Look whether it is there.",
                    unreadable);
        } catch (IllegalArgumentException wrong) {
            throw new Complaint(
                    "The configuration is wrong: " + wrong.getMessage(),
                    "Correct " + file + ".",
                    wrong);
        }
    }
}
