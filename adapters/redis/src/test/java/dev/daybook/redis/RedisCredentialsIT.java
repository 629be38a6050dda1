package dev.daybook.redis;

import static dev.daybook.engine.event.Lanes.ALL;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.engine.journal.StorageException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Set;

/** Who may use Redis, and whether anybody can listen. */
class RedisCredentialsIT {

    private static final String PASSWORD = "hush hush/@:%";
    private static final String ENCODED = "hush%20hush%2F%40%3A%25";

    @TempDir Path directory;

    @Test
    void aPasswordOpensAndAWrongOneIsNotRepeated() {
        try (RealRedis redis = RealRedis.start(directory, "--requirepass", PASSWORD)) {
            String address = "127.0.0.1:" + redis.port();
            opens(RedisSettings.of("redis://:" + ENCODED + "@" + address));
            opens(RedisSettings.of("redis://default:" + ENCODED + "@" + address));
            assertThatThrownBy(() -> opens(RedisSettings.of("redis://:not-it@" + address)))
                    .isInstanceOf(StorageException.class)
                    .satisfies(refused -> assertThat(wholeStory(refused)).doesNotContain("not-it"));
            assertThatThrownBy(() -> opens(RedisSettings.of("redis://" + address)))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("NOAUTH");
        }
    }

    @Test
    void anEncryptedLineTrustsOnlyWhomItIsToldTo() throws Exception {
        Path[] keyAndCertificate = selfSigned();
        try (RealRedis redis =
                RealRedis.start(
                        directory,
                        "--tls-key-file",
                        keyAndCertificate[0].toString(),
                        "--tls-cert-file",
                        keyAndCertificate[1].toString(),
                        "--tls-ca-cert-file",
                        keyAndCertificate[1].toString(),
                        "--tls-auth-clients",
                        "no")) {
            int port = redis.openTlsPort();
            RedisSettings settings = RedisSettings.of("rediss://127.0.0.1:" + port);
            opens(settings.trusting(keyAndCertificate[1]));
            assertThatThrownBy(() -> opens(settings)).isInstanceOf(StorageException.class);
        }
    }

    private static void opens(RedisSettings settings) {
        try (RedisViews views = new RedisViews(settings, "main")) {
            var store = views.keyed(Story.view("lines"));
            assertThat(store.open(Set.of(ALL)).of(ALL)).isZero();
            assertThat(store.get("nobody")).isEmpty();
        }
    }

    private static String wholeStory(Throwable failure) {
        StringBuilder story = new StringBuilder();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            story.append(each).append('\n');
        }
        return story.toString();
    }

    /** A key and a certificate for 127.0.0.1, made with the JDK's own tool. */
    private Path[] selfSigned() throws IOException, InterruptedException, GeneralSecurityException {
        Path store = directory.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "redis",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=redis",
                                "-ext",
                                "san=ip:127.0.0.1",
                                "-validity",
                                "2",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                "changeit")
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("keytool.log").toFile())
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "changeit".toCharArray());
        }
        return new Path[] {
            pem("PRIVATE KEY", keys.getKey("redis", "changeit".toCharArray()).getEncoded()),
            pem("CERTIFICATE", keys.getCertificate("redis").getEncoded())
        };
    }

    private Path pem(String what, byte[] der) throws IOException {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                directory.resolve(what.replace(' ', '-') + ".pem"),
                "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n");
    }
}
