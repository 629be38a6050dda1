package dev.daybook.server.graphql;

import dev.daybook.server.http.Reading;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.security.Callers;
import dev.daybook.server.security.Identity;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.graphql.server.WebGraphQlRequest;
import org.springframework.graphql.server.WebGraphQlResponse;
import org.springframework.graphql.server.WebSocketGraphQlInterceptor;
import org.springframework.graphql.server.WebSocketGraphQlRequest;
import org.springframework.graphql.server.WebSocketSessionInfo;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import reactor.core.publisher.Mono;

import java.time.Instant;
import java.util.Map;

/**
 * Finds out who asks. Over HTTP that is known before a request comes here. Over WebSocket the
 * handshake may have had a token, or the first message has: {@code {"Authorization": "Bearer …"}}.
 * A browser's session is not looked at there, so that no other site can use it.
 */
@Component
final class Connections implements WebSocketGraphQlInterceptor {

    private static final String ASKING = Asking.class.getName();
    private static final String BEARER = "bearer ";

    private final Callers callers;

    Connections(Callers callers) {
        this.callers = callers;
    }

    @Override
    public Mono<Object> handleConnectionInitialization(
            WebSocketSessionInfo session, Map<String, Object> payload) {
        return session.getPrincipal()
                .mapNotNull(callers::identify)
                .switchIfEmpty(Mono.justOrEmpty(identify(payload)))
                .switchIfEmpty(Mono.error(() -> ProblemException.forbidden("There is no token.")))
                .flatMap(identity -> {
                    session.getAttributes()
                            .put(ASKING, new Asking(identity, Reading.STANDARD, new Subscribed()));
                    return Mono.empty(); // nothing to say with the acknowledgement
                });
    }

    private @Nullable Identity identify(Map<String, Object> payload) {
        for (Map.Entry<String, Object> entry : payload.entrySet()) {
            if (entry.getKey().equalsIgnoreCase("authorization")
                    && entry.getValue() instanceof String text
                    && text.toLowerCase(java.util.Locale.ROOT).startsWith(BEARER)) {
                return callers.identify(text.substring(BEARER.length()).trim());
            }
        }
        return null;
    }

    @Override
    public Mono<WebGraphQlResponse> intercept(WebGraphQlRequest request, Chain chain) {
        Asking asking = asking(request);
        Instant expiresAt = asking.identity().expiresAt();
        if (expiresAt != null && !Instant.now().isBefore(expiresAt)) {
            return Mono.error(ProblemException.forbidden("The token has expired."));
        }
        request.configureExecutionInput(
                (input, builder) -> builder.graphQLContext(Map.of(Asking.NAME, asking)).build());
        return chain.next(request);
    }

    private Asking asking(WebGraphQlRequest request) {
        Object found =
                request instanceof WebSocketGraphQlRequest message
                        ? message.getSessionInfo().getAttributes().get(ASKING)
                        : ofRequest();
        if (found instanceof Asking asking) {
            return asking;
        }
        throw ProblemException.forbidden("There is no token.");
    }

    private @Nullable Asking ofRequest() {
        if (RequestContextHolder.getRequestAttributes()
                instanceof ServletRequestAttributes attributes) {
            HttpServletRequest request = attributes.getRequest();
            Identity identity = callers.identify(request.getUserPrincipal());
            if (identity != null) {
                return new Asking(identity, Reading.of(request), new Subscribed());
            }
        }
        return null;
    }
}
