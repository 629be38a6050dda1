package dev.daybook.server.security;

import dev.daybook.server.problem.Problem;
import dev.daybook.server.problem.ProblemType;
import dev.daybook.server.problem.ProblemWriter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/**
 * Bounds how often one session of a browser may search: {@value #SEARCHES_MAX} times a minute,
 * which no person does. It keeps a session that somebody else has got hold of, or a page that went
 * wild, from going through everybody's accounts. Programs with tokens of their own are not meant.
 */
final class SearchLimit extends OncePerRequestFilter {

    static final int SEARCHES_MAX = 120;

    private static final Set<String> SEARCHES =
            Set.of(
                    "POST /support",
                    "POST /teller",
                    "POST /graphql",
                    "GET /v1/accounts",
                    "GET /v1/transactions");

    private final TryLimit limit = new TryLimit(SEARCHES_MAX, InstantSource.system());

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !SessionCookie.isUsed(request)
                || !SEARCHES.contains(request.getMethod() + " " + request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String session = SessionCookie.token(request);
        if (session == null || limit.allows(session)) {
            chain.doFilter(request, response);
            return;
        }
        AccessRules.Rule rule = AccessRules.find(request.getMethod(), request.getRequestURI());
        if (rule != null && rule.isPage()) {
            response.setStatus(ProblemType.TOO_MANY_REQUESTS.status());
            request.getRequestDispatcher("/too-often").forward(request, response);
        } else {
            ProblemWriter.write(
                    response,
                    Problem.of(
                            ProblemType.TOO_MANY_REQUESTS,
                            "This session has searched too often. Wait a minute."),
                    Map.of("Retry-After", "60"));
        }
    }
}
