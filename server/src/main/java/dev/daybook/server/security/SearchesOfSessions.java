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
import java.util.Map;
import java.util.Set;

/** Holds a browser's session to its {@link SearchLimit} at the addresses of the interface. */
final class SearchesOfSessions extends OncePerRequestFilter {

    private static final Set<String> SEARCHES =
            Set.of("POST /graphql", "GET /v1/accounts", "GET /v1/transactions");

    private final SearchLimit limit;

    SearchesOfSessions(SearchLimit limit) {
        this.limit = limit;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !SEARCHES.contains(request.getMethod() + " " + request.getRequestURI());
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (limit.allows(request)) {
            chain.doFilter(request, response);
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
