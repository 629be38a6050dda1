package dev.daybook.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports on loopback. */
final class Ports {

    /**
     * Below those that operating systems hand out to clients, so that none of them takes a port
     * between being found free here and being listened on.
     */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;
    private static final int ATTEMPTS_MAX = 1_000;

    private Ports() {}

    /** A port as an address on loopback. */
    static InetSocketAddress on(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    /** The port itself, or a free one for 0. */
    static int orFree(int port) {
        return port == 0 ? free() : port;
    }

    static int free() {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (isFree(port)) {
                return port;
            }
        }
        throw new ServerFailedException(
                "No port between " + FIRST + " and " + LAST + " is free on this machine.");
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // what a connection that has just ended leaves is no user
            socket.bind(on(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
