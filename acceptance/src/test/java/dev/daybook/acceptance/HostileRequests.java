package dev.daybook.acceptance;

import java.util.ArrayList;
import java.util.List;

/** Requests that no HTTP client would send, byte by byte. */
final class HostileRequests {

    private static final List<String> TARGETS =
            List.of(
                    "/../../etc/passwd",
                    "/v1/../../../etc/passwd",
                    "/assets/../../../../etc/passwd",
                    "/assets/..%2f..%2fapplication.properties",
                    "/v1/accounts/%",
                    "/v1/accounts/%zz",
                    "/v1/accounts/%u0041",
                    "/v1/accounts/\u00e4",
                    "/v1//accounts/x",
                    "/v1/accounts/x/",
                    "/v1/accounts/a\\b",
                    "/v1/accounts/{id}",
                    "/v1/accounts?q=|^`",
                    "/v1/accounts?q=%",
                    "/v1/accounts?%",
                    "/v1/accounts?limit=%zz",
                    "//etc/passwd",
                    "/v1/accounts/" + "x".repeat(20_000),
                    "*",
                    "accounts",
                    "http://[bad",
                    "/v1/accounts;jsessionid=1/x",
                    "/actuator",
                    "/actuator/env",
                    "/actuator/heapdump",
                    "/error",
                    "/v3/api-docs",
                    "/swagger-ui.html",
                    "/WEB-INF/web.xml",
                    "/META-INF/MANIFEST.MF");

    private static final String END = "\r\n\r\n";

    private HostileRequests() {}

    /** All of them; those that get that far are signed in. */
    static List<String> with(String token) {
        String authorization = "Authorization: Bearer " + token;
        List<String> requests = new ArrayList<>();
        for (String target : TARGETS) {
            requests.add(head("GET " + target + " HTTP/1.1", "Host: localhost", authorization));
        }
        for (List<String> post :
                List.of(
                        List.of("Content-Length: 10", "{}"),
                        List.of("Content-Length: -1", "{}"),
                        List.of("Content-Length: abc", "{}"),
                        List.of("Content-Length: 2\r\nContent-Length: 3", "{}"),
                        List.of("Content-Length: 99999999999999999999", "{}"),
                        List.of("Transfer-Encoding: chunked", "zz\r\n{}\r\n0" + END),
                        List.of(
                                "Transfer-Encoding: chunked\r\nContent-Length: 2",
                                "2\r\n{}\r\n0" + END),
                        List.of("Content-Encoding: gzip\r\nContent-Length: 2", "{}"))) {
            requests.add(
                    head(
                                    "POST /v1/transfers HTTP/1.1",
                                    "Host: localhost",
                                    authorization,
                                    "Content-Type: application/json",
                                    post.getFirst())
                            + post.getLast());
        }
        String get = "GET /v1/accounts HTTP/1.1";
        requests.add(head(get));
        requests.add(head(get, "Host: a", "Host: b"));
        requests.add(head(get, "Host: local host"));
        requests.add(head(get, "Host: localhost", "X: " + "y".repeat(100_000)));
        requests.add(head(get, "Host: localhost", "Bad Header: 1"));
        requests.add(head(get, "Host: localhost", "X: a\u0000b"));
        requests.add("GET" + END);
        requests.add("\u0016\u0003\u0001\u0002\u0000\u0001\u0000"); // how TLS begins
        return requests;
    }

    private static String head(String line, String... headers) {
        List<String> lines = new ArrayList<>(List.of(line));
        lines.addAll(List.of(headers));
        lines.add("Connection: close");
        return String.join("\r\n", lines) + END;
    }
}
