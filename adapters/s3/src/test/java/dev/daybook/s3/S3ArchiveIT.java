package dev.daybook.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.archive.ArchiveException;
import dev.daybook.stack.ObjectStore;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;

/**
 * Against a server that speaks S3. It keeps and tells a lock when asked for it by a request of its
 * own, and holds nobody to it: that what is locked can be neither deleted nor changed is a promise
 * of real stores, which no test here shows.
 */
class S3ArchiveIT {

    private static ObjectStore store;

    @TempDir private Path directory;

    @BeforeAll
    static void start(@TempDir Path home) {
        store = ObjectStore.start(home, 0);
    }

    @AfterAll
    static void stop() {
        store.close();
    }

    private static S3Settings settings(String prefix, @Nullable Duration retention) {
        return new S3Settings(
                ObjectStore.BUCKET,
                prefix,
                URI.create(store.url()),
                ObjectStore.REGION,
                store.accessKey(),
                store.secretKey(),
                retention);
    }

    private boolean write(S3Archive archive, String name, String text) throws Exception {
        Path file = Files.writeString(directory.resolve("content"), text);
        return archive.write(name, file, hash(text));
    }

    private static byte[] hash(String text) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    }

    private static String read(S3Archive archive, String name) throws IOException {
        try (InputStream in = archive.read(name)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @Test
    void anObjectIsWrittenOnceAndReadAsItWasWritten() throws Exception {
        try (S3Archive archive = new S3Archive(settings("once/", null))) {
            assertThat(write(archive, "main/journal/1.avro", "first")).isTrue();
            assertThat(write(archive, "main/journal/1.avro", "second")).isFalse();
            assertThat(read(archive, "main/journal/1.avro")).isEqualTo("first");
            assertThat(archive.lockedUntil("main/journal/1.avro")).isNull();
        }
    }

    @Test
    void namesAreListedInOrderAndWithoutThePrefix() throws Exception {
        try (S3Archive archive = new S3Archive(settings("listed/", null));
                S3Archive other = new S3Archive(settings("listed-not/", null))) {
            write(other, "main/manifests/3.json", "x");
            for (String name : new String[] {"main/manifests/2.json", "main/manifests/1.json"}) {
                write(archive, name, "x");
            }
            write(archive, "main/journal/1.avro", "x");
            assertThat(archive.list("main/manifests/"))
                    .containsExactly("main/manifests/1.json", "main/manifests/2.json");
            assertThat(archive.list("branch/")).isEmpty();
        }
    }

    @Test
    void contentThatIsNotWhatItsHashSaysIsRefusedByTheStore() throws Exception {
        try (S3Archive archive = new S3Archive(settings("damaged/", null))) {
            Path file = Files.writeString(directory.resolve("content"), "damaged on its way");
            byte[] another = hash("as it was");
            assertThatThrownBy(() -> archive.write("main/journal/1.avro", file, another))
                    .isInstanceOf(ArchiveException.class);
            assertThat(archive.list("")).isEmpty();
        }
    }

    @Test
    void anObjectIsLockedForAsLongAsItIsToBeKept() throws Exception {
        Instant before = Instant.now();
        try (S3Archive archive = new S3Archive(settings("locked/", Duration.ofDays(3_650)))) {
            assertThat(write(archive, "main/journal/1.avro", "kept")).isTrue();
            assertThat(archive.lockedUntil("main/journal/1.avro"))
                    .isBetween(
                            before.plus(Duration.ofDays(3_650)),
                            Instant.now().plus(Duration.ofDays(3_650)).plusSeconds(2));
            assertThat(write(archive, "main/journal/1.avro", "replaced")).isFalse();
            assertThat(read(archive, "main/journal/1.avro")).isEqualTo("kept");
        }
    }

    @Test
    void anObjectThatAnEarlierAttemptDidNotLockIsLocked() throws Exception {
        try (S3Archive interrupted = new S3Archive(settings("late/", null));
                S3Archive archive = new S3Archive(settings("late/", Duration.ofDays(30)))) {
            write(interrupted, "main/journal/1.avro", "kept");
            assertThat(write(archive, "main/journal/1.avro", "kept")).isFalse();
            assertThat(archive.lockedUntil("main/journal/1.avro")).isAfter(Instant.now());
        }
    }

    @Test
    void aStoreThatIsAwayIsSaidInWordsThatHoldNoSecret() {
        S3Settings away =
                new S3Settings(
                        "bucket",
                        "",
                        URI.create("http://127.0.0.1:1"),
                        "eu-central-1",
                        "the-access-key",
                        "the-secret-key",
                        null);
        assertThat(away.toString()).isEqualTo("s3://bucket/");
        try (S3Archive archive = new S3Archive(away)) {
            assertThatThrownBy(() -> archive.list(""))
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("s3://bucket/ could not list its objects")
                    .hasMessageNotContaining("the-secret-key");
        }
    }

    @Test
    void whatIsNotThereIsSaid() {
        try (S3Archive archive = new S3Archive(settings("nothing/", null))) {
            assertThatThrownBy(() -> archive.read("main/manifests/1.json"))
                    .isInstanceOf(ArchiveException.class)
                    .hasMessageContaining("There is no object main/manifests/1.json");
        }
    }
}
