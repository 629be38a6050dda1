package dev.daybook.testkit;

import dev.daybook.testkit.Weather.Delivered;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * One direction of a connection through a {@link TcpProxy}. What comes in waits, a bounded amount,
 * so that latency delays bytes without narrowing the line; more than that is left to TCP.
 */
final class TcpPipe {

    private static final int CHUNK_BYTES = 4_096;
    private static final int CHUNKS_MAX = 256;

    private final Socket from;
    private final Socket to;
    private final Weather weather;
    private final Runnable broken;
    private final Runnable ended;
    private final Thread reader = Thread.ofVirtual().unstarted(() -> run(this::read));
    private final Thread writer = Thread.ofVirtual().unstarted(() -> run(this::write));
    private final BlockingQueue<Chunk> waiting = new ArrayBlockingQueue<>(CHUNKS_MAX);

    /** Bytes, none for the end of the stream, and when they came in. */
    private record Chunk(byte[] bytes, long arrivedNanos) {}

    /**
     * @param broken called when either side is lost
     * @param ended called when the end of the stream has been passed on
     */
    TcpPipe(Socket from, Socket to, Weather weather, Runnable broken, Runnable ended) {
        this.from = from;
        this.to = to;
        this.weather = weather;
        this.broken = broken;
        this.ended = ended;
    }

    void start() {
        reader.start();
        writer.start();
    }

    /** To be called when the sockets are closed: it may wait for something else. */
    void stop() {
        reader.interrupt();
        writer.interrupt();
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (IOException | InterruptedException lost) {
            broken.run();
        }
    }

    private void read() throws IOException, InterruptedException {
        InputStream in = from.getInputStream();
        byte[] buffer = new byte[CHUNK_BYTES];
        int count;
        do {
            count = in.read(buffer);
            waiting.put(new Chunk(Arrays.copyOf(buffer, Math.max(0, count)), System.nanoTime()));
        } while (count >= 0);
    }

    private void write() throws IOException, InterruptedException {
        OutputStream out = to.getOutputStream();
        Delivered before = new Delivered(System.nanoTime(), 0);
        while (true) {
            Chunk next = waiting.take();
            long now = weather.awaitTurn(next.arrivedNanos, before);
            if (next.bytes.length == 0) {
                to.shutdownOutput();
                ended.run();
                return;
            }
            out.write(next.bytes);
            before = new Delivered(now, next.bytes.length);
        }
    }
}
