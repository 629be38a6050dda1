package dev.daybook.server.security;

import dev.daybook.server.problem.Problem;
import dev.daybook.server.problem.ProblemType;
import dev.daybook.server.problem.ProblemWriter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * Refuses what another site made a browser send. Browsers say where a request comes from, in
 * headers that no page can set: {@code Sec-Fetch-Site}, and the older ones {@code Origin}. Whoever
 * sends neither is no browser, and has no business with a browser's session.
 *
 * <p>Only what may change something is looked at. A program that sends a token of its own cannot be
 * made to send it by anybody else.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata Request Headers</a>
 */
final class SameOrigin extends OncePerRequestFilter {

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
    private static final String SITE = "Sec-Fetch-Site";

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (SAFE.contains(request.getMethod()) || isOurs(request)) {
            chain.doFilter(request, response);
        } else {
            ProblemWriter.write(
                    response,
                    Problem.of(
                            ProblemType.FORBIDDEN,
                            "This request comes from another site. Go to this site's own page and"
                                    + " do it there."),
                    Map.of());
        }
    }

    private static boolean isOurs(HttpServletRequest request) {
        if (request.getHeader(HttpHeaders.AUTHORIZATION) != null) {
            return true;
        }
        String site = request.getHeader(SITE);
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null) {
            return isHost(origin, request.getHeader(HttpHeaders.HOST));
        }
        return !SessionCookie.isUsed(request);
    }

    private static boolean isHost(String origin, @Nullable String host) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException none) {
            return false;
        }
    }
}
