package dev.daybook.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sends bytes that no HTTP client would send, and reads what comes back. */
public final class RawHttp {

    private static final int ANSWER_MAX_MILLIS = 20_000;

    private RawHttp() {}

    /** The answer to a request given byte by byte; status 0 when the connection was only closed. */
    public static Answer send(URI url, byte[] request) {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(ANSWER_MAX_MILLIS);
            try {
                socket.getOutputStream().write(request);
                socket.getOutputStream().flush();
                socket.shutdownOutput();
            } catch (IOException refusedEarly) {
                // the answer may be there all the same
            }
            return answer(firstLine(request), all(socket.getInputStream()));
        } catch (IOException failed) {
            return new Answer(
                    firstLine(request), 0, HttpHeaders.of(Map.of(), (a, b) -> true), new byte[0]);
        }
    }

    /** The answer to a request given as text; each character is a byte. */
    public static Answer send(URI url, String request) {
        return send(url, request.getBytes(ISO_8859_1));
    }

    private static byte[] all(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8_192];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                all.write(buffer, 0, read);
            }
        } catch (SocketTimeoutException keptOpen) {
            // what came is the answer
        } catch (IOException reset) {
            if (all.size() == 0) {
                throw reset;
            }
        }
        return all.toByteArray();
    }

    private static Answer answer(String asked, byte[] bytes) {
        String text = new String(bytes, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Answer(asked, 0, HttpHeaders.of(Map.of(), (a, b) -> true), bytes);
        }
        List<String> lines = text.substring(0, end).lines().toList();
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(
                            line.substring(0, colon).toLowerCase(Locale.ROOT),
                            any -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        String body = text.substring(end + 4);
        if (headers.getOrDefault("transfer-encoding", List.of()).contains("chunked")) {
            body = joined(body);
        }
        return new Answer(
                asked,
                Integer.parseInt(lines.getFirst().split(" ")[1]),
                HttpHeaders.of(headers, (a, b) -> true),
                body.getBytes(ISO_8859_1));
    }

    private static String joined(String chunks) {
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (at < chunks.length()) {
            int end = chunks.indexOf("\r\n", at);
            if (end < 0) {
                break;
            }
            int size = Integer.parseInt(chunks.substring(at, end).strip(), 16);
            if (size == 0) {
                break;
            }
            body.append(chunks, end + 2, Math.min(chunks.length(), end + 2 + size));
            at = end + 2 + size + 2;
        }
        return body.toString();
    }

    private static String firstLine(byte[] request) {
        String text = new String(request, 0, Math.min(request.length, 200), ISO_8859_1);
        return text.lines().findFirst().orElse("").replaceAll("[^\\x20-\\x7e]", "?");
    }
}
