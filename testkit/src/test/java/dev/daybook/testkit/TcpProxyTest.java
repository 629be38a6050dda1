package dev.daybook.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;

/** The proxy does to connections what it says, and nothing to their bytes. Before an echo. */
@Timeout(30)
class TcpProxyTest {

    private ServerSocket echo;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual()
                .start(() -> {
                    while (!echo.isClosed()) {
                        try {
                            Socket socket = echo.accept();
                            Thread.ofVirtual().start(() -> giveBack(socket));
                        } catch (IOException closed) {
                            return;
                        }
                    }
                });
        proxy = TcpProxy.to(echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    private static void giveBack(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException gone) {
            // that is what these tests are about
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(5_000);
        return socket;
    }

    /** Milliseconds until so many bytes have come back. */
    private static long echoMillis(Socket socket, int bytes) throws IOException {
        byte[] sent = new byte[bytes];
        new Random(bytes).nextBytes(sent);
        long started = System.nanoTime();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        socket.getOutputStream().write(sent);
                    } catch (IOException lost) {
                        // found out by the reader
                    }
                });
        byte[] back = socket.getInputStream().readNBytes(bytes);
        if (back.length < bytes) {
            throw new EOFException("The connection was lost.");
        }
        assertThat(back).isEqualTo(sent);
        return (System.nanoTime() - started) / 1_000_000;
    }

    @Test
    void bytesPassUnchangedHoweverManyAndAnEndedConnectionIsForgotten() throws Exception {
        try (Socket socket = connect()) {
            echoMillis(socket, 10);
            echoMillis(socket, 3_000_000);
            assertThat(proxy.connections()).isEqualTo(1);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        Eventually.holds(Duration.ofSeconds(5), () -> proxy.connections() == 0);
    }

    @Test
    void latencyDelaysBytesAndDoesNotNarrowTheLine() throws Exception {
        try (Socket socket = connect()) {
            proxy.delay(Duration.ofMillis(100));
            assertThat(echoMillis(socket, 10)).isBetween(200L, 2_000L);
            // 250 chunks would take 50 s, were each to wait for the one before it
            assertThat(echoMillis(socket, 1_000_000)).isBetween(200L, 5_000L);
        }
    }

    @Test
    void aNarrowLineLetsSoManyBytesPassASecond() throws Exception {
        try (Socket socket = connect()) {
            proxy.throttle(40_000);
            assertThat(echoMillis(socket, 40_000)).isBetween(700L, 4_000L);
            proxy.heal();
            assertThat(echoMillis(socket, 40_000)).isLessThan(700L);
        }
    }

    @Test
    void nothingLeavesABlackHoleUntilItHealsAndThenEverythingDoes() throws Exception {
        try (Socket socket = connect()) {
            proxy.blackHole();
            socket.getOutputStream().write(7);
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketTimeoutException.class);
            proxy.heal();
            socket.setSoTimeout(5_000);
            assertThat(socket.getInputStream().read()).isEqualTo(7);
        }
    }

    @Test
    void aCutEndsWhatIsThereAndTakesWhatComes() throws Exception {
        try (Socket before = connect()) {
            echoMillis(before, 10);
            proxy.cut();
            assertThatThrownBy(() -> echoMillis(before, 10)).isInstanceOf(IOException.class);
            assertThat(proxy.connections()).isZero();
        }
        try (Socket after = connect()) {
            echoMillis(after, 10);
        }
    }

    @Test
    void aRefusalMeetsNewConnectionsOnlyAndIsOverWhenHealed() throws Exception {
        try (Socket before = connect()) {
            echoMillis(before, 10);
            proxy.refuse();
            echoMillis(before, 10);
            try (Socket refused = connect()) {
                assertThatThrownBy(() -> echoMillis(refused, 10)).isInstanceOf(IOException.class);
            }
            proxy.heal();
            try (Socket after = connect()) {
                echoMillis(after, 10);
            }
        }
    }
}
