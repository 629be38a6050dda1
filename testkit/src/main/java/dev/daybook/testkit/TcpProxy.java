package dev.daybook.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network between a client and a server on this machine that can be as bad as a real one: slow,
 * narrow, silent, cut, unreachable. Whatever it does not cut arrives, in order.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int CONNECTIONS_MAX = 512;

    private final ServerSocket entrance;
    private final Weather weather = new Weather();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile int target;
    private volatile boolean refusing;

    private TcpProxy(int target) throws IOException {
        this.target = target;
        this.entrance = new ServerSocket(0, CONNECTIONS_MAX, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("tcp-proxy").start(this::accept);
    }

    /** A proxy on a port of its own before a port of this machine. */
    public static TcpProxy to(int port) {
        try {
            return new TcpProxy(port);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public int port() {
        return entrance.getLocalPort();
    }

    /** New connections go to another port from now on. */
    public void forwardTo(int port) {
        target = port;
    }

    /** Ends every connection at once, as a reset; new ones are taken. */
    public void cut() {
        connections.forEach(Connection::close);
    }

    /** Resets new connections as soon as they are made; those that are stay. */
    public void refuse() {
        refusing = true;
    }

    /** Holds every byte back for so long, in each direction. */
    public void delay(Duration latency) {
        weather.delay(latency);
    }

    /** Lets so many bytes a second pass, by connection and direction. */
    public void throttle(int bytesPerSecond) {
        weather.throttle(bytesPerSecond);
    }

    /** Nothing arrives any more, and nobody is told; what was sent arrives after {@link #heal}. */
    public void blackHole() {
        weather.stall();
    }

    /** The network is well again. */
    public void heal() {
        refusing = false;
        weather.clear();
    }

    /** Connections that are open now. */
    public int connections() {
        return connections.size();
    }

    @Override
    public void close() {
        refusing = true;
        quietly(entrance);
        cut();
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket client = entrance.accept();
                if (refusing || connections.size() >= CONNECTIONS_MAX) {
                    reset(client);
                } else {
                    connect(client);
                }
            } catch (IOException closed) {
                // by close(), or the client has gone already
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException nobodyThere) {
            reset(client);
            return;
        }
        Connection connection = new Connection(client, server);
        connections.add(connection);
        connection.start();
        if (refusing) {
            connection.close(); // refused in between, and cut already
        }
    }

    /** Two sockets, and a pipe in each direction. */
    private final class Connection {

        private final Socket client;
        private final Socket server;
        private final TcpPipe there;
        private final TcpPipe back;
        private final AtomicInteger ended = new AtomicInteger();

        Connection(Socket client, Socket server) throws IOException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            there = new TcpPipe(client, server, weather, this::close, this::ended);
            back = new TcpPipe(server, client, weather, this::close, this::ended);
        }

        void start() {
            there.start();
            back.start();
        }

        private void ended() {
            if (ended.incrementAndGet() == 2) {
                close();
            }
        }

        void close() {
            connections.remove(this);
            reset(client);
            reset(server);
            there.stop();
            back.stop();
        }
    }

    /** Closes so that the other side hears of it as of a lost connection. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException closedAlready) {
            // the better
        }
        quietly(socket);
    }

    private static void quietly(Closeable closed) {
        try {
            closed.close();
        } catch (IOException any) {
            // it is gone in any case
        }
    }
}
