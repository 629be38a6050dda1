package dev.daybook.server.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Set;

/**
 * Notes in a browser how far its own writes are, so that its reads wait for them without anybody
 * thinking of it. The cookie is that of the browser: all of its tabs have it.
 */
final class OwnWrites extends OncePerRequestFilter {

    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    private static final String POSITION_HEADER = "Daybook-Position";

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return READS.contains(request.getMethod()) || !SessionCookie.isUsed(request);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, new Noting(request, response));
    }

    private static final class Noting extends HttpServletResponseWrapper {

        private final HttpServletRequest request;

        Noting(HttpServletRequest request, HttpServletResponse response) {
            super(response);
            this.request = request;
        }

        @Override
        public void setHeader(String name, String value) {
            note(name, value);
            super.setHeader(name, value);
        }

        @Override
        public void addHeader(String name, String value) {
            note(name, value);
            super.addHeader(name, value);
        }

        private void note(String name, String value) {
            if (name.equalsIgnoreCase(POSITION_HEADER)) {
                SessionCookie.wrote(request, (HttpServletResponse) getResponse(), value);
            }
        }
    }
}
