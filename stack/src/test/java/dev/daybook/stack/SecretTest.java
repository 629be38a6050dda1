package dev.daybook.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class SecretTest {

    @TempDir Path directory;

    @Test
    void aPasswordIsMadeUpOnceAndReadByItsOwnerOnly() throws Exception {
        Path file = directory.resolve("password");

        String password = Secret.in(file);

        assertThat(password).matches("[0-9a-f]{48}");
        assertThat(Secret.in(file)).isEqualTo(password);
        assertThat(Secret.in(directory.resolve("another"))).isNotEqualTo(password);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aFileThatOthersCouldReadIsReplacedByOneThatTheyCannot() throws Exception {
        Path file = Files.writeString(directory.resolve("redis.conf"), "requirepass old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        Secret.write(file, "requirepass new");

        assertThat(file).hasContent("requirepass new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
