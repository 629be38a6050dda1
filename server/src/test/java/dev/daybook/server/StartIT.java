package dev.daybook.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.server.bank.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.PortInUseException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Starting, in a process of its own where that makes a difference. */
class StartIT {

    /** Starts and stops a service on a data directory. */
    static final class StartAndStop {

        private StartAndStop() {}

        public static void main(String[] arguments) throws IOException {
            try (DaybookServer server =
                    DaybookServer.start(Settings.local(Path.of(arguments[0]), 0))) {
                Files.writeString(Path.of(arguments[1]), server.address().toString());
            }
        }
    }

    @Test
    void startingAndStoppingSaysNothingOnStandardError(@TempDir Path directory) throws Exception {
        Path address = directory.resolve("address");
        Path errors = directory.resolve("errors");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                StartAndStop.class.getName(),
                                directory.resolve("data").toString(),
                                address.toString())
                        .redirectError(errors.toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(errors).content().isEmpty();
        assertThat(process.exitValue()).isZero();
        assertThat(address).content().startsWith("http://127.0.0.1:");
    }

    @Test
    void aPortThatIsTakenIsToldBeforeAnythingIsMade(@TempDir Path directory) throws Exception {
        Path data = directory.resolve("data");
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Settings settings = Settings.local(data, taken.getLocalPort());
            assertThatThrownBy(() -> DaybookServer.start(settings))
                    .isInstanceOf(PortInUseException.class);
        }
        assertThat(data).doesNotExist();
    }
}
