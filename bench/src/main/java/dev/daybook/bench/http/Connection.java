package dev.daybook.bench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;

/**
 * One HTTP/1.1 connection that is kept alive, for one request at a time. It knows as much of the
 * protocol as Daybook's answers need: a load that shares the processors with what it measures
 * cannot afford a general client, which takes as long to send a request as the server to serve it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112">RFC 9112</a>
 */
final class Connection implements AutoCloseable {

    private static final int CONNECT_MAX_MILLIS = 5_000;
    private static final int ANSWER_MAX_MILLIS = 60_000;
    private static final int LINE_BYTES_MAX = 8_192;
    private static final int FIRST_BODY_BYTES = 4_096;
    private static final int BUFFER_BYTES = 16_384;

    /** Half of the time after which a server of our kind closes a connection that is idle. */
    private static final long IDLE_MAX_NANOS = 10_000_000_000L;

    private final InetSocketAddress address;
    private final byte[] headers;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private final byte[] line = new byte[LINE_BYTES_MAX];
    private Socket socket = new Socket();
    private int next;
    private int end;
    private long usedNanos;

    /**
     * Connects at the first request.
     *
     * @param headers go with each request, each ending with CRLF
     */
    Connection(URI address, String headers) {
        this.address = new InetSocketAddress(address.getHost(), address.getPort());
        this.headers = ("Host: " + address.getAuthority() + "\r\n" + headers).getBytes(US_ASCII);
    }

    /**
     * @param body from its start; there may be room after {@code length}
     */
    record Answer(int status, byte[] body, int length) {}

    /**
     * @param lines the request line and the headers of this request, each ending with CRLF
     */
    Answer post(String lines, byte[] body) throws IOException {
        if (!isOpen()) {
            connect();
        }
        socket.getOutputStream().write(request(lines, body));
        Answer answer = answer();
        usedNanos = System.nanoTime();
        return answer;
    }

    private boolean isOpen() {
        return socket.isConnected()
                && !socket.isClosed()
                && System.nanoTime() - usedNanos < IDLE_MAX_NANOS;
    }

    private void connect() throws IOException {
        socket.close();
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_MAX_MILLIS);
        socket.connect(address, CONNECT_MAX_MILLIS);
        next = 0;
        end = 0;
    }

    /** All in one piece, so that it is one call to the system and one packet. */
    private byte[] request(String lines, byte[] body) {
        byte[] first = lines.getBytes(US_ASCII);
        byte[] last = ("Content-Length: " + body.length + "\r\n\r\n").getBytes(US_ASCII);
        byte[] request =
                Arrays.copyOf(first, first.length + headers.length + last.length + body.length);
        int at = first.length;
        for (byte[] part : new byte[][] {headers, last, body}) {
            System.arraycopy(part, 0, request, at, part.length);
            at += part.length;
        }
        return request;
    }

    private Answer answer() throws IOException {
        String statusLine = readLine();
        int status = Integer.parseInt(statusLine.substring(9, 12));
        int length = 0;
        boolean chunked = false;
        boolean last = false;
        String header = readLine();
        while (!header.isEmpty()) {
            int colon = header.indexOf(':');
            String value = header.substring(colon + 1).strip();
            switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Integer.parseInt(value);
                case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                case "connection" -> last = value.equalsIgnoreCase("close");
                default -> {}
            }
            header = readLine();
        }
        Answer answer = chunked ? chunks(status) : whole(status, length);
        if (last) {
            socket.close();
        }
        return answer;
    }

    private Answer whole(int status, int length) throws IOException {
        byte[] body = new byte[length];
        read(body, 0, length);
        return new Answer(status, body, length);
    }

    private Answer chunks(int status) throws IOException {
        byte[] body = new byte[FIRST_BODY_BYTES];
        int length = 0;
        int chunk = Integer.parseInt(readLine(), 16);
        while (chunk > 0) {
            if (length + chunk > body.length) {
                body = Arrays.copyOf(body, Math.max(2 * body.length, length + chunk));
            }
            read(body, length, chunk);
            length += chunk;
            readLine();
            chunk = Integer.parseInt(readLine(), 16);
        }
        readLine();
        return new Answer(status, body, length);
    }

    private String readLine() throws IOException {
        int length = 0;
        while (true) {
            if (next == end) {
                fill();
            }
            byte b = buffer[next++];
            if (b == '\n') {
                break;
            }
            if (length == LINE_BYTES_MAX) {
                throw new IOException("A line of the answer is too long.");
            }
            line[length++] = b;
        }
        int trimmed = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, trimmed, ISO_8859_1);
    }

    private void read(byte[] into, int offset, int length) throws IOException {
        for (int read = 0; read < length; ) {
            if (next == end) {
                fill();
            }
            int part = Math.min(end - next, length - read);
            System.arraycopy(buffer, next, into, offset + read, part);
            next += part;
            read += part;
        }
    }

    private void fill() throws IOException {
        InputStream in = socket.getInputStream();
        int read = in.read(buffer, 0, buffer.length);
        if (read < 0) {
            throw new EOFException("The server closed the connection in the midst of an answer.");
        }
        next = 0;
        end = read;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            // It is not used any more, whatever became of it.
        }
    }
}
