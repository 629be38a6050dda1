package dev.daybook.server.command;

import dev.daybook.server.answer.TransactionBody;
import dev.daybook.server.http.Headers;
import dev.daybook.server.http.Json;
import dev.daybook.server.http.RequestTimes;
import dev.daybook.server.http.Utf8;
import dev.daybook.server.problem.Problem;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.problem.Problems;
import dev.daybook.server.security.Caller;
import dev.daybook.server.security.KnownCallers;
import dev.daybook.server.security.SecurityHeaders;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.servlet.HandlerExceptionResolver;

import tools.jackson.core.JacksonException;

import java.io.IOException;
import java.util.Enumeration;
import java.util.List;

/**
 * The short way for commands that move money: a request that Spring's filters and handlers would
 * hand on as it is comes to {@link CommandAnswers} without them. What is in any way out of the
 * ordinary (a token that was not checked a moment ago, a query, a header with anything but plain
 * characters, a caller who may use own accounts only, …) goes the long way, to {@link
 * MoneyCommands}.
 *
 * <p>What must always hold: the answer is the same either way. The long way takes most of a
 * millisecond on a machine that has just been started, several times what the command itself takes;
 * see docs/profile-of-a-request.md.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PlainCommands extends HttpFilter {

    private static final long serialVersionUID = 1;

    /** Longer bodies are not what comes by the thousand. */
    private static final int BODY_BYTES_MAX = 65_536;

    private static final List<String> READ =
            List.of(
                    Headers.IDEMPOTENCY_KEY,
                    Headers.CORRELATION,
                    Headers.ON_BEHALF_OF,
                    Headers.REASON,
                    Headers.TRACE);

    private final transient KnownCallers callers;

    // Asked for at the first request: filters are made first of all, and would wait for the bank,
    // which opens while the rest is made.
    private final transient SingletonSupplier<CommandAnswers> answers;
    private final transient SingletonSupplier<HandlerExceptionResolver> failures;
    private final transient SingletonSupplier<RequestTimes> times;

    PlainCommands(
            KnownCallers callers,
            ObjectProvider<CommandAnswers> answers,
            @Qualifier("handlerExceptionResolver")
                    ObjectProvider<HandlerExceptionResolver> failures,
            ObjectProvider<RequestTimes> times) {
        this.callers = callers;
        this.answers = SingletonSupplier.of(answers::getObject);
        this.failures = SingletonSupplier.of(failures::getObject);
        this.times = SingletonSupplier.of(times::getObject);
    }

    @Override
    protected void doFilter(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        PlainRoute route = isPlain(request) ? PlainRoute.find(request.getRequestURI()) : null;
        Caller caller = route == null ? null : callers.of(request, route.rule());
        if (route == null || caller == null || caller.ownOnly()) {
            chain.doFilter(request, response);
            return;
        }
        long started = System.nanoTime();
        SecurityHeaders.write(request, response);
        try {
            carryOut(route.type(), route.path(), caller, request, response);
        } catch (IOException | RuntimeException failed) {
            // Resolved by the same advice as everywhere.
            failures.obtain().resolveException(request, response, null, failed);
        }
        times.obtain()
                .answered(route.template(), response.getStatus(), System.nanoTime() - started);
    }

    private static boolean isPlain(HttpServletRequest request) {
        int length = request.getContentLength();
        return request.getMethod().equals("POST")
                && length > 0
                && length <= BODY_BYTES_MAX
                && request.getQueryString() == null
                && MediaType.APPLICATION_JSON_VALUE.equals(request.getContentType())
                && request.getHeader(Headers.PREFER) == null
                && areHeadersPlain(request);
    }

    private static boolean areHeadersPlain(HttpServletRequest request) {
        for (String header : READ) {
            if (!isPlain(request.getHeaders(header))) {
                return false;
            }
        }
        return true;
    }

    /** At most one value, of printable characters. */
    private static boolean isPlain(Enumeration<String> values) {
        if (!values.hasMoreElements()) {
            return true;
        }
        String value = values.nextElement();
        if (values.hasMoreElements()) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private <B extends CommandBody> void carryOut(
            CommandType<B> type,
            List<String> path,
            Caller caller,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(request.getContentLength());
        ResponseEntity<TransactionBody> answer =
                answers.obtain()
                        .answer(
                                type,
                                path,
                                body(bytes, type.body()),
                                request,
                                caller,
                                HttpStatus.CREATED,
                                Settled::transaction);
        byte[] body = Json.MAPPER.writeValueAsBytes(answer.getBody());
        response.setStatus(answer.getStatusCode().value());
        answer.getHeaders()
                .forEach((name, values) -> values.forEach(each -> response.setHeader(name, each)));
        SecurityHeaders.writeUncached(response);
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static <B extends CommandBody> B body(byte[] bytes, Class<B> type) {
        if (!Utf8.isWellFormed(bytes, 0, bytes.length)) {
            throw new ProblemException(Problem.validation("The body is not encoded as UTF-8."));
        }
        try {
            @Nullable B body = Json.MAPPER.readValue(bytes, type);
            if (body == null) {
                throw new ProblemException(Problems.noBody());
            }
            return body;
        } catch (JacksonException unreadable) {
            throw new ProblemException(Problems.ofJson(unreadable));
        }
    }
}
