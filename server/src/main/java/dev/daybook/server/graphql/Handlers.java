package dev.daybook.server.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.server.problem.ProblemException;

import jakarta.servlet.ServletException;

import org.springframework.boot.graphql.autoconfigure.GraphQlProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.graphql.server.WebGraphQlHandler;
import org.springframework.graphql.server.webmvc.GraphQlHttpHandler;
import org.springframework.graphql.server.webmvc.GraphQlSseHandler;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

import java.io.IOException;

/**
 * The handlers of Spring, which take the JSON value {@code null} for a request and fail on it: here
 * it is refused before.
 */
@Configuration(proxyBeanMethods = false)
class Handlers {

    @Bean
    GraphQlHttpHandler graphQlHttpHandler(WebGraphQlHandler handler) {
        return new GraphQlHttpHandler(handler) {
            @Override
            public ServerResponse handleRequest(ServerRequest request) throws ServletException {
                return super.handleRequest(notNull(request));
            }
        };
    }

    @Bean
    GraphQlSseHandler graphQlSseHandler(WebGraphQlHandler handler, GraphQlProperties properties) {
        GraphQlProperties.Sse sse = properties.getHttp().getSse();
        return new GraphQlSseHandler(handler, sse.getTimeout(), sse.getKeepAlive()) {
            @Override
            public ServerResponse handleRequest(ServerRequest request) throws ServletException {
                return super.handleRequest(notNull(request));
            }
        };
    }

    private static ServerRequest notNull(ServerRequest request) throws ServletException {
        try {
            byte[] body = request.body(byte[].class); // bounded, as every body is
            if (new String(body, UTF_8).strip().equals("null")) {
                throw ProblemException.validation("query", "'query' is missing.");
            }
            return ServerRequest.from(request).body(body).build();
        } catch (IOException broken) {
            throw new ServletException(broken);
        }
    }
}
