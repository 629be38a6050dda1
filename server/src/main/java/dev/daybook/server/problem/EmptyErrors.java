package dev.daybook.server.problem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Map;

/** Says as a problem what a handler that is not ours (of health, say) says by the status alone. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
final class EmptyErrors extends OncePerRequestFilter {

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        chain.doFilter(request, response);
        boolean nothingSaid = !response.isCommitted() && response.getContentType() == null;
        if (response.getStatus() >= 400 && nothingSaid && !request.isAsyncStarted()) {
            ProblemWriter.write(response, ErrorPage.ofStatus(response.getStatus()), Map.of());
        }
    }
}
